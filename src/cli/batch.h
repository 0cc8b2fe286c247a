/* Calls printed without a screen: requested side by side, and printed in the order of the IDs, each
 * as soon as all before it are printed. Memory holds a limited number of calls at a time, however
 * many there are. A rate-limited call is requested again when its provider allows it. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/call_ref.h"
#include "config/config.h"
#include "print/form.h"
#include "provider/provider.h"

/* How often a rate-limited call is requested again. */
enum { BATCH_RETRIES_MAX = 3 };

struct batch_request {
    struct call_ref_words words; /* `-` among the IDs: standard input, one ID a line */
    enum form form;
    struct form_style style;
    bool mask;
    int jobs;        /* requests at once */
    int max_wait_s;  /* time to wait for rate limits, in all */
    const char *dir; /* one file for each call goes there; NULL: standard output */
};

/* Prints the calls and returns the exit code. */
int batch_run(const struct config *config, const struct provider_set *set,
              const struct batch_request *request);

#endif
