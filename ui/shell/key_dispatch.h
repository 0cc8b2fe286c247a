/* Where a key goes: through the modes, from the top of their stack, down to the table of actions.
 * UI thread. */
#ifndef UI_SHELL_KEY_DISPATCH_H
#define UI_SHELL_KEY_DISPATCH_H

struct app;

/* Pushes the modes that are always on the stack, below all others. */
void key_dispatch_init(struct app *a);
void key_dispatch(struct app *a, int key);

#endif
