/* What --test-provider reports of a saved answer with a list of calls. */
#ifndef CLI_DRY_RUN_LIST_H
#define CLI_DRY_RUN_LIST_H

#include "base/buf.h"
#include "provider/extract/answer.h"
#include "provider/provider.h"

#include <stdbool.h>

/* Whether it is one: there is a list where the description has `rows`. A list of one that can be
 * read as the answer for a call is that instead. */
bool dry_run_list_is(const struct provider *p, const struct answer_body *answer);
/* Appends what is found in such an answer: the request, each place of the description with the
 * value found there, the first rows and what would be asked for next. */
void dry_run_list_report(struct buf *out, const struct provider *p,
                         const struct answer_body *answer, bool mask);

#endif
