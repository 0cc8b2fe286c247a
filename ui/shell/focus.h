/* Which pane has the focus, and which one keys move in. UI thread. */
#ifndef UI_SHELL_FOCUS_H
#define UI_SHELL_FOCUS_H

#include "ui/shell/tab.h"

struct app;

/* Closes all overlays and gives the pane the focus. */
void focus_set(struct app *a, enum pane_id pane);
/* The list on top, or else the tab's pane in focus. */
struct pane *focus_pane(const struct app *a);
/* The panes of the call can be seen: no list covers them, and the JSON is not shown. */
bool focus_sees_panes(const struct app *a);
/* The call in front, or NULL with a message. */
const struct call *focus_call(struct app *a);
/* The same, or what was answered instead of a call. */
const struct call *focus_documents(struct app *a);
/* The transcript, when it can be seen and has turns; else a message that says why not, and NULL. */
struct pane *focus_transcript(struct app *a);

#endif
