/* A child that has the terminal for a while: process group, signals, descriptors, line settings. */
#ifndef CONFIG_CHILD_H
#define CONFIG_CHILD_H

#include "base/err.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

struct child {
    pid_t pid; /* also its process group */
    int out;   /* what it prints; non-blocking */
    int gone;  /* readable once it has ended; -1 where the kernel has no such thing */
    int told;  /* readable when SIGINT, SIGTERM or SIGHUP waits for this program; -1 likewise */
    int tty;   /* its standard input */
    bool foreground;
    bool has_settings;
    struct termios settings;
    sigset_t mask;
    struct sigaction sigchld;
};

/* Starts argv[0], looked up in PATH, with that environment. SIGINT, SIGTERM and SIGHUP are held
 * back until child_end. */
bool child_start(struct child *c, char *const argv[], char *const env[], struct err *e);
/* True once it has ended, its status as of waitpid. */
bool child_has_ended(struct child *c, int *status);
/* Its whole group, which cannot refuse; waits for it. */
void child_kill(struct child *c);
/* Gives the terminal back as it was and closes all. */
void child_end(struct child *c);

#endif
