/* Lists of providers: the one of the provider pane, and those to choose from. UI thread. */
#ifndef UI_FEATURE_PROVIDER_LIST_H
#define UI_FEATURE_PROVIDER_LIST_H

#include "provider/provider.h"
#include "ui/view/view.h"

struct app;

/* The caller owns the view; the label of an item is the provider's name. Several providers have the
 * row "any" before them. */
struct view *provider_list_of(struct app *a, const struct provider *const *list, size_t count);
/* Selects by the first letters of a name in the list on top; false for other keys. */
bool provider_list_key(struct app *a, int key);

#endif
