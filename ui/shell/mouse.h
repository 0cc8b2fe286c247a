/* The mouse. All that it does can be done with keys. UI thread. */
#ifndef UI_SHELL_MOUSE_H
#define UI_SHELL_MOUSE_H

struct app;

/* Does what the mouse did last: scrolls, or puts the cursor, the focus or a tab where it points. */
void mouse_act(struct app *a);

#endif
