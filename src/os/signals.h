/* Signals as something to poll for: a handler writes a byte into a pipe. Signals that kill put the
 * terminal back first. */
#ifndef OS_SIGNALS_H
#define OS_SIGNALS_H

#include "base/err.h"

#include <stdbool.h>

struct signals_seen {
    bool resized;
    bool suspend;   /* SIGTSTP from outside */
    bool continued; /* after a stop, also one that could not be caught */
    int ended;      /* SIGTERM, SIGHUP, SIGINT; 0: none */
};

bool signals_open(struct err *e);
int signals_fd(void);
struct signals_seen signals_take(void);
/* Stops this process with SIGTSTP's own meaning, and returns when it is continued. */
void signals_stop_self(void);
/* Puts the default handlers back. */
void signals_close(void);

#endif
