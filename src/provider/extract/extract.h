/* From documents to a call or a failure: the heart of the program. Pure: no I/O and no clock. Runs
 * on the thread that parses JSON. */
#ifndef PROVIDER_EXTRACT_EXTRACT_H
#define PROVIDER_EXTRACT_EXTRACT_H

#include "call/call.h"
#include "call/failure.h"
#include "provider/extract/answer.h"
#include "provider/provider.h"

struct trace;

/* Exactly one of the two is set; the caller frees it. */
struct extracted {
    struct call *call;
    struct failure *failure;
};

/* `turns` NULL: the provider has no second document. */
struct extracted extract(const struct provider *p, const char *id, const struct answer_body *answer,
                         const struct turns_answer *turns);
/* The same, and records in `t` (may be NULL) what each pointer of the description found. If `id` is
 * "", the call has the ID that is in the answer. */
struct extracted extract_traced(const struct provider *p, const char *id,
                                const struct answer_body *answer, const struct turns_answer *turns,
                                struct trace *t);

/* A call that holds nothing but the first EXTRACT_KEPT_BYTES of an answer as its document, for one
 * that holds no call; the caller frees it. NULL if the answer is empty. */
enum { EXTRACT_KEPT_BYTES = 64 * 1024 };
struct call *extract_only_document(const struct provider *p, const char *id,
                                   const struct answer_body *answer);

/* The cursor for the page after this one, as request_turns takes it; the caller frees it. NULL if
 * this was the last page or it cannot be read. */
char *extract_next_cursor(const struct provider *p, const struct answer_body *page);

#endif
