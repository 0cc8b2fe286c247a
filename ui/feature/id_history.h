/* The history of the ID pane, kept in a file between runs. UI thread; the file is small. */
#ifndef UI_FEATURE_ID_HISTORY_H
#define UI_FEATURE_ID_HISTORY_H

struct app;
struct provider;

/* Adds a call that was asked for. */
void id_history_add(struct app *a, const struct provider *p, const char *id);

#endif
