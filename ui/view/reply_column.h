/* The column between the time and the speaker of a turn: how long the person waited for it, "+0.8",
 * or how long a tool call took, "3.2". Pure. */
#ifndef UI_VIEW_REPLY_COLUMN_H
#define UI_VIEW_REPLY_COLUMN_H

#include "call/call.h"
#include "ui/view/line.h"

/* The columns that the longest text needs; 0 if no turn has one. */
int reply_column_cols(const struct call *c);
/* Writes the text of a turn, right-aligned in so many columns, and one column more: "!" for a reply
 * that took longer than slow_s. */
void reply_column_put(struct line *out, const struct call *c, const struct turn *t, int cols,
                      double slow_s);

#endif
