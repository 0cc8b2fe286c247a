/* The parts of a turn that can be folded: of a tool call, which has one line with its name and
 * status, the words of its turn and its payload as JSON; of any turn what else the provider sent
 * with it, as JSON below. Pure. */
#ifndef UI_VIEW_TOOL_TEXT_H
#define UI_VIEW_TOOL_TEXT_H

#include "base/buf.h"
#include "call/call.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

/* Offsets of the parts in the text: the name is at its beginning, the status follows, and the words
 * (rest) and the payload are below the first line. */
struct tool_parts {
    size_t name_end, status, status_end;
    size_t rest, payload;
    size_t other; /* what else the provider sent; 0: it is not in the text */
};

/* Returns true if there is something below the first line of a tool call. */
bool tool_text_has_rest(const struct turn *t);
/* Returns true if the provider sent more with the turn than is shown; tool_text_other appends it,
 * below what the text has. */
bool tool_text_has_other(const struct turn *t);
void tool_text_other(struct buf *out, const struct turn *t, struct tool_parts *parts);
/* Write the clean text of a turn with a tool call into an empty buffer: only its first line, or all
 * of it with line ends. */
void tool_text_first(struct buf *out, const struct turn *t, struct tool_parts *parts);
void tool_text_all(struct buf *out, const struct turn *t, struct tool_parts *parts);

/* What is needed to draw a row of such a text. */
struct tool_row {
    const struct turn *turn;
    const char *text; /* written by one of the functions above */
    struct tool_parts parts;
    bool ascii;
    int cols; /* available */
};

/* Draw the first line; for a folded call a summary of the rest follows. */
void tool_text_put_first(struct line *out, const struct tool_row *row);
void tool_text_put_folded(struct line *out, const struct tool_row *row);
/* Draws bytes of one line below the first, as JSON if they are in a JSON payload or in what else
 * the provider sent. */
void tool_text_put_rest(struct line *out, const struct tool_row *row, size_t begin, size_t bytes);

#endif
