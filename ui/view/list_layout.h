/* Which columns of a list have room, and how wide they are. UI thread. */
#ifndef UI_VIEW_LIST_LAYOUT_H
#define UI_VIEW_LIST_LAYOUT_H

#include "provider/call_list.h"
#include "ui/view/list_cells.h"

enum { LIST_LAYOUT_MARK_COLS = 2 /* in front of a status, in its column */ };

struct list_layout {
    enum list_date date;
    struct list_layout_column {
        enum list_column column;
        int x, cols;
    } columns[LIST_COLUMNS];
    int count;
};

void list_layout_make(struct list_layout *out, const struct call_list *list,
                      const struct list_style *style, int cols);
const char *list_layout_heading(const struct list_style *style, enum list_column c);

#endif
