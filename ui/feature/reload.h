/* Reading the configuration again while the screen is open. UI thread. */
#ifndef UI_FEATURE_RELOAD_H
#define UI_FEATURE_RELOAD_H

struct app;

/* The command `reload-config`; nothing follows it. */
void reload_config(struct app *a, const char *rest);

#endif
