/* With the option `archive`, each call that was in front on the screen is kept. UI thread. */
#ifndef UI_FEATURE_KEEP_SHOWN_H
#define UI_FEATURE_KEEP_SHOWN_H

struct app;
struct tab;

/* The tab's call is not kept again as long as the tab shows it. */
void keep_shown_no_more(struct app *a, struct tab *t);

#endif
