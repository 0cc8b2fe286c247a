/* Moves what the terminal shows, instead of sending it again. */
#ifndef UI_TERM_SCREEN_SCROLL_H
#define UI_TERM_SCREEN_SCROLL_H

#include "ui/term/screen_rows.h"

#include <stdbool.h>

/* Returns true if the terminal can move complete rows, in a region of them. */
bool screen_scroll_can(void);
/* Moves the area, or its complete rows when `whole`, up by n rows (down if n is negative) on the
 * terminal and in the windows of ncurses; blanks follow. Call it between two refreshes, while
 * ncurses has no changes to send. Returns false, with nothing done, if memory is out. */
bool screen_scroll(const struct screen_area *area, int n, bool whole);

#endif
