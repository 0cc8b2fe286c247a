/* Moves what the terminal shows, instead of sending it again. */
#ifndef UI_TERM_SCREEN_SCROLL_H
#define UI_TERM_SCREEN_SCROLL_H

#include "ui/term/screen_rows.h"

#include <stdbool.h>

/* Asks whether mode 69, margins on the left and right, is known (DECRQM, VT510 Reference Manual,
 * chapter 5); terminfo often says so of terminals that do not know it. */
#define SCREEN_SCROLL_QUESTION "\x1b[?69$p"

/* Returns true if the terminal can move complete rows, in a region of them. */
bool screen_scroll_can(void);
/* The terminal has said that it has these margins, so that it can move parts of rows; or nothing is
 * known of them. */
void screen_scroll_set_margins(bool has);
bool screen_scroll_has_margins(void);
/* Moves the area, or its complete rows when `whole`, up by n rows (down if n is negative) on the
 * terminal and in the windows of ncurses; blanks follow. Call it between two refreshes, while
 * ncurses has no changes to send. Returns false, with nothing done, if memory is out. */
bool screen_scroll(const struct screen_area *area, int n, bool whole);

#endif
