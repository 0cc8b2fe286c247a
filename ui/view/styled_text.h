/* A text in pieces of different roles, as rows at a width; and a few of them kept, because a row is
 * asked for more often than it changes. Pure. */
#ifndef UI_VIEW_STYLED_TEXT_H
#define UI_VIEW_STYLED_TEXT_H

#include "base/buf.h"
#include "ui/view/line.h"
#include "ui/view/wrap_cache.h"

#include <stddef.h>

enum { PIECES_MAX = 8, PIECES_KEPT = 128 };

struct styled_text {
    size_t key;      /* 1 + what it stands for; 0: empty */
    struct buf text; /* sanitised */
    struct {
        enum role role;
        size_t end;
    } list[PIECES_MAX];
    int count;
    size_t fixed; /* bytes in front that sideways movement leaves where they are */
    size_t from;  /* where all this begins in what is searched of the item */
    bool made;
    int hang;                  /* columns that rows after the first are indented by */
    struct wrap_cache wrapped; /* not begun: all is one row */
};

struct styled_text_cache {
    struct styled_text kept[PIECES_KEPT];
};

void styled_text_clear(struct styled_text *p);
/* The next piece; at most PIECES_MAX, one without text is none. */
void styled_text_put(struct styled_text *p, enum role role, const char *s, size_t bytes);
void styled_text_puts(struct styled_text *p, enum role role, const char *s);
/* What is there so far stays when the rest moves sideways. */
void styled_text_fix(struct styled_text *p);
/* To be wrapped at cols, `hang` of which are left free; cols 0: one row. */
void styled_text_make(struct styled_text *p, int cols, int hang);
/* At least 1; where there are more than max, max or more. */
int styled_text_rows(struct styled_text *p, int max);
/* A row, the first skip_cols behind what is fixed left out, at most cols columns of it, and a mark
 * behind them where it goes on. One that fits is whole. */
void styled_text_row(struct styled_text *p, int row, int skip_cols, int cols, struct line *out);
int styled_text_row_of(struct styled_text *p, size_t offset); /* offsets are as searched */
size_t styled_text_offset_of(struct styled_text *p, int row);

/* The ones kept for `what`, or cleared ones that the caller fills (made is false). */
struct styled_text *styled_text_cache_get(struct styled_text_cache *c, size_t what);
void styled_text_cache_clear(struct styled_text_cache *c);

#endif
