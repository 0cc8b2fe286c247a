/* A list of calls, asked of several providers at the same time: which pages are asked for, and what
 * came. Each provider is asked for one page after the other until it has no more, or a bound is
 * reached; one that limits the rate is asked again when it allows that. For a query of kept calls
 * the worker looks through these instead, and nothing is sent. Call from the thread that owns the
 * fetcher. */
#ifndef CLI_LISTING_H
#define CLI_LISTING_H

#include "base/buf.h"
#include "cli/rate_limit.h"
#include "fetch/any.h"
#include "fetch/fetch.h"
#include "find/query.h"

enum listing_state {
    LISTING_LEFT_OUT, /* it cannot tell what the query asks for: plan.left_out */
    LISTING_ASKING,   /* a page is asked for, or will be */
    LISTING_WAITING,  /* it limits the rate, and is asked again later */
    LISTING_PAUSED,   /* there is more: the limit was reached, or somebody stopped it */
    LISTING_BOUNDED,  /* there is more: a bound was reached; it cannot be had if `more` is false */
    LISTING_FAILED,   /* `failure`; what came before remains */
    LISTING_ENDED     /* everything came */
};

/* How much a provider is asked for without a further word. No page is asked for once one of them is
 * reached; the page that is being sent then still comes. */
struct listing_bounds {
    size_t pages, rows;
    size_t bytes; /* of the rows that match, for good: nobody can ask for more; 0: no bound */
    int seconds;  /* between the first request and the last answer, without waiting for rate limits
                   */
    size_t limit; /* of all rows that match, the newest so many are wanted; 0: all of them */
};
extern const struct listing_bounds listing_on_screen; /* 5 pages, 500 rows, 10 s, 64 MiB */
extern const struct listing_bounds
    listing_printed; /* 200 pages, 10,000 rows, 60 s, 64 MiB; without limit */

/* Stands for the kept calls of all providers that are given. */
extern const struct provider listing_kept;

struct listing_one {
    const struct provider *provider;
    struct list_plan plan; /* for its line; the worker has a copy */
    unsigned job;          /* 0: it was never asked */
    enum listing_state state;
    bool in_flight;         /* a page is on its way */
    struct list_row **rows; /* those that match, in the order in which they came */
    size_t row_count;
    size_t bytes;                 /* of all rows that came */
    size_t looked;                /* calls that were looked at */
    size_t kept;                  /* how many kept calls there are; 0: not known yet */
    char total[LIST_TOTAL_BYTES]; /* how many there are, as the provider says; raw; "" */
    bool more;                    /* there are further pages */
    bool more_asked;              /* listing_more has asked for them */
    int64_t complete_from_us;     /* all rows of this time and later came; INT64_MIN: all;
                                     INT64_MAX: not known */
    char *notes;                  /* what was odd, see list_paging_put_notes; NULL or "": nothing */
    struct failure *failure;

    size_t pages, page_rows, base_rows; /* since the bounds hold: pages, rows; rows before that */
    int64_t used_ms, sent_ms;
    int retries; /* of this page */
};

struct listing_setup {
    struct fetcher *fetcher;
    struct rate_limit *limits; /* other listings may have the same */
    any_key_for *key;
    void *context;                  /* of `key` */
    const struct provider_set *set; /* of kept calls; borrowed until fetch_free. NULL: none are
                                       asked for */
    void (*limited)(void *context, const struct provider *p,
                    int seconds); /* a provider has begun
                              to limit the rate; may be NULL */
    struct listing_bounds bounds;
};

struct listing {
    struct listing_setup setup;
    struct listing_one *list; /* in the order in which they were given; or only the kept calls */
    size_t count;
    const struct provider **asked; /* the providers whose kept calls are wanted */
    size_t asked_count;
};

/* Prepares to ask these providers. The query, which was read with the terms, is borrowed until
 * listing_free. Nothing is sent yet; a search of kept calls begins. */
struct listing *listing_new(const struct listing_setup *setup, const struct query *q,
                            const struct query_terms *terms, const struct provider *const *list,
                            size_t count);
/* Cancels what is still asked. l may be NULL. */
void listing_free(struct listing *l);

/* Sends the requests that may be sent now. Returns the milliseconds until a rate limit allows the
 * next one; 0 if none waits for that. */
int64_t listing_send(struct listing *l);
/* Takes an answer's page, or kept calls. Returns the provider that it belongs to; NULL if it is not
 * of this list. Call listing_send afterwards. */
struct listing_one *listing_take(struct listing *l, struct answer *a);
/* Whether a provider is asked, or will be. */
bool listing_is_busy(const struct listing *l);
/* Asks a provider that has more, or that failed, again; the bounds begin again. Call listing_send
 * afterwards. */
void listing_more(struct listing_one *one);
/* Stops asking all of them. */
void listing_stop(struct listing *l);

size_t listing_row_count(const struct listing *l);
size_t listing_looked(const struct listing *l);
/* All rows in the order of list_row_newest_first. They remain those of the listing; the caller
 * frees the list. */
const struct list_row **listing_merged(const struct listing *l);

#endif
