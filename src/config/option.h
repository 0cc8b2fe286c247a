/* One value against its row of option.def. */
#ifndef CONFIG_OPTION_H
#define CONFIG_OPTION_H

#include "base/err.h"
#include "config/config.h"

#include <stdbool.h>

/* Reads a value; *number is set for BOOL and INT. False, e saying what it must be, when it is not
 * one of the option's. */
bool option_read(const struct option *o, const char *value, int *number, struct err *e);
/* OPTION_COUNT when there is none of that name. */
enum option_id option_find(const char *name);
/* The nearest option's name, or NULL. */
const char *option_nearest(const char *name);

#endif
