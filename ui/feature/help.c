/* The help: the keys that are used most and the signs, so that both are on its first screen, then
 * all actions with the keys in force, a section for each group, and the command line. UI thread. */
#include "base/buf.h"
#include "ui/feature/command_line.h"
#include "ui/prompt/command.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/mode.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"
#include "ui/view/view_lines.h"

#include <stdlib.h>

enum { MOST_USED = 9 };

static const enum action used_in_calls[MOST_USED] = {
    ACT_OPEN_RECORDING, ACT_LINKS, ACT_COPY_NOTE, ACT_SEARCH, ACT_NEXT_SPOT,
    ACT_SELECT,         ACT_RAW,   ACT_NEXT_PANE, ACT_ID_PANE};

static const enum action used_in_lists[MOST_USED] = {ACT_ENTER,  ACT_FIND,    ACT_FILTER,
                                                     ACT_SEARCH, ACT_SELECT,  ACT_COPY_ID,
                                                     ACT_SAVE,   ACT_REFETCH, ACT_NEXT_TAB};

/* The tab in front stays the same while the help is open. */
static const enum action *most_used(const struct app *a)
{
    return tab_is_list(a->tab) ? used_in_lists : used_in_calls;
}

/* Where frames are ASCII, so is the timeline. */
static const struct {
    const char *sign, *ascii, *means;
} signs[] = {
    {"! ~", NULL, "at a turn: silence, overlap, slow, failed; likely pause"},
    {"+1.2 +4.6! 5.2", NULL, "seconds until this reply; slow; taken by a tool"},
    {"V \xe2\x99\xaa", "V *", "before a turn: selected; heard (also in the timeline)"},
    {"\xe2\x96\x80 \xe2\x96\x84 \xe2\x96\x88 \xe2\x94\xbc", "A P # T",
     "in the timeline: agent (above), person (below), both, tool"},
    {"\xe2\x96\x94 \xe2\x96\x81 \xc2\xb7", "a p t",
     "likewise, where the end of a turn is not given"},
    {"[ ] | / !", NULL, "in the timeline: what is shown; a search match; a hot spot"},
    {"+3  2/7  #", NULL, "rows below the window; the selected row; a difference"},
    {"* ! -", NULL, "before a tab: loading, failed or incomplete, cancelled"},
    {"+ ~ .", NULL, "before a tab: in progress, watched, ended while watched"},
};

enum {
    SIGNS = sizeof signs / sizeof *signs,
    FIRST_GROUP = MOST_USED + SIGNS + 4 /* the item with its title */
};

/* A group has its title before its actions, and a blank row after them. */
static size_t item_of(int action)
{
    return FIRST_GROUP + (size_t)action + 2 * (size_t)actions[action].group + 1;
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
            view_lines_add_blank(v);
    }
}

