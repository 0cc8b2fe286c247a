/* Signals as something to poll for: a handler notes the signal and writes a byte into a pipe.
 *
 * The state is that of the process. All functions are called from one thread, and every other
 * thread blocks these signals. */
#ifndef OS_SIGNALS_H
#define OS_SIGNALS_H

#include "base/err.h"

#include <signal.h>
#include <stdbool.h>

/* SIGINT, SIGTERM and SIGHUP, without those that this program ignores (as under nohup). */
sigset_t signals_ending(void);

/* Notes the signals of the set from now on. Calls nest: a signal is noted until the last one that
 * watches it calls signals_unwatch, and signals_fd is readable for the outer one then if a signal
 * has come meanwhile. False with e set when there is no pipe. */
bool signals_watch(const sigset_t *set, struct err *e);
/* Restores the handlers of a set that is watched, and raises again what was noted and not
 * forgotten. */
void signals_unwatch(const sigset_t *set);

/* Readable when a watched signal has come since the last signals_drain. */
int signals_fd(void);
void signals_drain(void);
/* Whether one of the set has been noted and not taken. */
bool signals_have_come(const sigset_t *set);
/* Forgets what was noted. */
void signals_forget(const sigset_t *set);

/* These signals call last_word, which may do only what a signal handler may, and then end the
 * program as they would have anyway. A signal that is ignored stays ignored. NULL: they call
 * nothing any more. */
void signals_set_last_word(const sigset_t *set, void (*last_word)(void));

/* What the screen has to know. */
struct signals_seen {
    bool resized;
    bool suspend;   /* SIGTSTP from another process */
    bool continued; /* after a stop, also after SIGSTOP */
    int ended;      /* SIGTERM, SIGHUP or SIGINT; 0: none of them */
};

/* For a program with a screen: watches what struct signals_seen has and SIGCHLD, ignores SIGPIPE,
 * and restores the terminal before a crash. */
bool signals_open(void (*restore_terminal)(void), struct err *e);
struct signals_seen signals_take(void);
/* Stops this process group with SIGTSTP, and returns when it is continued. */
void signals_stop_self(void);
/* Restores the handlers. Does nothing unless signals_open succeeded. */
void signals_close(void);

#endif
