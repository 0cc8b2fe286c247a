/* Signals that end the program, held back while something is written, so that what is printed is
 * printed whole. They come through where the program waits. One thread. */
#ifndef CLI_BATCH_SIGNALS_H
#define CLI_BATCH_SIGNALS_H

#include <poll.h>

/* From now on SIGINT, SIGTERM and SIGHUP end the program only inside batch_signals_poll, and as a
 * shell sees it: the signal is raised again. Those, and SIGPIPE where it happens, call last_word
 * before; it does only what a signal handler may. A signal that is ignored stays so. */
void batch_signals_hold(void (*last_word)(void));
void batch_signals_release(void);

/* poll; what was held back comes through here. Without batch_signals_hold, just poll. */
int batch_signals_poll(struct pollfd *fds, nfds_t count, int timeout_ms);

#endif
