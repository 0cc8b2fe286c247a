/* One ID asked of every provider that has a key, all at once: who is asked, and what each answered.
 * Called from the thread that owns the fetcher. */
#ifndef FETCH_ANY_H
#define FETCH_ANY_H

#include "base/buf.h"
#include "fetch/fetch.h"

struct any_one {
    const struct provider *provider;
    unsigned job;            /* 0: it has answered, or its job was given away */
    bool knows;              /* the call is its own */
    struct call *call;       /* as it was taken; NULL: none, or its job was given away */
    struct failure *failure; /* why not; NULL: it is not known yet, or it knows */
};

struct any {
    struct any_one *list; /* in the set's order */
    size_t count, open;   /* open: those whose answer is not here */
};

/* A provider's key in *key, which is taken; or why it is not asked, its answer. */
typedef struct failure *any_key_for(void *to, const struct provider *p, char **key);

/* Asks. The set is borrowed. */
struct any *any_ask(struct fetcher *f, const struct provider_set *set, const char *id,
                    any_key_for *key, void *to);
/* The open one whose job it is; NULL: none. */
struct any_one *any_find(const struct any *any, unsigned job);
/* The first that is open; NULL: none is. */
const struct any_one *any_first_open(const struct any *any);
/* Takes the call or the failure out of a job's last answer. */
void any_take(struct any *any, struct any_one *one, struct answer *answer);
/* It knows the call, and whoever asked follows its job alone from now on. Returns the job. */
unsigned any_give(struct any *any, struct any_one *one);
/* The first that knows the call; NULL: none does so far. */
struct any_one *any_known(const struct any *any);
/* The names of those that know it as well, with commas between; appended. */
void any_put_others(const struct any *any, const struct any_one *but, struct buf *out);
/* Why nobody knows it, when all have answered; yours. Of one kind when all are, else KIND_OTHER. */
struct failure *any_failure(const struct any *any);
void any_cancel(struct any *any, struct fetcher *f); /* what is open; NULL is fine */
void any_free(struct any *any);                      /* NULL is fine */

#endif
