/* One row of cells before it is drawn: text with roles. Text goes through the sanitiser here, so
 * every row on the screen did. Pure; views fill lines, the screen draws them. */
#ifndef UI_VIEW_LINE_H
#define UI_VIEW_LINE_H

#include "base/buf.h"
#include "theme/role.h"

#include <stddef.h>
#include <stdint.h>

/* No place in a view's item: labels, padding. */
#define LINE_NOWHERE SIZE_MAX

struct span {
    enum role role;
    size_t begin, bytes; /* in text */
    size_t from;         /* where this stands in the text of the view's item, or LINE_NOWHERE */
    int cols;
};

struct line {
    struct buf text;
    struct span *spans;
    size_t count, cap;
    int cols;         /* of all spans */
    size_t next_from; /* 1 + what line_from said for the next span; 0: nothing */
};

void line_clear(struct line *l);
void line_done(struct line *l);

void line_put(struct line *l, enum role role, const char *s, size_t bytes);
/* What is put next is the item's text from this offset on, byte for byte. */
void line_from(struct line *l, size_t offset);
void line_puts(struct line *l, enum role role, const char *s);
void line_printf(struct line *l, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* At most cols columns; what does not fit is cut and ends with "..". */
void line_put_cut(struct line *l, enum role role, const char *s, size_t bytes, int cols);
/* The same of what differs at its end: it is cut in front and begins with "..". */
void line_put_end(struct line *l, enum role role, const char *s, int cols);
/* Blanks up to column col; nothing when the line is there already. */
void line_pad(struct line *l, int col);

/* All of it in one role, with blanks up to column cols. */
void line_fill(struct line *l, enum role role, int cols);
/* Gives each cluster that came from the item's text the role that role_at says for its bytes from
 * `from` on; `own` is the one it has. */
void line_recolour(struct line *l,
                   enum role (*role_at)(const void *arg, size_t from, size_t bytes, enum role own),
                   const void *arg);

#endif
