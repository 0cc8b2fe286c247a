/* What is drawn with: the theme's looks as attributes and colour pairs of ncurses. The drawing
 * itself stands in screen.h; these are for screen.c. */
#ifndef UI_TERM_SCREEN_PAINT_H
#define UI_TERM_SCREEN_PAINT_H

#include "base/err.h"
#include "config/problems.h"

#include <stdbool.h>

/* Before the terminal is opened: as theme_load. colours: 256, 16, 8 or 0. */
bool screen_paint_load(const char *theme, int colours, struct problems *problems, struct err *e);
/* Once ncurses is up. */
void screen_paint_open(bool utf8, bool ascii);
void screen_paint_close(void);

#endif
