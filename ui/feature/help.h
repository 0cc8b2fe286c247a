/* The help: all actions with the keys in force. UI thread. */
#ifndef UI_FEATURE_HELP_H
#define UI_FEATURE_HELP_H

struct app;

/* Handler. */
void help_toggle(struct app *a, long count);

#endif
