/* Other programs, started without a shell and without waiting for them. */
#ifndef OS_CHILD_H
#define OS_CHILD_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct child {
    pid_t pid;     /* 0: none */
    int input;     /* our end of its standard input, non-blocking; -1 */
    int status_fd; /* readable when it has ended; -1 */
    char *text;    /* still to be written to input; yours to free through child_done */
    size_t bytes, written;
};

/* Starts argv in a session of its own: no terminal, no inherited descriptor, standard output and
 * error to /dev/null, no key in its environment, `input` (may be NULL) on its standard input. False
 * with e set when it cannot be started ("cannot run 'xdg-open': No such file or directory"). */
bool child_start(struct child *c, char *const argv[], const char *input, size_t bytes,
                 struct err *e);
/* The same for a function of ours, in a forked child: it calls nothing but what a signal handler
 * may, and returns the exit code. Signals are held back from it. */
bool child_fork(struct child *c, int (*run)(const void *arg), const void *arg, struct err *e);
/* The environment without keys: the array is yours, the strings are not. */
char **child_environment(void);
/* Writes what input takes now. */
void child_feed(struct child *c);
/* True, once, when it has ended; *code its exit code, 128 + n for signal n. Never blocks. */
bool child_ended(struct child *c, int *code);
/* What still runs is left alone, and collected when it has ended. Fine on zeroes, and twice. */
void child_done(struct child *c);

#endif
