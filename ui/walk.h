/* Going about in a transcript by what its turns are: from speaker to speaker, from hot spot to hot
 * spot. Actions; each may be called whatever the screen shows. */
#ifndef UI_WALK_H
#define UI_WALK_H

struct app;
struct pane;

/* The transcript, when it can be seen and has turns; else a word on why not, and NULL. */
struct pane *walk_pane(struct app *a);

void walk_next_speaker(struct app *a, long count);
void walk_previous_speaker(struct app *a, long count);
void walk_next_spot(struct app *a, long count);
void walk_previous_spot(struct app *a, long count);

#endif
