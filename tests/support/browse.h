/* The whole program in a terminal, on the mock provider: one mock a test program, one program a
 * test, each with a home of its own whose configuration names the mock for every provider. */
#ifndef TESTS_SUPPORT_BROWSE_H
#define TESTS_SUPPORT_BROWSE_H

#include "tests/support/pty.h"

#include <stddef.h>

struct browse_options {
    int rows, cols;          /* 0: 24 x 80 */
    const char *options;     /* lines of [callbrowser]; may be NULL */
    const char *more;        /* further sections; may be NULL */
    const char *const *args; /* after the program's name; NULL at its end; may be NULL */
    const char *const *env;  /* as in pty_options */
};

/* For cmocka_run_group_tests, and for each test. */
int browse_setup(void **state);
int browse_teardown(void **state);
int browse_end_test(void **state);

/* The program on these settings. */
struct pty *browse_start(const struct browse_options *o);
/* On one call, 24 x 80; returns when `shown` stands on the screen. */
struct pty *browse_call(const char *call, const char *shown);

/* A file that the program left or reads in its home; yours, NULL: there is none. */
char *browse_file(struct pty *p, const char *name);
/* Waits until a file in its home holds the text, then gives the whole; fails the test at the
 * deadline. Yours. */
char *browse_wait_file(struct pty *p, const char *name, const char *text);

/* Requests that the mock answered so far whose log line holds the text ("": all). */
size_t browse_requests(const char *text);
/* When they came, at most max of them; returns how many. All clocks here are the same. */
size_t browse_request_times(const char *text, long long *at_ms, size_t max);
/* Until there are so many; fails the test at the deadline. */
void browse_wait_requests(struct pty *p, const char *text, size_t count);
int browse_port(void);

#endif
