/* Watching: a call in progress is fetched again and again until it ends. Each tab has its own
 * watch. UI thread. */
#ifndef UI_FEATURE_WATCH_H
#define UI_FEATURE_WATCH_H

struct app;

/* Handler: starts or stops watching the call in front; a call that has ended gets a message. */
void watch_toggle(struct app *a, long count);

#endif
