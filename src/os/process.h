/* Other programs, started without a shell by posix_spawn, which is safe in a program with threads
 * and reports at once why a program cannot be run. A program inherits the environment, but no
 * signal handler, no blocked signal and no descriptor except the three standard ones and those that
 * are handed to it.
 *
 * Watch SIGCHLD (os/signals.h) to know when to call process_ended. One thread. */
#ifndef OS_PROCESS_H
#define OS_PROCESS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

struct process {
    pid_t pid;   /* 0: no program is running */
    pid_t group; /* its process group */

    /* For a program on the terminal: */
    int terminal;
    bool in_foreground;
    bool has_settings;
    struct termios settings; /* of the terminal, before the program was started */
};

/* Starts argv[0], which is looked up in PATH, in a session of its own without a terminal; standard
 * output and error go to /dev/null. `input` (may be NULL) is its standard input: the text is
 * copied into a file in memory, so nobody has to wait for the program to read it. False with e set
 * when it cannot be started ("cannot run 'xdg-open': No such file or directory"). */
bool process_start(struct process *p, char *const argv[], const char *input, size_t bytes,
                   struct err *e);

/* The same without input, for a program that is handed descriptors: files[0] is its descriptor 3,
 * files[1] its 4, and so on. They remain the caller's and may have any numbers. */
enum { PROCESS_FIRST_HANDED = 3, PROCESS_MAX_HANDED = 4 };
bool process_start_handing(struct process *p, char *const argv[], const int *files, int count,
                           struct err *e);

/* Descriptors for a program on the terminal; they remain the caller's. */
struct process_files {
    int terminal; /* -1: there is no terminal */
    int input;    /* its standard input */
    int output;   /* its standard output; its standard error is ours */
};
/* Starts argv[0] in a process group of its own, as a shell does: it gets the terminal's foreground
 * if this program has it. It ignores SIGTSTP, as nobody would continue it. */
bool process_start_on_terminal(struct process *p, char *const argv[],
                               const struct process_files *files, struct err *e);

/* True, once, when it has ended; *status as from waitpid. Never waits. A program that has stopped
 * is continued. */
bool process_ended(struct process *p, int *status);
/* The exit code, or 128 + n when signal n ended the program: what a shell calls $?. */
int process_code(int status);
/* Sends a signal to its process group, even after the program itself has ended. */
void process_signal(const struct process *p, int number);
/* Takes the terminal back and restores its settings. A program that is still running is left alone,
 * and collected when it has ended. Does nothing for a process of zeroes, or when called again. */
void process_done(struct process *p);

/* A file in memory with this text, at its beginning, closed at exec. -1 with errno. */
int process_text_file(const char *text, size_t bytes);

#endif
