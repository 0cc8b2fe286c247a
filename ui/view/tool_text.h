/* A tool call as the transcript has it: one line with its name and how it ended, and below it, when
 * it is unfolded, what was said with it and its payload as JSON. Pure. */
#ifndef UI_VIEW_TOOL_TEXT_H
#define UI_VIEW_TOOL_TEXT_H

#include "base/buf.h"
#include "call/call.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

/* Where its parts stand in the text: the name at its beginning, the status, and below the first
 * line words and payload. */
struct tool_parts {
    size_t name_end, status, status_end;
    size_t rest, payload;
};

/* Something stands below the first line. */
bool tool_text_has_rest(const struct turn *t);
/* The text of a turn with a tool call, into an empty buffer: the first line only, or all of it.
 * Sanitised for the screen, line ends kept. */
void tool_text_first(struct buf *out, const struct turn *t, struct tool_parts *parts);
void tool_text_all(struct buf *out, const struct turn *t, struct tool_parts *parts);

/* A row of it. */
struct tool_row {
    const struct turn *turn;
    const char *text; /* as above */
    struct tool_parts parts;
    bool ascii;
    int cols; /* the room there is */
};

/* The first line; folded, it also says what is not seen. */
void tool_text_put_first(struct line *out, const struct tool_row *row);
void tool_text_put_folded(struct line *out, const struct tool_row *row);
/* So many bytes of the rest, of one line, in the colours of JSON where it is some. */
void tool_text_put_rest(struct line *out, const struct tool_row *row, size_t begin, size_t bytes);

#endif
