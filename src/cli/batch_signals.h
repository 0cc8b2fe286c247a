/* Signals that end the program are noted while something is written, so that a record is printed
 * completely. They take effect where the program waits. One thread. */
#ifndef CLI_BATCH_SIGNALS_H
#define CLI_BATCH_SIGNALS_H

#include <poll.h>

/* From now on SIGINT, SIGTERM and SIGHUP end the program only inside batch_signals_poll, and by the
 * signal itself, so that a shell sees it. They call last_word first, and so does SIGPIPE, where it
 * happens; last_word does only what a signal handler may. A signal that is ignored remains ignored.
 */
void batch_signals_hold(void (*last_word)(void));
void batch_signals_release(void);

/* Polls at most 4 descriptors. A signal that has been held ends the program here, and so does one
 * that arrives meanwhile. Without batch_signals_hold it is just poll. */
int batch_signals_poll(struct pollfd *fds, nfds_t count, int timeout_ms);

#endif
