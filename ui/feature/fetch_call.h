/* Fetching the call of a tab, and what becomes of the answer. UI thread. */
#ifndef UI_FEATURE_FETCH_CALL_H
#define UI_FEATURE_FETCH_CALL_H

struct app;
struct tab;

/* Fetches the tab's call, even if it has one already; a running fetch is cancelled. */
void fetch_call_begin(struct app *a, struct tab *t);

#endif
