/* What views on JSON trees have in common: their items are the rows of an outline, which fold. Such
 * a view is a struct that begins with a struct view_tree; its table names functions from here. */
#ifndef UI_VIEW_VIEW_TREE_H
#define UI_VIEW_VIEW_TREE_H

#include "call/outline.h"
#include "ui/view/styled_text.h"
#include "ui/view/view.h"

struct view_tree {
    struct view view;
    struct outline *outline; /* owned */
    uint32_t hidden;         /* entries before the first item: 1 where the root is not shown */
    int cols;
    struct styled_text_cache cache;                                     /* the rows shown last */
    struct styled_text *(*styled)(struct view_tree *v, uint32_t entry); /* the text of a row */
};

/* The entry of an item. */
uint32_t view_tree_entry(const struct view_tree *v, size_t item);
/* "{..} 3 members" for a folded container with members. */
void view_tree_put_folded(struct styled_text *out, enum role role, const struct value *container);
/* Copies the folds of another view of the same call, and returns the item with the same JSON
 * Pointer as that view's `item`, or with the longest part of the pointer that exists. */
size_t view_tree_follow(struct view *v, struct view *before, size_t item);

/* Members of struct view_ops. */
void view_tree_free(struct view *v);
size_t view_tree_items(const struct view *v);
int view_tree_rows(struct view *v, size_t item, int max);
char *view_tree_value(const struct view *v, size_t item);
bool view_tree_fold(struct view *v, enum fold how, size_t *item);
struct outline_folds *view_tree_folds(const struct view *v);
void view_tree_set_folds(struct view *v, const struct outline_folds *f);
size_t view_tree_texts(const struct view *v);
size_t view_tree_text_of(const struct view *v, size_t item);
size_t view_tree_item_of(const struct view *v, size_t text);
int view_tree_row_of(struct view *v, size_t item, size_t offset);
size_t view_tree_offset_of(struct view *v, size_t item, int row);

#endif
