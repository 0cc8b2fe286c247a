/* The mouse. All that it does can be done with keys. UI thread. */
#ifndef UI_SHELL_MOUSE_H
#define UI_SHELL_MOUSE_H

#include "keys/keymap.h"

struct app;

/* Does what the mouse did last: scrolls, or puts the cursor, the focus or a tab where it points; on
 * the timeline, goes to that moment. Returns the action of a hint that was clicked, whose keys are
 * to be pressed, else ACT_NONE. */
enum action mouse_act(struct app *a);

#endif