/* Returns the section of the top mode that has one. */
static enum action_group group_here(const struct app *a)
{
    const struct mode_ops *mode;
    for (size_t at = a->modes->count; (mode = mode_next(a, &at));)
        if (mode->help_section)
            return mode->help_section(a);
    return GROUP_MOVING;
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

static void add_first_screen(struct view *v, const struct app *a)
{
    view_lines_addf(v, ROLE_TITLE, "Most used");
    for (int i = 0; i < MOST_USED; i++)
        add_action(v, a, most_used(a)[i]);
    view_lines_add_blank(v);
    view_lines_addf(v, ROLE_TITLE, "Signs");
    for (int i = 0; i < SIGNS; i++)
        view_lines_add(v, ROLE_VALUE,
                       a->style.ascii && signs[i].ascii ? signs[i].ascii : signs[i].sign, ROLE_TEXT,
                       signs[i].means);
    view_lines_add_blank(v);
}

struct row {
    const char *sign, *means;
};

/* What a list of calls can be asked for, in the order in which tickets say it. */
static const struct row words_of_query[] = {
    {"4321", "with a number that ends in these digits; from:4321 to:4321"},
    {"yesterday mon", "of that day; also today, 2026-11-28"},
    {"14:00", "within half an hour of that time; yesterday 14:00"},
    {"2h 30m 7d", "since so long ago"},
    {"14:00..16:00", "of that range; mon..wed, yesterday 22:00.."},
    {">5m <30s", "that took longer, or not so long"},
    {"failed", "that failed; also live, completed"},
    {"in out", "inbound, outbound"},
    {"ringg", "of that provider; of several: of any of them"},
    {"agent:X", "with X in the agent; also status: reason: id: name: text:"},
    {"refund", "any other word: in the status, agent, names or summary"},
    {"!failed", "not so"},
    {"kept", "the kept calls; no provider is asked"},
    {"kept /lost.*bag/", "in which this was said; also kept \"lost bag\""},
};

static const struct row numbers[] = {
    {"5j 12G", "before a key: how often to repeat it, or a turn's number"},
    {":12 :1:23 :83s", "go to that turn; to the turn spoken at that time"},
};

static void add_rows(struct view *v, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        view_lines_add(v, ROLE_VALUE, rows[i].sign, ROLE_TEXT, rows[i].means);
}

/* *start gets the item with the title of the section that fits what the user is doing. */
static struct view *view_of(const struct app *a, size_t *start)
{
    struct view *v = view_lines_new();
    enum action_group group = group_here(a);
    add_first_screen(v, a);
    add_actions(v, a);
    view_lines_addf(v, ROLE_TITLE, "Commands");
    add_commands(v);
    view_lines_add_blank(v);
    view_lines_addf(v, ROLE_TITLE, "Words of a query for calls; all must hold");
    add_rows(v, words_of_query, sizeof words_of_query / sizeof *words_of_query);
    view_lines_add_blank(v);
    view_lines_addf(v, ROLE_TITLE, "Numbers");
    add_rows(v, numbers, sizeof numbers / sizeof *numbers);
    *start = group == GROUP_MOVING ? 0 : title_of(group);
    return v;
}

/* Titles and blank rows have no label; titles have a text. */
static bool is_title(const struct view *v, size_t item)
{
    char *text = v->ops->copy(v, item);
    bool is = *text && !*view_lines_label(v, item);
    free(text);
    return is;
}

static void step(struct app *a, long sections)
{
    struct pane *p = overlay_pane(a);
    size_t step = sections > 0 ? 1 : (size_t)-1, at = p->cursor.item, found = at;
    for (at += step; sections && at < pane_items(p); at += step)
        if (is_title(p->view, at)) {
            found = at;
            sections += sections > 0 ? -1 : 1;
        }
    if (found == p->cursor.item)
        say(a, ROLE_DIM, "no other section");
    else
        pane_goto_top(p, found);
}

static int action_of(const struct app *a, size_t item)
{
    if (item >= 1 && item <= MOST_USED)
        return most_used(a)[item - 1];
    for (int i = 0; i < ACTION_COUNT; i++)
        if (item_of(i) == item)
            return i;
    return ACT_NONE;
}

/* An action runs as if the help had not been opened. */
static void enter(struct app *a)
{
    size_t item = overlay_pane(a)->cursor.item,
           first = FIRST_GROUP + ACTION_COUNT + 2 * GROUP_COUNT + 1;
    int action = action_of(a, item);
    if (action != ACT_NONE) {
        if (actions[action].context != KEYS_PROMPT)
            overlay_close(a);
        action_run(a, (enum action)action, 0);
    } else if (item >= first && item < first + COMMAND_WORDS) {
        overlay_close(a);
        command_line_begin(a, (enum command_word)(item - first));
    } else {
        say(a, ROLE_DIM, "nothing to do in this row");
    }
}

static const enum action hints[] = {ACT_ENTER, ACT_PAGE_DOWN, ACT_SEARCH, ACT_CANCEL, ACT_NONE};

static const struct overlay_ops overlay = {
    .name = "Help",
    .fills = true,
    .searchable = true,
    .hints = hints,
    .enters = "run",
    .enter = enter,
    .step_speaker = step,
};

void help_toggle(struct app *a)
{
    size_t start;
    if (overlay_top(a) == &overlay) {
        overlay_close(a);
        return;
    }
    struct view *v = view_of(a, &start);
    overlay_show(a, &overlay, v);
    pane_goto_top(overlay_pane(a), start);
}
