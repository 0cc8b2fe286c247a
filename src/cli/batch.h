/* Calls printed without a screen: requested side by side, and printed in the order of the IDs, each
 * as soon as all before it are printed. Memory holds a limited number of calls at a time, however
 * many there are. A rate-limited call is requested again when its provider allows it. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/batch_request.h"
#include "config/config.h"

/* Prints the calls and returns the exit code. */
int batch_run(const struct config *config, const struct provider_set *set,
              const struct batch_request *request);

#endif
