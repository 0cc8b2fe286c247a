/* Moving within the pane in focus, or in the list on top of it. All are handlers of actions. */
#ifndef UI_SHELL_MOVE_H
#define UI_SHELL_MOVE_H

struct app;

void move_down(struct app *a, long count);
void move_up(struct app *a, long count);
void move_half_down(struct app *a, long count);
void move_half_up(struct app *a, long count);
void move_page_down(struct app *a, long count);
void move_page_up(struct app *a, long count);
void move_first(struct app *a, long count); /* count: to that item, from 1 */
void move_last(struct app *a, long count);  /* likewise */
void move_left(struct app *a, long count);
void move_right(struct app *a, long count);

#endif
