/* One pane fills the screen. UI thread. */
#ifndef UI_FEATURE_ZOOM_H
#define UI_FEATURE_ZOOM_H

struct app;

/* Handler. */
void zoom_toggle(struct app *a, long count);

#endif
