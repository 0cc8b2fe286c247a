/* The rows above the panes: the line of tabs, the provider, the call's ID. UI thread. */
#ifndef UI_SHELL_TOP_ROWS_H
#define UI_SHELL_TOP_ROWS_H

#include "ui/view/layout.h"

struct app;

void top_rows_draw(struct app *a, const struct layout *l);
/* Draws a pane's name, cut at cols, and returns its columns; the brackets around it show the focus
 * without any colour. */
int top_rows_put_name(int y, int x, const char *name, bool focus, int cols);

#endif
