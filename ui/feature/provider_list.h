/* Lists of providers: the one of the provider pane, and those to choose from. UI thread. */
#ifndef UI_FEATURE_PROVIDER_LIST_H
#define UI_FEATURE_PROVIDER_LIST_H

#include "provider/provider.h"
#include "ui/view/view.h"

/* The caller owns the view; the label of an item is the provider's name. */
struct view *provider_list_of(const struct provider *const *list, size_t count);

#endif
