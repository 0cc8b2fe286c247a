/* Calls the handlers of actions, and has those that belong to no other file. */
#include "ui/shell/action.h"

#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"
#include "ui/term/screen.h"

void action_run(struct app *a, enum action action, long count)
{
    a->count = count;
    a->parts->handlers[action](a);
}

long action_times(const struct app *a)
{
    return a->count > 0 ? a->count : 1;
}

int action_of_key(const struct app *a, int key)
{
    struct key_state state = {0};
    long count;
    return keymap_feed(a->keymap, KEYS_MAIN, &state, key, &count);
}

bool action_of_screen(struct app *a, int key)
{
    int action = key_is_text(key) ? ACT_NONE : action_of_key(a, key);
    bool is_of_screen = action == ACT_REDRAW || action == ACT_SUSPEND;
    if (is_of_screen)
        action_run(a, (enum action)action, 0);
    return is_of_screen;
}

enum prompt_result action_prompt_key(struct app *a, struct prompt *p, int key)
{
    enum prompt_result result = prompt_key(p, a->keymap, key);
    if (result != PROMPT_IGNORED)
        return result == PROMPT_ENDED ? PROMPT_CANCELLED : result;
    bool stops = !action_of_screen(a, key) && action_of_key(a, key) == ACT_STOP;
    return stops ? PROMPT_CANCELLED : PROMPT_IGNORED;
}

void action_in_prompt(struct app *a)
{
    say(a, ROLE_DIM, "this key works only while you type");
}

void action_redraw(struct app *a)
{
    (void)a;
    screen_redraw();
}

void action_suspend(struct app *a)
{
    a->suspend = true;
}
