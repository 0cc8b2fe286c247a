/* One ID, asked of every provider that has a key at the same time: which providers were asked, and
 * what each answered. Call from the thread that owns the fetcher. */
#ifndef FETCH_ANY_H
#define FETCH_ANY_H

#include "base/buf.h"
#include "fetch/fetch.h"

struct any_one {
    const struct provider *provider;
    unsigned job;            /* 0: it has answered, or any_give gave its job away */
    bool knows;              /* it has the call */
    struct call *call;       /* NULL: it does not have it, or its job was given away */
    struct failure *failure; /* why it does not have the call; NULL: it has, or has not answered */
    struct call *answered;   /* the answer that came with it, as a document; NULL: not kept */
};

struct any {
    struct any_one *list; /* in the order of the set */
    size_t count, open;   /* open: those that have not answered */
};

/* Returns NULL with a provider's key in *key, which any_ask takes, or else why that provider cannot
 * be asked. */
typedef struct failure *any_key_for(void *context, const struct provider *p, char **key);

/* The providers that have a key, in the order of the set, without those in `but`, which may be
 * NULL. `out` has room for as many as the set has, or is NULL; returns how many there are. */
size_t any_others(const struct provider_set *set, const struct any *but,
                  const struct provider **out);
/* Submits the jobs. The list is copied; `key` is called with `context`. Free the result with
 * any_free. */
struct any *any_ask(struct fetcher *f, const struct provider *const *list, size_t count,
                    const char *id, any_key_for *key, void *context);
/* Adds a provider that has answered already; what it owns is moved. */
void any_told(struct any *any, struct any_one *one);
/* The one that still has to answer that job; NULL when the job is unknown. */
struct any_one *any_find(const struct any *any, unsigned job);
/* The first that still has to answer; NULL when all have. */
const struct any_one *any_first_open(const struct any *any);
/* Takes the call or the failure out of the last answer of a job. */
void any_take(struct any *any, struct any_one *one, struct answer *answer);
/* Marks a provider as knowing the call, and gives its job to the caller. Returns the job. */
unsigned any_give(struct any *any, struct any_one *one);
/* The first that knows the call; NULL when no provider has said so yet. */
struct any_one *any_known(const struct any *any);
/* Appends the names of the others that know it as well, separated by commas. */
void any_put_others(const struct any *any, const struct any_one *but, struct buf *out);
/* Why no provider knows the call, once all have answered; the caller frees it. Its kind is
 * KIND_OTHER unless all failures have the same. */
struct failure *any_failure(const struct any *any);
/* The answers that were kept, one below the other, as one document of plain text; the caller
 * frees it. They share EXTRACT_KEPT_BYTES equally. NULL if no answer was kept. */
struct call *any_answered(const struct any *any, const char *id);
/* Cancels the open jobs. any may be NULL. */
void any_cancel(struct any *any, struct fetcher *f);
/* any may be NULL. */
void any_free(struct any *any);

#endif
