/* Where a key goes: a question first, then what is typed into, then a list, then the table of
 * actions. UI thread. */
#include "ui/shell/app_state.h"

#include "ui/feature/selection.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>

void app_leave_prompt(struct app *a)
{
    prompt_set(&a->id_prompt, "");
    app_focus(a, app_tab(a)->back);
}

/* While turns are selected, keys mean what they mean then; the rest as ever. */
static int feed_table(struct app *a, int key, long *count)
{
    struct key_state before = a->keys;
    int action = selection_has_keys(a) ? keymap_feed(a->keymap, KEYS_VISUAL, &a->keys, key, count)
                                       : ACT_NONE;
    if (action != ACT_NONE)
        return action;
    a->keys = before;
    return keymap_feed(a->keymap, KEYS_MAIN, &a->keys, key, count);
}

/* A key that no action has; `typed` came before it. */
static void say_unbound(struct app *a, const struct key_state *typed, int key)
{
    struct buf keys = {0}, help = {0};
    for (int i = 0; i < typed->pending_count; i++)
        key_put_label(&keys, typed->pending[i]);
    key_put_label(&keys, key);
    keymap_key_label(a->keymap, ACT_HELP, &help);
    app_say(a, ROLE_DIM, "%s does nothing%s%s%s", buf_str(&keys), help.len ? "; " : "",
            buf_str(&help), help.len ? " shows what keys do" : "");
    buf_done(&keys);
    buf_done(&help);
}

/* Esc, or what else cancels, after the beginning of a sequence. */
static bool drops_typed(const struct app *a, const struct key_state *typed, int key)
{
    struct key_state alone = {0};
    long count;
    int action = keymap_feed(a->keymap, KEYS_MAIN, &alone, key, &count);
    return typed->pending_count && (action == ACT_CANCEL || action == ACT_STOP);
}

/* False for Alt and a key that mean nothing together: they are Esc, then the key. */
static bool feed_main(struct app *a, int key)
{
    long count = 0;
    struct key_state typed = a->keys;
    int action = feed_table(a, key, &count);
    if (action >= 0)
        app_act(a, (enum action)action, count);
    else if (action == ACT_NONE && key < K_ALT && !drops_typed(a, &typed, key))
        say_unbound(a, &typed, key);
    return action != ACT_NONE || key < K_ALT;
}

/* To the next pane when there is nothing to complete. */
static void complete_id(struct app *a)
{
    if (!completion_step(&a->id_completion, &a->id_prompt, app_fill_id, a))
        app_act(a, ACT_NEXT_PANE, 0);
}

static bool feed_prompt(struct app *a, int key)
{
    enum prompt_result result = prompt_key(&a->id_prompt, a->keymap, key);
    if (result != PROMPT_COMPLETE)
        completion_done(&a->id_completion);
    switch (result) {
    case PROMPT_ACCEPTED:
        if (*prompt_text(&a->id_prompt))
            app_ask_text(a, prompt_text(&a->id_prompt), strlen(prompt_text(&a->id_prompt)));
        else if (app_tab(a)->id)
            app_leave_prompt(a);
        break;
    case PROMPT_CANCELLED:
        app_leave_prompt(a);
        break;
    case PROMPT_ENDED:
        tabs_quit(a);
        break;
    case PROMPT_IGNORED:
        return feed_main(a, key);
    case PROMPT_EDITED:
        a->pasted = false;
        break;
    case PROMPT_COMPLETE:
        complete_id(a);
        break;
    case PROMPT_SCOPE:
        break;
    }
    return true;
}

static void answer_question(struct app *a, int key)
{
    free(a->question);
    a->question = NULL;
    if (key == 'y')
        a->answered_yes(a);
    else
        app_say(a, ROLE_DIM, "not done");
}

static void feed(struct app *a, int key)
{
    bool used = true;
    if (marks_wait(a))
        used = marks_key(a, key);
    else if (a->command.open)
        command_line_key(a, key);
    else if (line_prompt_is_open(a))
        line_prompt_key(a, key);
    else if (a->find.line != FIND_NONE)
        find_key(a, key);
    else if (a->overlay == OVERLAY_NONE && app_tab(a)->focus == PANE_ID)
        used = feed_prompt(a, key);
    else
        used = app_select_by_letters(a, key) || app_several_key(a, key) || feed_main(a, key);
    app_settle_overlay(a);
    if (used)
        return;
    feed(a, K_ESC);
    feed(a, key - K_ALT);
}

static void key_pasted(struct app *a)
{
    size_t bytes = 0;
    const char *text = screen_paste(&bytes);
    if (a->command.open) {
        command_line_paste(a, text, bytes);
        return;
    }
    if (line_prompt_is_open(a)) {
        prompt_insert(&a->line.prompt, text, bytes);
        return;
    }
    if (a->find.line != FIND_NONE) {
        find_paste(a, text, bytes);
        return;
    }
    if (a->overlay != OVERLAY_NONE && a->overlay != OVERLAY_PROVIDERS)
        app_close_overlays(a);
    if (app_tab(a)->focus == PANE_ID && *prompt_text(&a->id_prompt) && !a->pasted)
        prompt_insert(&a->id_prompt, text, bytes);
    else
        app_ask_pasted(a, text, bytes);
}

void app_key(struct app *a, int key)
{
    if (a->question && (key == K_MOUSE || key == K_PASTE))
        return; /* it is answered by a key */
    if (!status_is_covered(a)) {
        free(a->message);
        a->message = NULL;
    }
    if (a->question) {
        answer_question(a, key);
        return;
    }
    if (key != K_MOUSE && key != K_PASTE) {
        feed(a, key);
        return;
    }
    a->marks_wait = MARKS_WAIT_NONE; /* no letter comes */
    if (key == K_MOUSE)
        app_mouse(a);
    else
        key_pasted(a);
    app_settle_overlay(a);
}
