/* The line of a tool call: its name, how it ended and, while it is folded, a summary of what it was
 * given and of its result. Pure. */
#ifndef UI_VIEW_TOOL_TEXT_H
#define UI_VIEW_TOOL_TEXT_H

#include "base/buf.h"
#include "call/call.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

/* Offsets in the line: the name is at its beginning, the status and what went wrong follow. */
struct tool_head {
    size_t name_end, status, status_end, error, error_end;
};

/* Writes the clean line into an empty buffer. */
void tool_text_put_head(struct buf *out, const struct tool *tool, struct tool_head *head);

/* What is needed to draw the line. */
struct tool_row {
    const struct turn *turn;
    const char *text; /* begins with the line */
    struct tool_head head;
    bool ascii;
    int cols; /* available */
};

void tool_text_draw(struct line *out, const struct tool_row *row);
/* The same with the summary. */
void tool_text_draw_folded(struct line *out, const struct tool_row *row);

#endif
