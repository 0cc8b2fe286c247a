/* The parts of the report that --test-provider prints. Each function appends clean text to `out`.
 */
#ifndef CLI_DRY_RUN_REPORT_H
#define CLI_DRY_RUN_REPORT_H

#include "base/buf.h"
#include "call/call.h"
#include "provider/extract/trace.h"
#include "provider/request.h"

#include <stdbool.h>

/* The requests for this ID, with KEY in place of the key. Nothing if the ID is NULL. */
void dry_run_report_request(struct buf *out, const struct provider *p, const char *id);
/* Each place of the description, and the value found there. */
void dry_run_report_places(struct buf *out, const struct trace *t, bool mask);
/* The call: its facts, the first rows of each list, and its notes. */
void dry_run_report_result(struct buf *out, const struct call *c);
/* The values of the answer that no field used. */
void dry_run_report_unused(struct buf *out, const struct call *c, const struct trace *t, bool mask);

/* A request with its headers and its body. */
void dry_run_report_put_request(struct buf *out, const struct request *r);
/* The text cleaned, masked if so, and cut after max bytes; the caller frees it. */
char *dry_run_report_shown(const char *raw, size_t max, bool mask);

#endif
