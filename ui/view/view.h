/* What a pane shows: items, each of one or more rows, filled into lines when they are seen.
 * A view is a struct that begins with a struct view; its table of functions stands at the end of
 * its file. Views know the call and their own state, never the network nor the terminal. */
#ifndef UI_VIEW_VIEW_H
#define UI_VIEW_VIEW_H

#include "call/outline.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

enum { VIEW_GUTTER = 2 }; /* columns every row leaves for the mark of the selected row */

struct view {
    const struct view_ops *ops;
};

enum fold { FOLD_ONE, FOLD_ALL, FOLD_NONE }; /* FOLD_ONE: the item, or unfolds it */

struct view_ops {
    /* Takes over a width; called before the others, and again when it changes. */
    void (*layout)(struct view *v, int cols);
    size_t (*items)(const struct view *v);
    /* At least 1; of an item with more than max rows, max or more will do. */
    int (*rows)(struct view *v, size_t item, int max);
    void (*row)(struct view *v, size_t item, int row, struct line *out);
    /* What stands behind the pane's name in its title; may be NULL. */
    void (*title)(const struct view *v, struct line *out);
    /* What copying the selected item takes, yours; may be NULL, and may return NULL. */
    char *(*copy)(const struct view *v, size_t item);
    /* So many steps to the right, or (negative) to the left; may be NULL. */
    void (*sideways)(struct view *v, long steps);
    /* The column of the selected row's mark; NULL: 0. */
    int (*mark_col)(const struct view *v, size_t item);
    /* Folds; *item is the selected one, and where it is then. False: nothing folds there. NULL:
     * nothing ever does. */
    bool (*fold)(struct view *v, enum fold how, size_t *item);
    bool items_stay; /* folding gives items other rows; else it makes other items */
    /* The JSON Pointer of the item and its value, yours; NULL, and giving NULL, as with copy. */
    char *(*pointer)(const struct view *v, size_t item);
    /* Where the pointer begins, of several documents; borrowed, NULL: there is one. */
    const char *(*document)(const struct view *v, size_t item);
    char *(*value)(const struct view *v, size_t item);
    /* What is folded, yours, and to be so again; NULL: nothing is kept. */
    struct outline_folds *(*folds)(const struct view *v);
    void (*set_folds)(struct view *v, const struct outline_folds *f);
    /* Searching; all three or none. `text` is what is read of an item, as drawn: the view's own, or
     * made in room; a line's spans say where in it they stand (line_from). */
    const char *(*text)(struct view *v, size_t text, struct buf *room, size_t *bytes);
    int (*row_of)(struct view *v, size_t item, size_t offset);
    size_t (*offset_of)(struct view *v, size_t item, int row);
    /* What is folded away is found too: how many texts there are then, the one of an item, the item
     * that shows one or stands for it. All NULL: the texts are the items'. */
    size_t (*texts)(const struct view *v);
    size_t (*text_of)(const struct view *v, size_t item);
    size_t (*item_of)(const struct view *v, size_t text);
    /* Brings what stands in a text into sight: unfolds the way to it, moves sideways; may be NULL.
     */
    void (*reveal)(struct view *v, size_t text, size_t offset, size_t bytes);
    bool items_by_width; /* another width makes other items */
    /* The number of an item among all there are, from 0, when not all are shown, and the item that
     * is nearest to a number; NULL: they are the same. */
    size_t (*number)(const struct view *v, size_t item, size_t *all);
    size_t (*at_number)(const struct view *v, size_t number);
    void (*free)(struct view *v);
};

void view_free(struct view *v); /* NULL is fine */

#endif
