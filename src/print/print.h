/* A call as text, JSON, WebVTT and raw answers, for printing, copying and saving. The Markdown form
 * is the ticket note (note.h). The functions append to out; the text that they append is clean
 * (text/clean.h) unless their comment says otherwise. */
#ifndef PRINT_PRINT_H
#define PRINT_PRINT_H

#include "base/buf.h"
#include "base/err.h"
#include "call/call.h"
#include "call/failure.h"
#include "call/spots.h"

#include <stdbool.h>
#include <stddef.h>

/* The text form, which is never wider than cols, at least 20, except for links. The
 * limits are those of hot spots. */
void print_text(struct buf *out, const struct call *c, int cols, const struct spot_limits *limits);
/* The same, but speakers and roles are cut as on the screen. */
void print_text_cut(struct buf *out, const struct call *c, int cols,
                    const struct spot_limits *limits);
/* One line of JSON (schema 1). Characters that could act on a terminal are escaped. */
void print_json(struct buf *out, const struct call *c);
void print_json_failure(struct buf *out, const char *provider, const char *id,
                        const struct failure *f);
/* WebVTT (https://www.w3.org/TR/webvtt1/), one cue for each turn. Returns false, with e set and
 * nothing appended, if no turn has a time. */
bool print_vtt(struct buf *out, const struct call *c, struct err *e);
/* The body of the provider's answer about the call, byte for byte and not clean. A line end is
 * added if the body has none. */
void print_raw(struct buf *out, const struct call *c);
/* The same with *** in place of the request's key. */
void print_answer(struct buf *out, const struct call *c);
/* The bodies of all answers, one after the other, as print_answer does it. */
void print_documents(struct buf *out, const struct call *c);
/* A failure as lines for a provider's support. All of it is borrowed; NULL: not known. Code and
 * message are those of the failure, masked if that is wanted. */
struct failure_report {
    const struct failure *failure;
    const char *provider, *id, *url, *code, *message, *program; /* the URL is without the key */
    struct instant at;
};
void print_report(struct buf *out, const struct failure_report *r);
/* The given turns (NULL: the first `count`, but not what the agent was told) for copying: "0:03
 * agent  text", not wrapped, in the columns that the complete transcript needs. */
void print_turns(struct buf *out, const struct call *c, const size_t *turns, size_t count);
/* One turn, without a line end. */
void print_turn(struct buf *out, const struct turn *t);
/* The failure as one line for people: "ringyo call_x: no such call (404 call_not_found): ..." */
void print_failure(struct buf *out, const char *provider, const char *id, const struct failure *f);
/* The ID as both forms of a failure show it: one that was refused is cut to 40 characters. The
 * caller frees it. */
char *print_failed_id(const char *id, enum kind kind);

#endif
