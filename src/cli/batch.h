/* Calls printed without a screen: asked for side by side, printed in the order asked, each as soon
 * as those before it are out. Memory holds a window of calls, however many are asked for. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/ask.h"
#include "config/config.h"
#include "print/print.h"
#include "provider/provider.h"

struct batch_request {
    struct ask_words words; /* `-` among them: IDs from standard input, one a line */
    enum form form;
    int jobs;         /* requests at once */
    int cols;         /* of the text form */
    const char *note; /* template of the Markdown form; NULL: the built-in one */
    bool mask;        /* what src/call/masked.h masks; not of the raw form */
};

/* Returns the exit code. */
int batch_run(const struct config *config, const struct provider_set *set,
              const struct batch_request *request);

#endif
