/* Texts that contain {names}, such as base_url, paths and headers. */
#ifndef PROVIDER_TEMPLATE_H
#define PROVIDER_TEMPLATE_H

#include "base/buf.h"
#include "base/err.h"
#include "provider/provider.h"

/* The values for the names. */
struct filling {
    const struct provider *p;
    const char *id, *key;              /* NULL if the text may not contain it */
    const char *values[VARIABLES_MAX]; /* in the order of p->variables; NULL: not set */
    bool encode;                       /* percent-encode the values */
};

/* Returns where the next {name} begins in `at`, with its name in *name and *bytes; NULL if there is
 * no name left. */
const char *template_next(const char *at, const char **name, size_t *bytes);
/* Checks that every name is a variable of p or in `extra`, which ends with NULL, and that braces
 * are paired. */
bool template_check(const struct provider *p, const char *text, const char *const extra[],
                    struct err *e);
/* Whether the text contains {name}. */
bool template_has(const char *text, const char *name);
/* Appends the text with its names replaced. Stops at a variable that is not set and returns it;
 * otherwise returns NULL. */
const struct variable *template_fill(struct buf *out, const char *text, const struct filling *f);

#endif
