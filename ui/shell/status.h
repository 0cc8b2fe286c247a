/* The status line, and when it changes by itself. UI thread. */
#ifndef UI_SHELL_STATUS_H
#define UI_SHELL_STATUS_H

#include "ui/view/layout.h"

struct app;

void status_draw(struct app *a, const struct rect *r);
/* Milliseconds until something on the screen changes by itself; -1: nothing does, 0: there is work
 * to do. */
int status_tick_ms(const struct app *a);

#endif
