/* One row of cells before it is drawn: text with roles. Text goes through the sanitiser here, so
 * every row on the screen did. Pure; views fill lines, the screen draws them. */
#ifndef UI_LINE_H
#define UI_LINE_H

#include "base/buf.h"
#include "ui/role.h"

#include <stddef.h>

struct span {
    enum role role;
    size_t begin, bytes; /* in text */
    int cols;
};

struct line {
    struct buf text;
    struct span *spans;
    size_t count, cap;
    int cols; /* of all spans */
};

void line_clear(struct line *l);
void line_done(struct line *l);

void line_put(struct line *l, enum role role, const char *s, size_t bytes);
void line_puts(struct line *l, enum role role, const char *s);
void line_printf(struct line *l, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* At most cols columns; what does not fit is cut and ends with "..". */
void line_put_cut(struct line *l, enum role role, const char *s, size_t bytes, int cols);
/* Blanks up to column col; nothing when the line is there already. */
void line_pad(struct line *l, int col);

#endif
