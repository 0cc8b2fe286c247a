/* The open calls, one tab each, in the order of the line of tabs. UI thread. */
#ifndef UI_SHELL_TABS_H
#define UI_SHELL_TABS_H

#include "ui/shell/tab.h"

struct app;

struct tabs {
    struct tab **list; /* at least one */
    size_t count, current;
    struct tab *previous; /* was in front before; NULL: no tab was, or one of the two was closed */
};

void tabs_init(struct app *a); /* one empty tab */
void tabs_done(struct app *a);

/* A new tab at the end; the one in front stays there. */
struct tab *tabs_add(struct app *a);
/* Brings a tab to the front; closes all overlays. */
void tabs_switch(struct app *a, size_t index);
/* Closes the tab in front whatever is lost; on the last one, quits. */
void tabs_close_now(struct app *a);
/* The index of a tab; the count when it was closed. */
size_t tabs_index(const struct app *a, const struct tab *t);
/* The character in the tab's label for its state: `*` loading, `!` failed, `-` cancelled, `+` a
 * live call, or what a feature says; "" for a call that has ended. */
const char *tabs_mark(const struct app *a, const struct tab *t);

#endif
