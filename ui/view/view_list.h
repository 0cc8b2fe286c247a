/* A list of calls as a table: one item for each call, a line where the order is no longer certain,
 * and an item for each provider that has more. Above them stay the providers and the headings.
 * Columns are dropped where there is no room. UI thread. */
#ifndef UI_VIEW_VIEW_LIST_H
#define UI_VIEW_VIEW_LIST_H

#include "provider/call_list.h"
#include "ui/view/list_cells.h"
#include "ui/view/view.h"

/* The list is borrowed. After it was changed the view has to be laid out again. */
struct view *view_list_new(const struct call_list *list, const struct list_style *style);

/* The call of an item, or NULL. */
const struct list_row *view_list_row(const struct view *v, size_t item);
/* The provider of which an item offers more, or NULL, also while it is asked. */
const struct provider *view_list_more(const struct view *v, size_t item);
/* An item that can be found again after the list was changed. It begins as {0}, and
 * view_list_forget frees what it holds. */
struct view_list_place {
    const char *provider; /* of its call; borrowed */
    char *id;
    const struct provider *more;
    size_t item;
};
void view_list_keep(const struct view *v, size_t item, struct view_list_place *out);
/* Makes it that of a call, if this one is shown by then. */
void view_list_aim(struct view_list_place *place, const struct list_row *r);
/* The item with the same call, or of the same provider, or else the one in the same place. */
size_t view_list_find(const struct view *v, const struct view_list_place *place);
void view_list_forget(struct view_list_place *place);

#endif
