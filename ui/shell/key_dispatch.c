/* Feeds keys to modes. Two modes that are always on the stack are here: the list on top of the
 * panes, and, at the bottom, the table of actions. */
#include "ui/shell/key_dispatch.h"

#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/mode.h"
#include "ui/shell/mouse.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"
#include "ui/term/screen.h"

/* The key belongs to no action; `typed` is what was typed before it. */
static void say_unbound(struct app *a, const struct key_state *typed, int key)
{
    struct buf keys = {0};
    const char *help = keymap_key_label(a->keymap, ACT_HELP);
    for (int i = 0; i < typed->pending_count; i++)
        key_put_label(&keys, typed->pending[i]);
    key_put_label(&keys, key);
    say(a, ROLE_DIM, "%s does nothing%s%s%s", buf_str(&keys), *help ? "; " : "", help,
        *help ? " shows what keys do" : "");
    buf_done(&keys);
}

/* Esc, or another key that cancels, after the beginning of a sequence. */
static bool drops_typed(const struct app *a, const struct key_state *typed, int key)
{
    int action = action_of_key(a, key);
    return typed->pending_count && (action == ACT_CANCEL || action == ACT_STOP);
}

static enum mode_result main_key(struct app *a, int key)
{
    long count = 0;
    struct key_state typed = a->modes->typed;
    int action = keymap_feed(a->keymap, KEYS_MAIN, &a->modes->typed, key, &count);
    if (action >= 0)
        action_run(a, (enum action)action, count);
    else if (action == ACT_NONE && key < K_ALT && !drops_typed(a, &typed, key))
        say_unbound(a, &typed, key);
    return action == ACT_NONE && key >= K_ALT ? MODE_SPLIT : MODE_USED;
}

static bool main_paste(struct app *a, const char *text, size_t bytes)
{
    overlay_close_all(a);
    if (id_pane_paste(a, text, bytes))
        return true;
    FEATURE_EACH (a, f)
        if ((*f)->open_text && (*f)->open_text(a, TEXT_PASTED, text, bytes))
            break;
    return true;
}

static enum action_group section_of_tab(const struct app *a)
{
    const struct tab *t = a->tab;
    if (t->call && t->focus == PANE_PARTICIPANTS)
        return GROUP_LINKS;
    return t->raw_shown ? GROUP_READING : GROUP_MOVING;
}

static const struct mode_ops main_mode = {
    .key = main_key,
    .paste = main_paste,
    .help_section = section_of_tab,
};

static enum mode_result list_key(struct app *a, int key)
{
    const struct overlay_ops *ops = overlay_top(a);
    return ops->key && ops->key(a, key) ? MODE_USED : MODE_PASS;
}

static const enum action *list_hints(const struct app *a)
{
    static const enum action list[] = {ACT_ENTER, ACT_CANCEL, ACT_NONE};
    return overlay_top(a)->hints ? overlay_top(a)->hints : list;
}

static enum action_group list_section(const struct app *a)
{
    return overlay_top(a)->help_section;
}

static const struct mode_ops list_mode = {
    .is_on = overlay_is_open,
    .key = list_key,
    .hints = list_hints,
    .help_section = list_section,
};

void key_dispatch_init(struct app *a)
{
    mode_push(a, &main_mode);
    mode_push(a, &id_pane_mode);
    mode_push(a, &list_mode);
}

static void feed(struct app *a, int key)
{
    enum mode_result result = MODE_PASS;
    const struct mode_ops *mode = mode_top(a);
    if ((mode->is_brief || mode->is_deaf) && action_of_screen(a, key))
        return;
    for (size_t at = a->modes->count; result == MODE_PASS && (mode = mode_next(a, &at));)
        result = mode->key(a, key);
    feature_settle(a);
    if (result != MODE_SPLIT)
        return;
    feed(a, K_ESC);
    feed(a, key - K_ALT);
}

static void paste(struct app *a)
{
    size_t bytes = 0;
    const char *text = screen_paste(&bytes);
    const struct mode_ops *mode;
    for (size_t at = a->modes->count; (mode = mode_next(a, &at));)
        if (mode->paste && mode->paste(a, text, bytes))
            return;
}

/* A sequence that has begun begins again. */
static void press(struct app *a, enum action action)
{
    int keys[KEY_SEQUENCE_MAX];
    int count = action == ACT_NONE ? 0 : keymap_first_keys(a->keymap, action, keys);
    a->modes->typed.pending_count = count ? 0 : a->modes->typed.pending_count;
    for (int i = 0; i < count; i++)
        feed(a, keys[i]);
}

void key_dispatch(struct app *a, int key)
{
    const struct mode_ops *top = mode_top(a);
    bool is_key = key != K_MOUSE && key != K_PASTE;
    if (top->is_deaf && !is_key)
        return;
    if (!top->draw)
        say_nothing(a);
    if (is_key) {
        feed(a, key);
        return;
    }
    if (top->is_brief)
        mode_pop(a, top);
    enum action hint = ACT_NONE;
    if (key == K_PASTE)
        paste(a);
    else if (!top->draw)
        hint = mouse_act(a);
    if (!top->is_brief) /* else it has ended, as its hint says */
        press(a, hint);
    feature_settle(a);
}
