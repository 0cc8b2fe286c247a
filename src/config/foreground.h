/* A child that has the terminal for a while: process group, signals, descriptors, line settings. */
#ifndef CONFIG_FOREGROUND_H
#define CONFIG_FOREGROUND_H

#include "base/err.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

struct foreground {
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
 * back until foreground_end. */
bool foreground_start(struct foreground *c, char *const argv[], char *const env[], struct err *e);
/* True once it has ended, its status as of waitpid. */
bool foreground_has_ended(struct foreground *c, int *status);
/* Its whole group, which cannot refuse; waits for it. */
void foreground_kill(struct foreground *c);
/* Gives the terminal back as it was and closes all. */
void foreground_end(struct foreground *c);

#endif
