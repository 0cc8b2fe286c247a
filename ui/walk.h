/* Going about in a transcript by what its turns are: from speaker to speaker, from hot spot to hot
 * spot. Actions; each may be called whatever the screen shows. */
#ifndef UI_WALK_H
#define UI_WALK_H

struct app;

void walk_next_speaker(struct app *a, long count);
void walk_previous_speaker(struct app *a, long count);
void walk_next_spot(struct app *a, long count);
void walk_previous_spot(struct app *a, long count);

#endif
