/* A fetcher for a test with its providers, and functions that wait for answers. */
#ifndef TESTS_SUPPORT_FETCHING_H
#define TESTS_SUPPORT_FETCHING_H

#include "fetch/fetch.h"
#include "tests/support/descriptions.h"

struct fetching {
    struct described described;
    struct fetcher *fetcher;
};

/* Where the settings have 0: 8 jobs, time-outs of 5 s, 4 MB. */
void fetching_start(struct fetching *f, const char *ini, struct fetch_settings settings);
/* Fails the test when the worker does not end in time. */
void fetching_stop(struct fetching *f);
/* The section [provider NAME] for that loopback port (key header X-API-KEY); the caller frees it.
 */
char *fetching_ini(const char *name, const char *scheme, int port);

unsigned fetching_submit(struct fetching *f, const char *provider, const char *id, const char *key);
/* The next answer of any job, of any type; fails the test after 10 s. */
struct answer *fetching_next(struct fetching *f);
/* The job's last answer; others are freed, PARTIAL and PROGRESS counted where not NULL. */
struct answer *fetching_last(struct fetching *f, unsigned job, int *partial, int *progress);
struct answer *fetching_get(struct fetching *f, const char *provider, const char *id);
/* Frees a; fails the test unless it is a failure of that kind whose message has the words. */
void fetching_expect_failure(struct answer *a, const char *what, enum kind kind, const char *words);
/* Frees a; fails the test unless it is a call with that many turns and (if not NULL) that note.
 */
void fetching_expect_call(struct answer *a, const char *what, size_t turns, const char *note);

#endif
