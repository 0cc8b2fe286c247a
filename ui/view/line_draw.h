#ifndef UI_VIEW_LINE_DRAW_H
#define UI_VIEW_LINE_DRAW_H

#include "ui/view/line.h"

/* Draws the line from column x of row y, cut at max_cols columns and at the screen's edge. */
void line_draw(const struct line *l, int y, int x, int max_cols);

#endif
