/* With the option `archive`, each call that was in front on the screen is kept. UI thread. */
#ifndef UI_FEATURE_KEEP_SHOWN_H
#define UI_FEATURE_KEEP_SHOWN_H

#include <stdbool.h>

struct app;
struct provider;

/* The call is not kept again from what any tab shows of it, nor while it is watched, until the user
 * fetches it again. */
void keep_shown_no_more(struct app *a, const struct provider *p, const char *id);
/* Whether the call is being kept. */
bool keep_shown_is_keeping(const struct app *a, const struct provider *p, const char *id);

#endif
