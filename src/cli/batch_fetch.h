/* The requests of a batch: which calls may be requested now, and what becomes of the answers. */
#ifndef CLI_BATCH_FETCH_H
#define CLI_BATCH_FETCH_H

#include "cli/batch_state.h"

/* Sends the requests that may be sent, the oldest first. Returns the milliseconds until a rate
 * limit allows the next one; 0 if no call waits for that. */
int64_t batch_fetch_send(struct batch *b);
/* Handles the answers that have arrived. */
void batch_fetch_receive(struct batch *b);

#endif
