/* Options that change while the screen is open, by `:set` or by reading the configuration again. UI
 * thread. */
#ifndef UI_FEATURE_SET_OPTION_H
#define UI_FEATURE_SET_OPTION_H

#include "base/err.h"
#include "config/config.h"

#include <stdbool.h>

/* The origin of a value that was set by `:set` (config_origin). */
#define SET_OPTION_ORIGIN ":set"

struct app;

/* False for an option that is only read at the start. */
bool set_option_can(enum option_id id);
/* Applies a valid value. False with e set when the option cannot have it now. */
bool set_option_apply(struct app *a, enum option_id id, const char *value, struct err *e);

#endif
