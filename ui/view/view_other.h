/* The fields of a call that no other pane shows, as a tree of labels and values that folds. UI
 * thread. */
#ifndef UI_VIEW_VIEW_OTHER_H
#define UI_VIEW_VIEW_OTHER_H

#include "call/call.h"
#include "ui/view/view.h"

/* Borrows the call. Long lists are folded at first. view_tree_follow continues with another view of
 * the same call. */
struct view *view_other_new(const struct call *c);

#endif
