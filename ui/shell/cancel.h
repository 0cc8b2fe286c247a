/* Esc and Ctrl-C: one thing after the other is undone or stopped. Handlers of actions. UI thread.
 */
#ifndef UI_SHELL_CANCEL_H
#define UI_SHELL_CANCEL_H

struct app;

void cancel_last(struct app *a, long count);    /* Esc: closes, ends, clears */
void cancel_running(struct app *a, long count); /* Ctrl-C: what runs comes first */

#endif
