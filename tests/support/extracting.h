/* extract on answers written out in a test, by the built-in descriptions and by some that use
 * what these do not: `plain`, `one`, `first`, and `went` with the words for how a call went. */
#ifndef TESTS_SUPPORT_EXTRACTING_H
#define TESTS_SUPPORT_EXTRACTING_H

#include "provider/extract/extract.h"

#include <stddef.h>

/* For cmocka_run_group_tests. */
int extracting_setup(void **state);
int extracting_teardown(void **state);

/* Fails the test if there is none. */
const struct provider *provider(const char *name);
struct answer_body body(int status, const char *text); /* borrowed */

/* The call in an answer; fails the test if there is none. The caller frees it. */
struct call *called(const char *name, const char *text);
/* Compares the compact JSON of a value; that of NULL is "". */
void check_json(const struct value *v, const char *want);
/* The printed JSON form of the call or failure; the caller frees it. */
char *printed(const char *name, const char *id, const struct answer_body *answer,
              const struct turns_answer *turns);
void check_has(const char *got, const char *want);

/* Text that the printed form of an answer must contain. */
struct row {
    const char *provider, *body, *want;
};
void check_rows(const struct row *rows, size_t count);

#endif
