/* What a batch prints, and how. */
#ifndef CLI_BATCH_REQUEST_H
#define CLI_BATCH_REQUEST_H

#include "cli/call_ref.h"
#include "cli/opened.h"
#include "print/form.h"

#include <stdbool.h>

struct batch_request {
    struct call_ref_words words; /* `-` among the IDs: standard input, one ID a line */
    enum form form;
    struct form_style style;
    bool mask;
    int jobs;                    /* requests at once */
    int max_wait_s;              /* time to wait for rate limits, in all */
    const struct opened *opened; /* a call that is there already and is printed alone; or NULL */
    bool offline;                /* the calls are kept ones, and nothing is sent */
    const char *dir;             /* one file for each call goes there; NULL: standard output */
};

#endif
