/* Jumps in the transcript. The turn that the last jump left is remembered, so that one can go back
 * to it. UI thread. */
#ifndef UI_SHELL_JUMP_H
#define UI_SHELL_JUMP_H

#include <stddef.h>

struct app;
struct pane;

/* A jump begins at the cursor. Nothing happens where the pane is not the transcript. */
void jump_from(struct app *a, const struct pane *p);
/* A jump began at this item. */
void jump_from_item(struct app *a, const struct pane *p, size_t item);

/* To a turn of the transcript, from 0; where a filter hides it, to the nearest one, with a message.
 * There are turns. */
void jump_to_turn(struct app *a, size_t turn);
/* To the item with this number, from 0, in any pane; in the transcript this is a jump to a turn. */
void jump_to_number(struct app *a, struct pane *p, size_t number);

#endif
