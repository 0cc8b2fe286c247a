/* The time zone of all times on the screen. UI thread. */
#ifndef UI_FEATURE_ZONE_H
#define UI_FEATURE_ZONE_H

#include "base/err.h"

#include <stdbool.h>

struct app;

/* For the option timezone. False with e set when the zone is unknown, or cannot be set any more. */
bool zone_set(struct app *a, const char *name, struct err *e);

#endif
