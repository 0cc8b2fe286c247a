/* The provider and the call ID at the top of the screen: what is typed there. UI thread. */
#ifndef UI_SHELL_ID_PANE_H
#define UI_SHELL_ID_PANE_H

#include "ui/prompt/completion.h"
#include "ui/prompt/prompt.h"
#include "ui/shell/mode.h"

struct provider;

struct id_pane {
    struct prompt prompt;
    struct completion completion;
    bool pasted;                   /* its text was pasted, and the next paste replaces it */
    const struct provider *chosen; /* in the provider pane; NULL: detected from the ID */
};

void id_pane_done(struct app *a);

/* Empties it, and gives the focus back to the pane that had it before. */
void id_pane_leave(struct app *a);
/* Inserts a paste into a text that was typed; false when no text was typed. */
bool id_pane_paste(struct app *a, const char *text, size_t bytes);

extern const struct mode_ops id_pane_mode;

#endif
