/* Lists of calls as the mock sends them, read without the program's descriptions. */
#ifndef TESTS_SUPPORT_MOCK_LISTS_H
#define TESTS_SUPPORT_MOCK_LISTS_H

#include "tests/support/mock.h"

#include <cjson/cJSON.h>
#include <stddef.h>

enum { MOCK_CALLS = 300, MOCK_SERVICES = 10 };

/* How a provider is asked, and what its answers look like. `next` is the name of the parameter that
 * follows pages; its value is the pointer in the answer, or `#` the number of rows so far, or `p`
 * the number of the page, or `t` the time of the last row. */
struct mock_service {
    const char *name, *path, *query, *key, *rows, *id, *next, *value;
    int page; /* rows on a page, as the query asks */
};

extern const struct mock_service mock_services[MOCK_SERVICES];
const struct mock_service *mock_service(const char *name);

struct mock_answer {
    long status;
    long retry_after; /* -1: none */
    cJSON *json;      /* NULL: not JSON */
};

/* A POST of the body unless that is NULL; mock_answer_done frees the answer. */
struct mock_answer mock_request(const struct mock *m, const char *path, const char *key,
                                const char *body);
void mock_answer_done(struct mock_answer *a);

/* One page. The trap is "" or "/trap/NAME"; the filter is a part of the query, or of Retell's
 * filter_criteria; next is what mock_next made, or "". */
struct mock_answer mock_page(const struct mock *m, const char *trap, const struct mock_service *s,
                             const char *filter, const char *next);
/* The next page as it is asked for, or NULL after the last one; the caller frees it. `all` are the
 * rows so far, `rows` how many of them came with this answer. */
char *mock_next(const struct mock_service *s, cJSON *answer, const cJSON *all, int pages, int rows);
/* All rows of all pages, each ID once; the caller frees them. */
cJSON *mock_walk(const struct mock *m, const char *trap, const struct mock_service *s,
                 const char *filter);

/* What a JSON pointer without escapes leads to, or NULL. */
cJSON *mock_at(cJSON *in, const char *pointer);
/* The ID of a row, or "". */
const char *mock_id(const struct mock_service *s, cJSON *row);

#endif
