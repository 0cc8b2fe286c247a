/* What --test-provider reports of a saved answer with a list of calls. */
#ifndef CLI_DRY_RUN_LIST_H
#define CLI_DRY_RUN_LIST_H

#include "base/buf.h"
#include "provider/extract/answer.h"
#include "provider/provider.h"

#include <stdbool.h>

/* Whether it is one: there is a list where the description has `rows`. A list of one may be a call
 * as well, and is not one here. */
bool dry_run_list_is(const struct provider *p, const struct answer_body *answer);
/* Appends the request, each place of the description with the value found there, the first rows and
 * what would be asked for next. Returns NULL, or why there is no list, which the caller frees. */
struct failure *dry_run_list_report(struct buf *out, const struct provider *p,
                                    const struct answer_body *answer, bool mask);

#endif
