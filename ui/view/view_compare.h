/* Two calls compared field by field: side by side where there is room, else one value above the
 * other. Fields that differ have a sign in the margin. UI thread. */
#ifndef UI_VIEW_VIEW_COMPARE_H
#define UI_VIEW_VIEW_COMPARE_H

#include "call/compare.h"
#include "ui/view/view.h"

/* The calls' tabs, for the first row. */
struct compare_head {
    size_t number[2];    /* from 1 */
    const char *name[2]; /* copied */
};

/* Takes ownership of what the comparison holds, and empties it. */
struct view *view_compare_new(struct comparison *taken, const struct compare_head *head);
/* The turn that an item shows; SIZE_MAX if it shows none. */
size_t view_compare_turn(const struct view *v, size_t item);
/* The next item that differs (step 1) or the previous one (step -1); `item` if there is none. */
size_t view_compare_next(const struct view *v, size_t item, int step);

#endif
