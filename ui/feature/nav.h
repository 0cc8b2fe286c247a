/* Moving in a transcript from speaker to speaker and from hot spot to hot spot. Handlers of
 * actions. UI thread. */
#ifndef UI_FEATURE_NAV_H
#define UI_FEATURE_NAV_H

struct app;

void nav_next_speaker(struct app *a, long count);
void nav_previous_speaker(struct app *a, long count);
void nav_next_spot(struct app *a, long count);
void nav_previous_spot(struct app *a, long count);

#endif
