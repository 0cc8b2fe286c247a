/* Where the user is in a list of calls, by the calls themselves, so that the list can be laid out
 * again with others. UI thread. */
#ifndef UI_FEATURE_LIST_PLACE_H
#define UI_FEATURE_LIST_PLACE_H

#include "ui/view/pane.h"
#include "ui/view/view_list.h"

#include <stdbool.h>
#include <stddef.h>

struct list_place {
    struct pane_numbers numbers;
    size_t number; /* of the cursor's call */
    struct view_list_place cursor, anchor;
    int row;
    bool at_top;
};

/* list_place_restore frees what it holds. */
void list_place_keep(struct pane *p, struct list_place *k);
/* Lays the list out. The cursor stays at its call, and goes to one as soon as there is one. The
 * window stays at its beginning, if the call is still in it, so that new calls are seen; else the
 * call stays in its row. */
void list_place_restore(struct pane *p, struct list_place *k);

#endif
