/* The mock provider (build/mock) as a child of a test. */
#ifndef TESTS_SUPPORT_MOCK_H
#define TESTS_SUPPORT_MOCK_H

#include "tests/support/run.h"

struct mock {
    struct run run;
    int port;
    char *dir; /* a scratch directory that holds its log */
};

/* Starts $BUILD/mock (build/mock) on a free port; fails the test if it does not start. */
void mock_start(struct mock *m);
/* The same with more arguments (see build/mock --help); they end with NULL. */
void mock_start_with(struct mock *m, const char *const more[]);
void mock_stop(struct mock *m);
/* Its log so far, one JSON line for each request, never NULL; the caller frees it. */
char *mock_log(const struct mock *m);
/* [provider NAME] sections with base_url and api_key for the five; the caller frees them. */
char *mock_ini(const struct mock *m);
/* The same for all ten; `trap` is a case of the mock's lists, such as "401+many", or "". */
char *mock_ini_lists(const struct mock *m, const char *trap);

#endif
