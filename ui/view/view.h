/* What a pane shows: items of one or more rows each, written into lines when they are seen. A view
 * is a struct that begins with a struct view; the table of its functions is at the end of its file.
 * Views know the call and their own state, but nothing of the network and the terminal. */
#ifndef UI_VIEW_VIEW_H
#define UI_VIEW_VIEW_H

#include "call/outline.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

enum { VIEW_GUTTER = 2 }; /* columns at the start of every row, for the mark of the selected row */

struct view {
    const struct view_ops *ops;
    bool has_more; /* items that are still to be added, by `more` */
};

enum fold { FOLD_TOGGLE, FOLD_ALL, UNFOLD_ALL };

/* Functions that may be NULL are marked as optional. Strings that are returned as char * are freed
 * by the caller, and may be NULL if the item has none. */
struct view_ops {
    /* Called with the width before any other function, and again when the width changes. */
    void (*layout)(struct view *v, int cols);
    size_t (*items)(const struct view *v);
    /* Optional: adds some of the items that are still to be added, in a few milliseconds. */
    void (*more)(struct view *v);
    /* Optional: at least 1; without it each item has one row. An item with more than max rows may
     * return any number from max on. */
    int (*rows)(struct view *v, size_t item, int max);
    void (*row)(struct view *v, size_t item, int row, struct line *out);
    /* Optional: the columns that its labels and values need to have one row each. */
    int (*wanted_cols)(const struct view *v);
    /* Optional: what follows the pane's name in its title. */
    void (*title)(const struct view *v, struct line *out);
    /* Optional, both together: rows that stay above the items. */
    int (*head_rows)(const struct view *v);
    void (*head)(const struct view *v, int row, struct line *out);
    /* Optional: the text that is copied for an item. */
    char *(*copy)(const struct view *v, size_t item);
    /* Optional: the text that is copied when the item was copied so many times before; *name gets
     * what it is called. */
    char *(*copy_again)(const struct view *v, size_t item, unsigned times, const char **name);
    /* Optional: scrolls by half screens to the right, or to the left when negative. */
    void (*sideways)(struct view *v, long steps);
    /* Optional: the column of the selected row's mark, else 0. */
    int (*mark_col)(const struct view *v, size_t item);
    /* Optional: *item is the selected item, and its index afterwards. Returns false if nothing
     * folds there. */
    bool (*fold)(struct view *v, enum fold how, size_t *item);
    bool items_stay; /* folding changes the rows of items, but neither adds nor removes items */
    /* Optional: the JSON Pointer (RFC 6901) of an item, the name of the document that it is in
     * (borrowed; NULL if there is only one), and the item's value. */
    char *(*pointer)(const struct view *v, size_t item);
    const char *(*document)(const struct view *v, size_t item);
    char *(*value)(const struct view *v, size_t item);
    /* Optional: the folds, freed by the caller, and the way to restore them. */
    struct outline_folds *(*folds)(const struct view *v);
    void (*set_folds)(struct view *v, const struct outline_folds *f);
    /* Optional: searching; row_of and offset_of, where items may have several rows. `text` writes
     * the searched text of an item, as it is drawn, into an empty buffer. The spans of a line tell
     * where in that text they come from (line_from). */
    void (*text)(struct view *v, size_t text, struct buf *out);
    /* Optional: this byte of a text is a label by the program, which every call has. */
    bool (*is_label)(const struct view *v, size_t text, size_t offset);
    int (*row_of)(struct view *v, size_t item, size_t offset);
    size_t (*offset_of)(struct view *v, size_t item, int row);
    /* Optional, all three together: folded items are searched too. The number of texts, the text of
     * an item, and the item that contains a text, which may be folded. Without these functions the
     * texts are the items. */
    size_t (*texts)(const struct view *v);
    size_t (*text_of)(const struct view *v, size_t item);
    size_t (*item_of)(const struct view *v, size_t text);
    /* Optional: unfolds and scrolls sideways so that these bytes of a text can be seen. */
    void (*reveal)(struct view *v, size_t text, size_t offset, size_t bytes);
    bool items_by_width; /* the items depend on the width */
    /* Optional, for a filtered view: the index of an item among all that exist (*all of them), and
     * the shown item nearest to such an index. */
    size_t (*number)(const struct view *v, size_t item, size_t *all);
    size_t (*at_number)(const struct view *v, size_t number);
    void (*free)(struct view *v);
};

/* Adds all items. */
static inline void view_complete(struct view *v)
{
    while (v->has_more)
        v->ops->more(v);
}

/* Does nothing for NULL. */
static inline void view_free(struct view *v)
{
    if (v)
        v->ops->free(v);
}

#endif
