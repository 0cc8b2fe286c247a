/* The tab for a call: the one that shows it already, the one in front if that has no call, or a new
 * one. UI thread. */
#ifndef UI_FEATURE_CALL_TAB_H
#define UI_FEATURE_CALL_TAB_H

#include "provider/detect.h"
#include "ui/shell/tab.h"

struct app;

/* Brings the call's tab to the front and fetches the call. */
void call_tab_open(struct app *a, const struct provider *p, const char *id);
/* The same with the kept copy of the call, unless the tab has the call: nobody is asked. */
void call_tab_open_kept(struct app *a, const struct provider *p, const char *id);
/* The same as call_tab_open, asking these providers for it. */
void call_tab_ask(struct app *a, const struct provider *const *list, size_t count, const char *id);
bool call_tab_is_open(const struct app *a, const struct provider *p, const char *id);
/* A new tab comes to the front. */
void call_tab_add(struct app *a);
/* The tab in front if it has no call, else a new one. */
struct tab *call_tab_free(struct app *a);
/* Why a text names no call that can be fetched; borrowed. */
const char *call_tab_why_not(const struct detected *d);

#endif
