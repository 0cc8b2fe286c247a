/* Frames: everything on the screen but what a pane shows. UI thread. */
#ifndef UI_SHELL_DRAW_H
#define UI_SHELL_DRAW_H

#include "ui/view/pane.h"

struct app;

void draw_frame(struct app *a);
/* A list on top of the panes, with its title in the first row. */
void draw_list(struct pane *p, struct rect r, const char *title);

#endif
