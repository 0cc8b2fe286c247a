/* The worker's loop, which waits for the network and for commands. */
#ifndef FETCH_WORKER_H
#define FETCH_WORKER_H

#include "fetch/channel.h"
#include "fetch/fetch_data.h"

struct worker_args {
    struct channel *channel;
    struct transfers *net;
    struct fetch_settings settings; /* without what it borrowed */
    char *sweep_dir, *kept_dir;
    unsigned purge_job; /* the number of the job that removes kept calls */
};

/* Runs until COMMAND_QUIT, then frees all jobs. */
void worker_run(const struct worker_args *args);

#endif
