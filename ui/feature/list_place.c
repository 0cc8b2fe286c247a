#include "ui/feature/list_place.h"

void list_place_keep(struct pane *p, struct list_place *k)
{
    size_t all;
    *k = (struct list_place){.number = pane_number(p, &all),
                             .numbers = pane_numbers(p),
                             .row = pane_cursor_row(p),
                             .at_top = p->top.item == 0};
    view_list_keep(p->view, p->cursor.item, &k->cursor);
    view_list_keep(p->view, p->anchor, &k->anchor);
}

void list_place_restore(struct pane *p, struct list_place *k)
{
    pane_layout(p);
    pane_renumber(p, &k->numbers);
    bool known = k->cursor.id || k->cursor.more;
    size_t item =
        known ? view_list_find(p->view, &k->cursor) : p->view->ops->at_number(p->view, k->number);
    bool fits = k->at_top && item < (size_t)p->rows;
    pane_goto_item_in_row(p, item, fits ? (int)item : k->row);
    p->anchor = view_list_find(p->view, &k->anchor);
    p->has_here = false;
    view_list_forget(&k->cursor);
    view_list_forget(&k->anchor);
}
