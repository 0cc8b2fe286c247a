/* The help: the table of actions with the keys in force, a section a group. UI thread. */
#include "ui/shell/app_state.h"

#include "ui/feature/selection.h"
#include "ui/prompt/command.h"
#include "ui/view/view_lines.h"

#include <stdlib.h>

/* A group has its title before its actions, and a blank row behind them. */
static size_t item_of(int action)
{
    return (size_t)action + 2 * (size_t)actions[action].group + 1;
}

static size_t title_of(enum action_group group)
{
    int action = 0;
    while (actions[action].group != group)
        action++;
    return item_of(action) - 1;
}

static void add_action(struct view *v, const struct app *a, int action)
{
    struct buf keys = {0};
    keymap_keys_label(a->keymap, (enum action)action, &keys);
    if (!keys.len)
        buf_printf(&keys, ":%s", actions[action].name);
    view_lines_add(v, ROLE_KEY, buf_str(&keys), ROLE_TEXT, actions[action].sentence);
    buf_done(&keys);
}

static void add_actions(struct view *v, const struct app *a)
{
    for (int i = 0; i < ACTION_COUNT; i++) {
        if (keymap_begins_group(i))
            view_lines_addf(v, ROLE_TITLE, "%s", action_group_titles[actions[i].group]);
        add_action(v, a, i);
        if (i + 1 == ACTION_COUNT || keymap_begins_group(i + 1))
            view_lines_addf(v, ROLE_TEXT, "%s", "");
    }
}

/* The section for where one is; the first one is for all panes. */
static enum action_group group_here(const struct app *a)
{
    const struct tab *t = app_tab(a);
    if (a->overlay == OVERLAY_LINKS)
        return GROUP_LINKS;
    if (a->overlay == OVERLAY_COMPARED)
        return GROUP_READING;
    if (a->overlay != OVERLAY_NONE)
        return GROUP_MOVING;
    if (selection_has_keys(a))
        return GROUP_SELECTED;
    if (t->focus == PANE_ID)
        return GROUP_TYPING;
    if (t->call && t->focus == PANE_PEOPLE)
        return GROUP_LINKS;
    return t->raw_shown ? GROUP_READING : GROUP_MOVING;
}

static void add_commands(struct view *v)
{
    for (int i = 0; i < COMMAND_WORDS; i++) {
        struct buf name = {0};
        buf_printf(&name, ":%s %s", command_words[i].name, command_words[i].follows);
        view_lines_add(v, ROLE_KEY, buf_str(&name), ROLE_TEXT, command_words[i].sentence);
        buf_done(&name);
    }
}

static void add_signs(struct view *v)
{
    static const struct {
        const char *sign, *means;
    } signs[] = {
        {"5j 12G", "a number repeats the key behind it, or is a turn's"},
        {":12 :1:23 :83s", "to that turn; to what is said at that moment"},
        {"!", "before a turn: a hot spot (gap, overlap, failed tool call)"},
        {"*", "before a turn: it is selected"},
        {"#", "before a field of two calls: it differs"},
        {"[ ]  |", "in the row above the turns: what is seen of the call"},
        {"/ !", "there: search matches, hot spots"},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        view_lines_add(v, ROLE_VALUE, signs[i].sign, ROLE_TEXT, signs[i].means);
}

struct view *help_new(const struct app *a, size_t *start)
{
    struct view *v = view_lines_new();
    add_actions(v, a);
    view_lines_addf(v, ROLE_TITLE, "Commands");
    add_commands(v);
    view_lines_addf(v, ROLE_TEXT, "%s", "");
    view_lines_addf(v, ROLE_TITLE, "Numbers and signs");
    add_signs(v);
    *start = title_of(group_here(a));
    return v;
}

/* Of what stands without a label, titles are not blank. */
static bool is_title(const struct view *v, size_t item)
{
    char *text = v->ops->copy(v, item);
    bool is = *text && !*view_lines_label(v, item);
    free(text);
    return is;
}

void help_step(struct app *a, long sections)
{
    struct pane *p = &a->list;
    size_t step = sections > 0 ? 1 : (size_t)-1, at = p->cursor.item, found = at;
    for (at += step; sections && at < pane_items(p); at += step)
        if (is_title(p->view, at)) {
            found = at;
            sections += sections > 0 ? -1 : 1;
        }
    if (found == p->cursor.item)
        app_say(a, ROLE_DIM, "no other section");
    else
        pane_goto_top(p, found);
}

static int action_of(size_t item)
{
    for (int i = 0; i < ACTION_COUNT; i++)
        if (item_of(i) == item)
            return i;
    return ACT_NONE;
}

static void take_action(struct app *a, enum action action)
{
    if (actions[action].context == KEYS_PROMPT) {
        app_say(a, ROLE_DIM, "this key is for where one types");
        return;
    }
    app_close_overlay(a);
    if (actions[action].context == KEYS_VISUAL && !selection_has_keys(a))
        app_say(a, ROLE_WARN, "no turns are selected");
    else
        app_act(a, action, 0);
}

void help_take(struct app *a)
{
    size_t item = a->list.cursor.item, first = ACTION_COUNT + 2 * GROUP_COUNT + 1;
    int action = action_of(item);
    if (action != ACT_NONE) {
        take_action(a, (enum action)action);
    } else if (item >= first && item < first + COMMAND_WORDS) {
        app_close_overlay(a);
        command_line_begin(a, (enum command_word)(item - first));
    } else {
        app_say(a, ROLE_DIM, "nothing to do in this row");
    }
}
