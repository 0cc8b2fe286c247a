/* The program without its screen, on the mock of the providers. Each test program has one mock, and
 * a home whose configuration names the mock for the five providers. */
#ifndef TESTS_SUPPORT_PRINTING_H
#define TESTS_SUPPORT_PRINTING_H

#include "tests/support/mock.h"
#include "tests/support/run.h"

#include <stdbool.h>

/* Made by printing_setup, removed by printing_teardown; tests only read it. */
extern struct printing {
    char *program; /* in the build directory */
    char *home;    /* a scratch directory; the configuration is in it */
    char *config;  /* its path */
    struct mock mock;
} printing;

/* For cmocka_run_group_tests. The environment is left without settings, in UTF-8. */
int printing_setup(void **state);
int printing_teardown(void **state);

/* The same, with a player first in PATH that tells its version at once: how long the real one takes
 * to be loaded depends on the computer. */
int printing_setup_with_player(void **state);

/* Writes another configuration into the home: lines of [callbrowser], the five providers in UTC,
 * and further sections; options and more may be NULL. The caller frees its path. */
char *printing_config(const char *name, const char *options, const char *more);

/* Starts the program with a configuration; args follow its options and end with NULL. */
void printing_start(struct run *r, const char *config, const char *const *args);
/* The same, and waits until it has ended; input may be NULL. */
void printing_call(struct run *r, const char *config, const char *input, const char *const *args);

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define CALL_ON(r, config, ...) printing_call(r, config, NULL, ARGS(__VA_ARGS__))
#define CALL_INPUT(r, input, ...) printing_call(r, printing.config, input, ARGS(__VA_ARGS__))
#define CALL(r, ...) CALL_INPUT(r, NULL, __VA_ARGS__)

/* True if the program is built with a sanitizer, which takes memory of its own and has to read the
 * memory of the program. */
bool printing_is_sanitized(void);

#endif
