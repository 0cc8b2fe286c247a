/* The rows above a list of calls that say what each provider was asked and how far it was read.
 * Folded, providers of which the same is to be said share a row. UI thread. */
#ifndef UI_VIEW_LIST_HEADS_H
#define UI_VIEW_LIST_HEADS_H

#include "base/buf.h"
#include "find/time_words.h"
#include "provider/call_list.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Begins as {0}. */
struct list_heads {
    struct list_head {
        char *name, *text; /* raw */
        enum role role;
    } * list;
    size_t count;
};

/* Writes them again. */
void list_heads_make(struct list_heads *h, const struct call_list *list, const struct time_words *w,
                     bool unfolded);
void list_heads_done(struct list_heads *h);
void list_heads_put(const struct list_heads *h, size_t row, bool mask, int cols, struct line *out);

/* Appends a moment: "12:10" today, "Sat 28 Nov 12:10" before. */
void list_heads_put_moment(struct buf *out, const struct time_words *w, int64_t us);

#endif
