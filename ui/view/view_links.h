/* The links of a call, one a row: where each stands, its host, and how it stands with it. */
#ifndef UI_VIEW_VIEW_LINKS_H
#define UI_VIEW_VIEW_LINKS_H

#include "call/links.h"
#include "ui/view/view.h"

/* The call is borrowed. `mask`: what is shown, searched and copied of a link is masked. `again` is
 * what fetches the call again, a key. */
struct view *view_links_new(const struct call *c, bool mask, const char *again);

/* The link of an item, borrowed; NULL: none, the item says why there is no recording. */
const struct link *view_links_at(const struct view *v, size_t item);
/* It as it may be seen, borrowed; "". */
const char *view_links_shown(const struct view *v, size_t item);
/* Milliseconds until a row says something else; -1: none ever does. */
int view_links_tick_ms(const struct view *v);

#endif
