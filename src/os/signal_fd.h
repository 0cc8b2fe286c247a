/* Signals as something to poll for: a descriptor that becomes readable when one of a set comes,
 * which is then still pending for the handlers that were there before.
 *
 * The caller holds the set back (pthread_sigmask) before, and lets it go afterwards. Process-wide,
 * one thread at a time; two sets that are open at once have no signal in common. */
#ifndef OS_SIGNAL_FD_H
#define OS_SIGNAL_FD_H

#include <signal.h>

/* -1 with errno when there is none. */
int signal_fd_open(const sigset_t *set);
/* Takes what came: those signals are not pending any more. */
void signal_fd_drain(int fd);
void signal_fd_close(int fd); /* -1 is fine */

#endif
