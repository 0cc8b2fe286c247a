/* Running actions: each has one handler, named in its row of keys/action.def. UI thread. */
#ifndef UI_SHELL_ACTION_H
#define UI_SHELL_ACTION_H

#include "keys/keymap.h"
#include "ui/prompt/prompt.h"

#include <stdbool.h>

struct app;

/* count: the number that was typed before the key, or 0; the handler finds it in the app. */
void action_run(struct app *a, enum action action, long count);
/* How often the action that runs is to be repeated: that number, or else 1. */
long action_times(const struct app *a);
/* The action of a key alone, also ACT_NONE and the others below 0 of keymap_feed. */
int action_of_key(const struct app *a, int key);
/* Runs the action of a key that redraws the screen or suspends the program, which works in every
 * mode; false for another key. */
bool action_of_screen(struct app *a, int key);
/* Handles a key of an open prompt (prompt_key). A key that the prompt ignores redraws the screen or
 * suspends the program if that is its action. Returns PROMPT_CANCELLED for every key that ends the
 * prompt without accepting it, ACT_STOP among them, and never PROMPT_ENDED. */
enum prompt_result action_prompt_key(struct app *a, struct prompt *p, int key);

/* The handlers of all actions, by their rows in keys/action.def. */
#define ACTION(member, name, keys, group, sentence, hint, handler) void handler(struct app *a);
#include "keys/action.def"

#endif
