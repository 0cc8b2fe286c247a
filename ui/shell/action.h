/* Running actions: each has one handler, named in its row of keys/action.def. UI thread. */
#ifndef UI_SHELL_ACTION_H
#define UI_SHELL_ACTION_H

#include "keys/keymap.h"

struct app;

void action_run(struct app *a, enum action action, long count);
/* For a key that an open prompt ignores: redraws the screen or suspends the program if that is the
 * key's action. Returns the action that it has outside of prompts; ACT_STOP ends the prompt. */
int action_while_typing(struct app *a, int key);

/* The handlers of all actions, by their rows in keys/action.def. count is the number that was typed
 * before the key, or 0. */
#define ACTION(member, name, keys, group, sentence, hint, handler)                                 \
    void handler(struct app *a, long count);
#include "keys/action.def"

#endif
