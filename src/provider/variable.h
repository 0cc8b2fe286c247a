/* Variables of a description: `var.NAME = RULE` declares one, `NAME = VALUE` sets it. */
#ifndef PROVIDER_VARIABLE_H
#define PROVIDER_VARIABLE_H

#include "base/arena.h"
#include "base/err.h"
#include "provider/provider.h"

/* Reads the rule `[optional] [a|b|c] [hex MIN-MAX]` into *v, whose name and value are kept. */
bool variable_rule(struct arena *a, const char *text, struct variable *v, struct err *e);
/* Whether the rule allows this value. */
bool variable_fits(const struct variable *v, const char *value, size_t bytes);
/* The allowed values for a message, such as "one of us|eu|in". Owned by the arena, or static. */
const char *variable_expects(struct arena *a, const struct variable *v);
/* NULL if the provider has no variable of this name. */
const struct variable *variable_find(const struct provider *p, const char *name, size_t bytes);

#endif
