/* The answers of a call that was fetched, held until it is known whether the call is kept. Belongs
 * to the worker. */
#ifndef FETCH_HELD_H
#define FETCH_HELD_H

#include "fetch/job.h"
#include "keep/kept_call.h"

#include <stdint.h>

struct held {
    unsigned number; /* of the job */
    const struct provider *provider;
    char *id;
    struct response call_answer; /* without its raw bytes, which have the key in them */
    struct response *pages;
    size_t page_count;
    char *note; /* why the transcript is missing or incomplete; NULL: it is complete */
    enum kind note_kind;
    int64_t call_us; /* when the call was; INT64_MIN: unknown */
    struct held *next;
};

/* Moves the answers out of a job that has ended with this call. Free with held_free. */
struct held *held_take(struct job *j, const struct call *c);
void held_free(struct held *h); /* h may be NULL */
/* The answers as they are kept, as an array that the caller frees; what it names is borrowed. */
struct kept_document *held_documents(const struct held *h);

#endif
