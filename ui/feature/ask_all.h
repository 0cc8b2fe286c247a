/* One ID asked of all providers at once. The tab that asks becomes the tab of the first provider
 * that knows the call; each further one that knows it gets a tab of its own. UI thread. */
#ifndef UI_FEATURE_ASK_ALL_H
#define UI_FEATURE_ASK_ALL_H

#include "provider/provider.h"

struct app;
struct tab;

/* The providers to ask for the tab's ID; the list is copied. None: all that have a key. */
void ask_all_choose(struct app *a, struct tab *t, const struct provider *const *list, size_t count);
void ask_all_begin(struct app *a, struct tab *t);
/* Providers that have not answered are not waited for any more. */
void ask_all_stop(struct app *a, struct tab *t);

#endif
