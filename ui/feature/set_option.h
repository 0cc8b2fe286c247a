/* Options that change while the screen is open, by `:set` or by reading the configuration again. */
#ifndef UI_FEATURE_SET_OPTION_H
#define UI_FEATURE_SET_OPTION_H

#include "base/err.h"
#include "config/config.h"

#include <stdbool.h>

/* config_origin's word for a value of `:set`. */
#define SET_OPTION_ORIGIN ":set"

struct app;

/* False for what is read at the start alone. */
bool set_option_can(enum option_id id);
/* Does what the value, which the option may have, calls for. False with e set when it cannot be. */
bool set_option_apply(struct app *a, enum option_id id, const char *value, struct err *e);

#endif
