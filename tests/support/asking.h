/* Lists that are asked of servers in this process, each of which has the calls of one provider. */
#ifndef TESTS_SUPPORT_ASKING_H
#define TESTS_SUPPORT_ASKING_H

#include "cli/listing.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/paged.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ASKING_KEY "sesame-9f8e7d6c5b4a"
enum { ASKING_SERVERS = 3 };
extern const int64_t asking_now_s; /* Sun 29 Nov 2026 14:40:12 UTC */
extern const struct listing_bounds asking_all_pages;

/* One provider: it has `total` calls, the n-th of them `every_s` before the one that came before
 * it, from begin_s before now on. */
struct asked {
    struct paged *paged;
    size_t total, limit;
    int begin_s, every_s;
    char letter;
    /* Answers that are not pages, one for each of the first requests; NULL: a page. */
    const char *odd[8];
    size_t odd_count;
    bool hold;        /* the rest gets no answer */
    size_t hold_from; /* nor do requests from this number on; 0: all do */
};

/* A listing of these servers. */
struct asking {
    struct canned *canned; /* instead of the first server; or NULL */
    struct asked servers[ASKING_SERVERS];
    size_t count;
    struct fetching f;
    struct rate_limit *limits;
    struct query *query;
    struct query_terms terms;
    struct listing *listing;
    size_t limited; /* calls of `limited` */
    int jobs;       /* 0: 8 */
    int timeout_s;  /* 0: 60 */
    double seconds; /* that each answer is said to have taken; 0: those that it took */
};

/* An answer of the server `owner`, for paged_start. */
char *asking_answer(void *owner, size_t n, const char *request);
/* Prepares the listing of the providers x0, x1 and so on, which are the servers that are set. */
void asking_begin(struct asking *t, bool post, const char *query, struct listing_bounds bounds,
                  int max_wait_s);
void asking_end(struct asking *t);
/* Waits for answers, for next_ms milliseconds at most unless that is 0, and takes those that came.
 */
void asking_some(struct asking *t, int64_t next_ms);
/* Takes the answers until none is waited for. */
void asking_all(struct asking *t);
void asking_expect_requests(struct asking *t, size_t server, size_t count);
/* That provider of the listing, which has to be in this state. */
struct listing_one *asking_one(struct asking *t, size_t server, enum listing_state state);

#endif
