/* A description in the making: rows of an INI section applied one after another to a provider.
 * Used while a set is made, on one thread; every string goes to the set's arena. */
#ifndef PROVIDER_DESCRIBE_H
#define PROVIDER_DESCRIBE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "config/ini.h"
#include "config/problems.h"
#include "provider/provider.h"

enum { ROWS_MAX = 256, HEADERS_MAX = 16, MISSING_STATUS_MIN = 400, MISSING_STATUS_MAX = 599 };

struct rows {
    const struct ini_entry **list;
    size_t count;
};

struct draft {
    struct provider made;
    const char *section; /* "provider ringyo" */
    const char *file;    /* where that begins */
    int line;
    struct rows builtin, own; /* of the compiled-in description; of the user's section */
    enum { DRAFT_RAW, DRAFT_MAKING, DRAFT_MADE } state;
    struct arena *arena;
    struct problems *problems;
};

/* Adds a problem and marks the provider as broken; `row` NULL: the section as a whole. */
void describe_problem(struct draft *d, const struct ini_entry *row, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* The row that set `name` last, or NULL. */
const struct ini_entry *describe_row(const struct draft *d, const char *name);

/* Applies rows over what the draft has; variables are declared before their values are read. */
void describe_rows(struct draft *d, const struct rows *rows);

/* Every name that a section of this provider may have, ending with NULL; the arena's. Of var.NAME
 * and error.CODE only the variables there are. */
const char **describe_names(struct arena *a, const struct provider *p);
/* Every word of the vocabulary that finds something, as it would be written, with its places; the
 * names last as long as the call. */
void describe_each(const struct provider *p,
                   void (*each)(void *to, const char *name, const struct sources *places),
                   void *to);

/* check.c: what can be judged only when all rows are in. Reads the variables' environment. */
void describe_check(struct draft *d);

/* variable.c: `text` is the right-hand side of var.NAME. */
bool variable_rule(struct arena *a, const char *text, struct variable *v, struct err *e);
bool variable_fits(const struct variable *v, const char *value, size_t bytes);
/* What may stand there, for messages: "one of us|eu|in"; the arena's. */
const char *variable_expects(struct arena *a, const struct variable *v);
const struct variable *variable_find(const struct provider *p, const char *name, size_t bytes);

#endif
