/* Signals as something to poll for: a handler notes the signal and writes a byte into a pipe.
 *
 * The state is that of the process. All functions but signals_clean_up are called from one thread,
 * and every other thread blocks these signals. */
#ifndef OS_SIGNALS_H
#define OS_SIGNALS_H

#include "base/err.h"

#include <signal.h>
#include <stdbool.h>

/* The set of these signals; the last argument is 0. */
sigset_t signals_set(int first, ...);
/* SIGINT, SIGTERM and SIGHUP, without those that this program ignores (as under nohup). */
sigset_t signals_ending(void);

/* Begins to note the signals of the set. Calls nest: a signal is noted until signals_unwatch has
 * been called for it as often as signals_watch. When an inner caller unwatches, signals_fd becomes
 * readable for the outer one if a signal has arrived. False with e set when there is no pipe. */
bool signals_watch(const sigset_t *set, struct err *e);
/* Ends one signals_watch. The last one restores the handlers, and raises again what was noted and
 * not forgotten. */
void signals_unwatch(const sigset_t *set);

/* A descriptor that is readable when a watched signal has arrived since the last signals_drain. */
int signals_fd(void);
void signals_drain(void);
/* True if a signal of the set has been noted, and not been forgotten or returned by signals_take.
 */
bool signals_have_come(const sigset_t *set);
/* Forgets that signals of the set were noted. */
void signals_forget(const sigset_t *set);

/* From now on these signals call cleanup, which must be async-signal-safe, before they end the
 * program as usual. It is called in this thread, whichever thread the signal arrives in. A signal
 * that is ignored stays ignored. NULL: they call nothing any more. */
void signals_set_cleanup(const sigset_t *set, void (*cleanup)(void));

/* Runs the cleanup in its own thread, which then stops for good: for any thread that is about to
 * end the program (die_set_hook). Runs it in the calling thread if the other one cannot be reached
 * within two seconds. Does nothing if no cleanup was ever set. */
void signals_clean_up(void);

/* The signals that a program with a screen reacts to. */
struct signals_seen {
    bool resized;
    bool suspend;   /* SIGTSTP from another process */
    bool continued; /* after a stop, also after SIGSTOP */
    int ended;      /* SIGTERM, SIGHUP or SIGINT; else 0 */
};

/* For a program with a screen: watches the signals of struct signals_seen and SIGCHLD, ignores
 * SIGPIPE, and calls restore_terminal (async-signal-safe) before a crash, or a signal that nobody
 * expects, ends the program. Where the terminal takes no bytes, and the program therefore does not
 * take the signal that is to end it, what waits for the terminal is dropped after two seconds. What
 * a terminal takes is never dropped, however late the program is. */
bool signals_open(void (*restore_terminal)(void), struct err *e);
struct signals_seen signals_take(void);
/* Stops this process group with SIGTSTP, and returns when it is continued. */
void signals_stop_self(void);
/* Restores the handlers. Does nothing unless signals_open succeeded. */
void signals_close(void);

#endif
