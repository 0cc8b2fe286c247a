/* The whole program without its screen, on the mock provider: one mock a test program, and a home
 * of its own whose configuration names the mock for the five providers. */
#ifndef TESTS_SUPPORT_PRINTING_H
#define TESTS_SUPPORT_PRINTING_H

#include "tests/support/mock.h"
#include "tests/support/run.h"

#include <stdbool.h>

/* Made by the set-up, gone with the tear-down; tests only read it. */
extern struct printing {
    char *program; /* in the build directory */
    char *home;    /* a scratch directory; the configuration is in it */
    char *config;  /* its path */
    struct mock mock;
} printing;

/* For cmocka_run_group_tests. The environment is left without settings, in UTF-8. */
int printing_setup(void **state);
int printing_teardown(void **state);

/* Another configuration in the home: the five in UTC, with lines of [callbrowser] before that and
 * further sections behind; either may be NULL. Its path is yours. */
char *printing_config(const char *name, const char *options, const char *more);

/* The program on a configuration; args: after those options, NULL at their end. */
void printing_start(struct run *r, const char *config, const char *const *args);
/* Until it ended; input NULL: none. */
void printing_call(struct run *r, const char *config, const char *input, const char *const *args);

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define CALL_ON(r, config, ...) printing_call(r, config, NULL, ARGS(__VA_ARGS__))
#define CALL_INPUT(r, input, ...) printing_call(r, printing.config, input, ARGS(__VA_ARGS__))
#define CALL(r, ...) CALL_INPUT(r, NULL, __VA_ARGS__)

/* A sanitizer that is built in takes memory of its own, and keeps the program open to itself. */
bool printing_is_sanitized(void);

#endif
