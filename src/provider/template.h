/* Texts with {names} in them: base_url, path, headers. */
#ifndef PROVIDER_TEMPLATE_H
#define PROVIDER_TEMPLATE_H

#include "base/buf.h"
#include "base/err.h"
#include "provider/provider.h"

/* What stands for the names. */
struct filling {
    const struct provider *p;
    const char *id, *key;              /* NULL where the text cannot name it */
    const char *values[VARIABLES_MAX]; /* by index in p->variables; NULL: not set */
    bool encode;                       /* percent-encode what is put in */
};

/* The next {name} at or behind `at`: where its '{' stands, the name in *name; NULL: none. */
const char *template_next(const char *at, const char **name, size_t *bytes);
/* Every name is one of `extra` (ends with NULL) or a variable of p, and braces come in pairs. */
bool template_check(const struct provider *p, const char *text, const char *const extra[],
                    struct err *e);
bool template_has(const char *text, const char *name);
/* Appends the filled text. The first variable that is not set, or NULL when all is there. */
const struct variable *template_fill(struct buf *out, const char *text, const struct filling *f);

#endif
