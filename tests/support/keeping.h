/* Kept calls for tests: in a scratch directory, with the built-in descriptions. */
#ifndef TESTS_SUPPORT_KEEPING_H
#define TESTS_SUPPORT_KEEPING_H

#include "base/err.h"
#include "keep/kept_call.h"
#include "keep/kept_writer.h"

#include <stddef.h>
#include <stdint.h>

/* Sun 29 Nov 2026 15:00:00 UTC. */
#define KEEPING_NOW_US INT64_C(1795964400000000)
#define KEEPING_DAY_US (INT64_C(86400) * 1000000)
enum { KEEPING_MAX_BYTES = 1 << 20 };

/* For cmocka: makes and removes the directory of a test. */
int keeping_set_up(void **state);
int keeping_tear_down(void **state);
/* The folder of kept calls, which does not exist at first; borrowed. */
const char *keeping_dir(void);
/* What XDG_DATA_HOME has to be for a program that uses this folder; borrowed. */
const char *keeping_home(void);
/* The path of a call's file; the caller frees it. */
char *keeping_path(const char *provider, const char *id);

/* Writes the answer of a call as kept at a moment. */
enum kept_writer_state keeping_try(const char *provider, const char *id, const char *body,
                                   int64_t now_us, struct err *e);
/* The same, which must succeed. */
void keeping_keep(const char *provider, const char *id, const char *body, int64_t now_us);
/* Reads the kept call. */
enum kept_trouble keeping_read(struct kept_call *k, const char *provider, const char *id);
/* Fails the test unless the kept answer is this one; NULL: unless it is not kept. */
void keeping_expect(const char *provider, const char *id, const char *body);

/* Writes bytes as the file of a call, mode 0600, and makes its folders. */
void keeping_plant(const char *provider, const char *id, const char *bytes, size_t n);
/* The same with a text, which is packed. */
void keeping_plant_text(const char *provider, const char *id, const char *text);

/* How many files and folders are below the folder, hidden ones too; 0 if there is none. */
size_t keeping_count(void);
/* How many of those files are hidden. */
size_t keeping_count_hidden(void);
/* Whether any file below the folder has the text, packed or not. */
int keeping_has_text(const char *text);

/* Runs f as a user who is not root, to whom the test's directory belongs. */
void keeping_as_user(void (*f)(void));

#endif
