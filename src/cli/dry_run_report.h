/* The parts of what --test-provider prints. Each appends to `out`; all of it is safe for a
 * terminal.
 */
#ifndef CLI_DRY_RUN_REPORT_H
#define CLI_DRY_RUN_REPORT_H

#include "base/buf.h"
#include "call/call.h"
#include "provider/extract/trace.h"

#include <stdbool.h>

/* What would be sent for this ID (NULL: none was found), KEY standing for the key. */
void dry_run_report_request(struct buf *out, const struct provider *p, const char *id);
/* Each place of the description, and what was there. */
void dry_run_report_places(struct buf *out, const struct trace *t, bool mask);
/* The call: its facts, the first of each list, the notes. */
void dry_run_report_result(struct buf *out, const struct call *c);
/* What no field took. */
void dry_run_report_unused(struct buf *out, const struct call *c, const struct trace *t, bool mask);

#endif
