/* The links of a call, one in each row: its name or field, its host, and when it expires. UI
 * thread. */
#ifndef UI_VIEW_VIEW_LINKS_H
#define UI_VIEW_VIEW_LINKS_H

#include "call/links.h"
#include "ui/view/view.h"

/* Borrows the call. With `mask`, links are masked where they are shown, searched and copied.
 * `again` names the key that fetches the call again, `save` the one that saves a recording. */
struct view *view_links_new(const struct call *c, bool mask, const char *again, const char *save);

/* The link of an item, borrowed; NULL for the item that says why there is no recording. */
const struct link *view_links_at(const struct view *v, size_t item);
/* The URL of that link, masked if the view masks; borrowed; "" if there is none. */
const char *view_links_shown(const struct view *v, size_t item);
/* Milliseconds until the text of a row changes; -1 if none will. */
int view_links_tick_ms(const struct view *v);

#endif
