/* Two calls field by field: side by side where there is room, else one value above the other. What
 * differs has a sign in the margin. */
#ifndef UI_VIEW_VIEW_COMPARE_H
#define UI_VIEW_VIEW_COMPARE_H

#include "call/compare.h"
#include "ui/view/view.h"

/* What stands above the columns. */
struct compare_head {
    size_t number[2];    /* of the tabs, from 1 */
    const char *name[2]; /* copied */
};

/* Takes what the comparison owns. */
struct view *view_compare_new(struct comparison *taken, const struct compare_head *head);
/* The turn that a row stands for; SIZE_MAX: none. */
size_t view_compare_turn(const struct view *v, size_t item);
/* The next item that differs, or with step -1 the one before; `item` where there is none. */
size_t view_compare_next(const struct view *v, size_t item, int step);

#endif
