/* Calls printed without a screen: asked for side by side, printed in the order asked, each as soon
 * as those before it are out. Memory holds a window of calls, however many are asked for. A call
 * that is rate limited is asked for again when the provider allows it. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/call_ref.h"
#include "cli/printed.h"
#include "config/config.h"
#include "provider/provider.h"

/* So often a call that is rate limited is asked for once more. */
enum { BATCH_MAX_AGAIN = 3 };

struct batch_request {
    struct call_ref_words words; /* `-` among them: IDs from standard input, one a line */
    struct printed_style style;
    int jobs;        /* requests at once */
    int max_wait_s;  /* for rate limits, in all */
    const char *dir; /* one file a call there (out_dir.h); NULL: standard output */
};

/* Returns the exit code. */
int batch_run(const struct config *config, const struct provider_set *set,
              const struct batch_request *request);

#endif
