/* The printed forms of a call (Markdown is the ticket note, note.h); also what is copied and saved.
 * Each appends to out. */
#ifndef PRINT_PRINT_H
#define PRINT_PRINT_H

#include "base/buf.h"
#include "base/err.h"
#include "call/call.h"
#include "call/failure.h"

#include <stdbool.h>

/* Lines, safe to send to a terminal, wrapped at cols; gap_s is the limit of hot spots. */
void print_text(struct buf *out, const struct call *c, int cols, int gap_s);
/* One line of JSON (schema 1). */
void print_json(struct buf *out, const struct call *c);
void print_json_failure(struct buf *out, const char *provider, const char *id,
                        const struct failure *f);
/* WebVTT, a cue a turn; false with e set, and nothing appended, when no turn has a time. */
bool print_vtt(struct buf *out, const struct call *c, struct err *e);
/* The body of the call's own document, byte for byte, a line end after it if it has none. */
void print_raw(struct buf *out, const struct call *c);
/* The bodies of all its documents likewise, one below the other. */
void print_documents(struct buf *out, const struct call *c);
/* The whole transcript as copied: "0:03  agent  text", unwrapped, sanitised. */
void print_turns(struct buf *out, const struct call *c);
/* Only these (NULL: the first `count`), in the same columns. */
void print_these_turns(struct buf *out, const struct call *c, const size_t *turns, size_t count);
/* One turn likewise, without a line end behind. */
void print_turn(struct buf *out, const struct turn *t);
/* The failure as one line: "ringyo call_x: no such call (404 call_not_found): ..." */
void print_failure(struct buf *out, const char *provider, const char *id, const struct failure *f);

#endif
