/* The rows of a list of calls. A row is read by the code that reads a call, with the description
 * that the provider has for rows; neither documents nor links nor other fields are kept. Pure. */
#ifndef PROVIDER_EXTRACT_ROWS_H
#define PROVIDER_EXTRACT_ROWS_H

#include "call/call.h"
#include "provider/extract/answer.h"
#include "provider/provider.h"

struct trace;

/* An answer with a list. */
struct rows {
    struct failure *failure; /* why there is no list; then all the rest is NULL */
    struct value *document;
    struct value *list; /* an array, or null; its elements may be anything */
    struct arena *arena;
};

/* The trace, which may be NULL, is one from trace_init_of_list. */
struct rows rows_read(const struct provider *p, const struct answer_body *answer, struct trace *t);
/* Frees everything; the failure too, unless it was taken and set to NULL. */
void rows_done(struct rows *rows);

/* One element as a call, which call_free frees; valid as long as the rows are. NULL if it has no ID
 * or is no object. */
struct call *rows_call(const struct provider *p, struct value *element, struct trace *t);
/* The same without the transcript. */
struct call *rows_call_without_turns(const struct provider *p, struct value *element,
                                     struct trace *t);

#endif
