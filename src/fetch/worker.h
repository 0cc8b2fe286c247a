/* The worker's thread: one loop that waits on the network and on the queue. */
#ifndef FETCH_WORKER_H
#define FETCH_WORKER_H

#include "fetch/channel.h"
#include "fetch/transfer.h"

struct worker_args {
    struct channel *channel;
    struct transfers *net;
    struct fetch_settings settings;
};

/* Until COMMAND_QUIT; all its jobs are freed then. */
void worker_run(const struct worker_args *args);

#endif
