/* The mock provider (build/mock) as a child of a test. */
#ifndef TESTS_SUPPORT_MOCK_H
#define TESTS_SUPPORT_MOCK_H

#include "tests/support/run.h"

struct mock {
    struct run run;
    int port;
    char *dir; /* a scratch directory that holds its log */
};

/* Starts $BUILD/mock (build/mock) on a free port; fails the test when it does not come up. */
void mock_start(struct mock *m);
void mock_stop(struct mock *m);
/* What it logged so far, one JSON line a request; yours, never NULL. */
char *mock_log(const struct mock *m);
/* [provider NAME] sections with base_url and api_key for the five; yours. */
char *mock_ini(const struct mock *m);

#endif
