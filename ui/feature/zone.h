/* The time zone of all times on the screen. */
#ifndef UI_FEATURE_ZONE_H
#define UI_FEATURE_ZONE_H

struct app;

/* Local, UTC, and the configured one if that is neither. */
void zone_next(struct app *a);

#endif
