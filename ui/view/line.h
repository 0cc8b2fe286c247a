/* One row of the screen before it is drawn: text in spans of one role each. The text of a line is
 * clean (CLEAN_SCREEN, see text/clean.h). A line on the stack begins as {0}; line_done frees it.
 * Views fill lines, line_draw draws them. */
#ifndef UI_VIEW_LINE_H
#define UI_VIEW_LINE_H

#include "base/buf.h"
#include "theme/role.h"

#include <stddef.h>
#include <stdint.h>

/* The `from` of a span that is not part of an item's text: padding, program labels. */
#define LINE_NOWHERE SIZE_MAX

struct span {
    enum role role;
    size_t begin, bytes; /* in the line's text */
    size_t from;         /* offset in the text of the view's item, or LINE_NOWHERE */
    int cols;
};

struct line {
    struct buf text;
    struct span *spans;
    size_t count, cap;
    int cols;         /* of all spans */
    size_t next_from; /* 1 + the offset that line_from gave for the next span; 0: LINE_NOWHERE */
};

void line_clear(struct line *l);
void line_done(struct line *l);

/* The next span is the item's text from this offset on, byte for byte. */
void line_from(struct line *l, size_t offset);
/* The spans from this index on come from so many bytes further on. */
void line_shift_from(struct line *l, size_t first_span, size_t bytes);

/* Append text from anywhere; it is cleaned here. */
void line_put(struct line *l, enum role role, const char *s, size_t bytes);
void line_puts(struct line *l, enum role role, const char *s);
void line_printf(struct line *l, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* At most cols columns; text that does not fit is cut and ends with "..". */
void line_put_cut(struct line *l, enum role role, const char *s, size_t bytes, int cols);
/* The same, but it is the beginning that is cut, and ".." comes first. */
void line_put_end(struct line *l, enum role role, const char *s, int cols);

/* Append text that is clean already, such as a fact, a wrapped row or a part of one. */
void line_put_clean(struct line *l, enum role role, const char *s, size_t bytes);
void line_put_clean_cut(struct line *l, enum role role, const char *s, size_t bytes, int cols);
/* It is the middle that is cut, and `mark`, plain ASCII, is there instead. */
void line_put_clean_middle(struct line *l, enum role role, const char *s, const char *mark,
                           int cols);

/* Appends blanks up to column col; nothing when the line is that long already. */
void line_pad(struct line *l, int col);
/* Gives all spans one role, and pads with blanks up to column cols. */
void line_fill(struct line *l, enum role role, int cols);
/* Gives each grapheme cluster that comes from the item's text the role that role_at returns for
 * its bytes, which begin at `from` in that text; `own` is the role it has. */
void line_recolour(struct line *l,
                   enum role (*role_at)(const void *arg, size_t from, size_t bytes, enum role own),
                   const void *arg);

/* Draws the line from column x of row y, cut at max_cols columns and at the screen's edge. */
void line_draw(const struct line *l, int y, int x, int max_cols);

#endif
