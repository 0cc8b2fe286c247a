/* Which keys are named on the status line: those that do something here and now. UI thread. */
#include "ui/shell/app_state.h"

#include "ui/feature/selection.h"

/* The last of each is the one that stays longest. */
static const enum action for_list[] = {ACT_ENTER, ACT_CANCEL, ACT_NONE};
static const enum action for_messages[] = {ACT_PAGE_DOWN, ACT_SEARCH, ACT_CANCEL, ACT_NONE};
static const enum action for_help[] = {ACT_ENTER, ACT_PAGE_DOWN, ACT_SEARCH, ACT_CANCEL, ACT_NONE};
static const enum action for_compared[] = {ACT_NEXT_SPOT, ACT_PAGE_DOWN, ACT_SEARCH, ACT_CANCEL,
                                           ACT_NONE};
static const enum action for_links[] = {ACT_OPEN_RECORDING, ACT_COPY_LINK, ACT_DOWNLOAD, ACT_CANCEL,
                                        ACT_NONE};
static const enum action for_download[] = {ACT_STOP, ACT_HELP, ACT_NONE};
static const enum action for_prompt[] = {ACT_PROMPT_ACCEPT, ACT_PROMPT_CANCEL, ACT_NONE};
static const enum action for_loading[] = {ACT_STOP, ACT_ID_PANE, ACT_HELP, ACT_NONE};
static const enum action for_page[] = {ACT_REFETCH, ACT_ID_PANE, ACT_CLOSE, ACT_HELP, ACT_NONE};
static const enum action for_mark[] = {ACT_CANCEL, ACT_NONE};
static const enum action for_selection[] = {ACT_VISUAL_COPY, ACT_VISUAL_NOTE, ACT_CANCEL, ACT_HELP,
                                            ACT_NONE};
static const enum action for_call[] = {ACT_WATCH,         ACT_OPEN_RECORDING, ACT_COPY_LINK,
                                       ACT_COPY_SELECTED, ACT_SEARCH,         ACT_HELP,
                                       ACT_NONE};
static const enum action for_matches[] = {ACT_NEXT_MATCH, ACT_PREVIOUS_MATCH, ACT_HELP, ACT_NONE};
static const enum action for_no_turns[] = {ACT_FILTER, ACT_CANCEL, ACT_HELP, ACT_NONE};
static const enum action for_json[] = {ACT_COPY_POINTER, ACT_COPY_VALUE, ACT_RAW, ACT_HELP,
                                       ACT_NONE};

/* Ctrl-D quits from an empty line, where it deletes otherwise. */
static bool ctrl_d_quits(const struct app *a)
{
    struct key_state none = {0};
    long count;
    return !*prompt_text(&a->id_prompt) &&
           keymap_feed(a->keymap, KEYS_PROMPT, &none, 'd' & 0x1f, &count) == ACT_PROMPT_DELETE;
}

static void put_hint(struct line *out, const char *key, const char *does)
{
    line_puts(out, ROLE_KEY, key);
    line_printf(out, ROLE_DIM, " %s  ", does);
}

void hints_put_action(const struct app *a, enum action action, struct line *out)
{
    struct buf key = {0};
    keymap_key_label(a->keymap, action, &key);
    if (key.len)
        put_hint(out, buf_str(&key), actions[action].hint);
    buf_done(&key);
}

/* Whether an action that a hint names does something here and now. */
static bool is_of_use(const struct app *a, enum action action)
{
    const struct tab *t = app_tab(a);
    switch (action) {
    case ACT_OPEN_RECORDING:
    case ACT_COPY_LINK:
    case ACT_DOWNLOAD:
        return app_has_link(a);
    case ACT_WATCH:
        return t->call->live && !t->watch.on;
    case ACT_COPY_SELECTED:
        return t->focus != PANE_TURNS || t->call->turn_count;
    case ACT_PROMPT_ACCEPT:
        return *prompt_text(&a->id_prompt);
    case ACT_REFETCH:
        return t->provider != NULL;
    default:
        return true;
    }
}

static bool all_filtered(const struct tab *t)
{
    return t->call && t->filter.pattern && t->focus == PANE_TURNS && !t->raw_shown &&
           !view_transcript_has_turns(t->panes[PANE_TURNS].view);
}

static const enum action *hints_here(const struct app *a)
{
    const struct tab *t = app_tab(a);
    if (a->overlay == OVERLAY_LINKS)
        return for_links;
    if (a->overlay == OVERLAY_HELP)
        return for_help;
    if (a->overlay == OVERLAY_COMPARED)
        return for_compared;
    if (a->overlay != OVERLAY_NONE)
        return a->overlay == OVERLAY_MESSAGES ? for_messages : for_list;
    if (t->focus == PANE_ID)
        return for_prompt;
    if (marks_wait(a))
        return for_mark;
    if (selection_has_keys(a))
        return for_selection;
    if (t->job && !t->watch.on)
        return for_loading;
    if (find_has_matches(a))
        return for_matches;
    if (all_filtered(t))
        return for_no_turns;
    if (t->download.running)
        return for_download;
    if (t->call && t->raw_shown)
        return for_json;
    return t->call ? for_call : for_page;
}

static bool in_prompt(const struct app *a)
{
    return app_tab(a)->focus == PANE_ID && a->overlay == OVERLAY_NONE;
}

static void put_useful_hint(const struct app *a, enum action action, struct line *out)
{
    if (is_of_use(a, action))
        hints_put_action(a, action, out);
}

static void put_last_hint(const struct app *a, enum action action, struct line *out)
{
    put_useful_hint(a, action, out);
    if (in_prompt(a) && ctrl_d_quits(a))
        put_hint(out, "Ctrl-D", "quit");
}

void hints_put(const struct app *a, int room, struct line *out)
{
    const enum action *list = hints_here(a);
    struct line one = {0};
    size_t last = 0;
    while (list[last + 1] != ACT_NONE)
        last++;
    put_last_hint(a, list[last], &one);
    int last_cols = one.cols;
    for (size_t i = 0; i < last; i++) {
        line_clear(&one);
        put_useful_hint(a, list[i], &one);
        if (out->cols + one.cols + last_cols > room)
            break;
        put_useful_hint(a, list[i], out);
    }
    if (out->cols + last_cols <= room)
        put_last_hint(a, list[last], out);
    line_done(&one);
}
