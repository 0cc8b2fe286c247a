/* The program in a terminal, on the mock of the providers. Each test program has one mock. Each
 * test starts the program with a home of its own, whose configuration names the mock for every
 * provider. */
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
    const char *home;        /* of a program before it in this test; NULL: a new one */
};

/* For cmocka_run_group_tests, and for each test. */
int browse_setup(void **state);
/* The same with more arguments of the mock; they end with NULL. */
int browse_setup_with(const char *const more[]);
int browse_teardown(void **state);
int browse_end_test(void **state);

/* Starts the program with these settings. */
struct pty *browse_start(const struct browse_options *o);
/* Starts it on one call, 24 x 80, and returns when `shown` is on the screen. */
struct pty *browse_call(const char *call, const char *shown);

/* A file in the program's home, which the caller frees; NULL if it does not exist. */
char *browse_file(struct pty *p, const char *name);
/* Waits until a file in its home holds the text, and returns the complete file, which the caller
 * frees. Fails the test at the deadline. */
char *browse_wait_file(struct pty *p, const char *name, const char *text);

/* How many requests the mock has answered whose log line holds the text ("": all). */
size_t browse_requests(const char *text);
/* The times of at most max of them; returns how many. All times are of the same clock. */
size_t browse_request_times(const char *text, long long *at_ms, size_t max);
/* Waits until there are `count` of them; fails the test at the deadline. */
void browse_wait_requests(struct pty *p, const char *text, size_t count);
int browse_port(void);

#endif
