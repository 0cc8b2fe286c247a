/* A clean text whose parts have different roles, as rows of a given width; and a cache of such
 * texts, because a pane asks for the rows of an item several times a frame. Pure. */
#ifndef UI_VIEW_STYLED_TEXT_H
#define UI_VIEW_STYLED_TEXT_H

#include "base/buf.h"
#include "ui/view/line.h"
#include "ui/view/wrap_cache.h"

#include <stddef.h>

enum { STYLED_TEXT_PARTS_MAX = 8, STYLED_TEXT_CACHED = 128 };

struct styled_text {
    size_t key;      /* in a cache: 1 + its key; 0: this entry is empty */
    struct buf text; /* clean */
    struct {
        enum role role;
        size_t end;
    } parts[STYLED_TEXT_PARTS_MAX];
    int count;
    size_t fixed;              /* bytes at the beginning that do not scroll sideways */
    size_t from;               /* the offset of this text in the searched text of its item */
    bool is_complete;          /* styled_text_wrap was called */
    int hang;                  /* the indentation of the second and later rows, in columns */
    struct wrap_cache wrapped; /* not begun when the text is one row */
};

struct styled_text_cache {
    struct styled_text entries[STYLED_TEXT_CACHED]; /* indexed by key modulo */
};

void styled_text_clear(struct styled_text *p);
/* Append a part, which is cleaned here; empty parts do not count. At most STYLED_TEXT_PARTS_MAX. */
void styled_text_put(struct styled_text *p, enum role role, const char *s, size_t bytes);
void styled_text_puts(struct styled_text *p, enum role role, const char *s);
/* What was appended so far does not scroll sideways. */
void styled_text_fix(struct styled_text *p);
/* Completes the text, to be wrapped at cols columns with an indentation of `hang` from the second
 * row on; cols 0: the text is one row. */
void styled_text_wrap(struct styled_text *p, int cols, int hang);
/* At least 1. With more than max rows it may return any number from max on. */
int styled_text_rows(struct styled_text *p, int max);
/* Writes at most cols columns of a row. If the row is longer, skip_cols columns after the fixed
 * part are left out, and a mark follows if it is still too long. */
void styled_text_row(struct styled_text *p, int row, int skip_cols, int cols, struct line *out);
int styled_text_row_of(struct styled_text *p, size_t offset); /* offsets in the searched text */
size_t styled_text_offset_of(struct styled_text *p, int row);

/* The cached text of a key, or an empty one that the caller has to fill and complete. */
struct styled_text *styled_text_cache_get(struct styled_text_cache *c, size_t key);
void styled_text_cache_clear(struct styled_text_cache *c);

#endif
