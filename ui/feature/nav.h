/* Going about in a transcript: to a turn, from speaker to speaker, from hot spot to hot spot. What
 * takes a count is an action, and may be called whatever the screen shows. */
#ifndef UI_FEATURE_NAV_H
#define UI_FEATURE_NAV_H

#include <stddef.h>

struct app;
struct pane;

/* The transcript, when it can be seen and has turns; else a word on why not, and NULL. */
struct pane *walk_pane(struct app *a);

/* To a turn of the transcript, from 0; where a filter leaves it out, to the nearest one, and a word
 * on that. There are turns. */
void walk_to_turn(struct app *a, size_t turn);

void walk_next_speaker(struct app *a, long count);
void walk_previous_speaker(struct app *a, long count);
void walk_next_spot(struct app *a, long count);
void walk_previous_spot(struct app *a, long count);

#endif
