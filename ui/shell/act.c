/* What each action does. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "print/print.h"
#include "text/url.h"
#include "ui/feature/marks.h"
#include "ui/feature/nav.h"
#include "ui/feature/selection.h"
#include "ui/feature/zone.h"
#include "ui/term/screen.h"
#include "ui/view/view_lines.h"

#include <stdlib.h>
#include <string.h>

/* The pane that moving keys move. */
static struct pane *moving_pane(struct app *a)
{
    return a->overlay != OVERLAY_NONE ? &a->list : tab_pane(app_tab(a));
}

static long times(long count)
{
    return count > 0 ? count : 1;
}

static long page_rows(struct app *a)
{
    int rows = moving_pane(a)->rows;
    return rows > 2 ? rows - 1 : 1;
}

static void act_down(struct app *a, long count)
{
    pane_move(moving_pane(a), times(count));
}

static void act_up(struct app *a, long count)
{
    pane_move(moving_pane(a), -times(count));
}

static void act_half_down(struct app *a, long count)
{
    pane_scroll(moving_pane(a), times(count) * ((page_rows(a) + 1) / 2));
}

static void act_half_up(struct app *a, long count)
{
    pane_scroll(moving_pane(a), -times(count) * ((page_rows(a) + 1) / 2));
}

static void act_page_down(struct app *a, long count)
{
    pane_scroll(moving_pane(a), times(count) * page_rows(a));
}

static void act_page_up(struct app *a, long count)
{
    pane_scroll(moving_pane(a), -times(count) * page_rows(a));
}

static void go_to_number(struct app *a, long number)
{
    struct pane *p = moving_pane(a);
    if (p == &app_tab(a)->panes[PANE_TURNS])
        walk_to_turn(a, (size_t)number - 1);
    else
        pane_goto_number(p, (size_t)number - 1);
}

static void act_first(struct app *a, long count)
{
    if (count > 0) {
        go_to_number(a, count);
        return;
    }
    marks_leave(a, moving_pane(a));
    pane_goto(moving_pane(a), 0);
}

static void act_last(struct app *a, long count)
{
    if (count > 0) {
        go_to_number(a, count);
        return;
    }
    marks_leave(a, moving_pane(a));
    pane_goto_end(moving_pane(a));
}

static void sideways(struct app *a, long steps)
{
    struct pane *p = moving_pane(a);
    const struct tab *t = app_tab(a);
    bool turns = p == &t->panes[PANE_TURNS] || p == &t->raw;
    if (!p->view || !p->view->ops->sideways)
        app_say(a, ROLE_DIM, "nothing stands to the side here");
    else if (turns && a->style.wrap)
        app_say(a, ROLE_DIM, "long turns are wrapped: nothing stands to the side");
    else
        p->view->ops->sideways(p->view, steps);
}

static void act_left(struct app *a, long count)
{
    sideways(a, -times(count));
}

static void act_right(struct app *a, long count)
{
    sideways(a, times(count));
}

/* The panes there are: without a call the three of it are one page. */
static void step_pane(struct app *a, int step)
{
    const struct tab *t = app_tab(a);
    int panes = t->call && !t->raw_shown ? PANE_COUNT : PANE_CALL + 1;
    int at = (int)t->focus < panes ? (int)t->focus : PANE_CALL;
    app_focus(a, (enum pane_id)((at + step + panes) % panes));
}

static void act_next_pane(struct app *a)
{
    step_pane(a, 1);
}

static void act_previous_pane(struct app *a)
{
    step_pane(a, -1);
}

static void act_id_pane(struct app *a)
{
    app_focus(a, PANE_ID);
}

static void take_provider(struct app *a, const char *name)
{
    a->chosen = provider_find(a->providers, name);
    app_focus(a, PANE_ID);
}

/* The text of the selected item, yours; NULL when there is none. */
static char *selected_text(struct app *a)
{
    const struct pane *p = moving_pane(a);
    return pane_items(p) && p->view->ops->copy ? p->view->ops->copy(p->view, p->cursor.item) : NULL;
}

/* The same without what a row has around it. */
static char *selected_value(struct app *a)
{
    const struct pane *p = moving_pane(a);
    bool has = pane_items(p) && p->view->ops->value;
    return has ? p->view->ops->value(p->view, p->cursor.item) : selected_text(a);
}

/* A link is a field of its own; what a turn or a page says is none. */
static void open_selected(struct app *a)
{
    struct err e;
    const struct tab *t = app_tab(a);
    bool turns = t->call && t->focus == PANE_TURNS && !t->raw_shown;
    char *text = t->call && !turns ? selected_value(a) : NULL;
    if (turns)
        app_say(a, ROLE_DIM, "nothing to unfold in this turn");
    else if (text && url_may_open(tab_real_link(t, text), &e))
        app_open_link(a, tab_real_link(t, text));
    else
        app_say(a, ROLE_DIM, "nothing to open or unfold here");
    free(text);
}

static void act_enter(struct app *a)
{
    bool named = a->overlay == OVERLAY_ASK || a->overlay == OVERLAY_PROVIDERS;
    char *name = xstrdup(named ? view_lines_label(a->list.view, a->list.cursor.item) : "");
    if (a->overlay == OVERLAY_ASK)
        app_ask_answered(a, name);
    else if (a->overlay == OVERLAY_PROVIDERS)
        take_provider(a, name);
    else if (a->overlay == OVERLAY_SEVERAL)
        app_several_take(a);
    else if (a->overlay == OVERLAY_HELP)
        help_take(a);
    else if (a->overlay == OVERLAY_LINKS)
        app_open_recording(a);
    else if (a->overlay == OVERLAY_COMPARED)
        compare_take(a);
    else if (a->overlay == OVERLAY_FOUND)
        search_all_take(a);
    else if (a->overlay == OVERLAY_NONE && !pane_fold(moving_pane(a), FOLD_TOGGLE))
        open_selected(a);
    free(name);
}

static void act_copy_id(struct app *a)
{
    app_copy(a, "call ID", app_tab(a)->id);
}

static void act_copy_selected(struct app *a)
{
    const struct tab *t = app_tab(a);
    if (a->overlay == OVERLAY_NONE && t->call && t->focus == PANE_TURNS && !t->raw_shown) {
        selection_copy(a);
        return;
    }
    char *text = selected_text(a);
    bool link = a->overlay == OVERLAY_LINKS;
    app_copy(a, link ? "link" : t->raw_shown ? "row" : "field", text);
    free(text);
}

static void act_copy_transcript(struct app *a)
{
    struct buf text = {0};
    if (app_tab(a)->call)
        print_turns(&text, app_tab(a)->call);
    app_copy(a, "transcript", buf_str(&text));
    buf_done(&text);
}

static void act_copy_pointer(struct app *a)
{
    app_copy_pointer(a, moving_pane(a));
}

static void act_copy_value(struct app *a)
{
    app_copy_value(a, moving_pane(a));
}

static void act_unfold_all(struct app *a)
{
    app_fold(a, moving_pane(a), UNFOLD_ALL);
}

static void act_fold_all(struct app *a)
{
    app_fold(a, moving_pane(a), FOLD_ALL);
}

static void act_refetch(struct app *a)
{
    if (app_tab(a)->provider)
        app_fetch(a, app_tab(a));
    else
        app_say(a, ROLE_WARN, "no call was asked for here");
}

static void relayout(struct pane *p)
{
    if (p->view && p->cols > 0)
        pane_layout(p);
}

void app_restyle(struct app *a)
{
    for (size_t i = 0; i < a->tab_count; i++) {
        relayout(&a->tabs[i]->panes[PANE_TURNS]);
        relayout(&a->tabs[i]->raw);
    }
}

static void act_wrap(struct app *a)
{
    a->style.wrap = !a->style.wrap;
    app_restyle(a);
    app_say(a, ROLE_DIM, a->style.wrap ? "long turns are wrapped" : "long turns are cut");
}

static void act_timestamps(struct app *a)
{
    a->style.timestamps = (a->style.timestamps + 1) % TIMES_COUNT;
    app_restyle(a);
    const struct call *c = app_tab(a)->call;
    bool none = c && c->turn_count && !call_has_times(c);
    app_say(a, ROLE_DIM, "times: %s%s", view_transcript_timestamps_name(a->style.timestamps),
            none ? ", but the turns have none" : "");
}

static void act_zoom(struct app *a)
{
    if (app_tab(a)->call)
        a->zoom = !a->zoom;
    else
        app_say(a, ROLE_WARN, "no call is open here");
}

static void act_help(struct app *a)
{
    size_t start;
    if (a->overlay == OVERLAY_HELP) {
        app_close_overlay(a);
        return;
    }
    struct view *help = help_new(a, &start);
    app_show_overlay(a, OVERLAY_HELP, help);
    pane_goto_top(&a->list, start);
}

static void act_search(struct app *a, long count)
{
    find_open(a, FIND_SEARCH, count);
}

static void act_filter(struct app *a, long count)
{
    find_open(a, FIND_FILTER, count);
}

static void act_next_match(struct app *a, long count)
{
    find_next(a, SEARCH_AFTER, times(count));
}

static void act_previous_match(struct app *a, long count)
{
    find_next(a, SEARCH_BEFORE, times(count));
}

/* One thing that was put on the screen goes, last of all the download. */
static void step_back(struct app *a, struct tab *t)
{
    if (find_clear(a))
        return;
    if (a->zoom)
        a->zoom = false;
    else if (t->raw_shown)
        t->raw_shown = false;
    else if (!find_show_all_turns(a))
        app_stop_download(a, t);
}

static void act_cancel(struct app *a)
{
    struct tab *t = app_tab(a);
    if (a->overlay == OVERLAY_PROVIDERS)
        app_focus(a, t->id ? t->back : PANE_ID);
    else if (a->overlay != OVERLAY_NONE)
        app_close_overlay(a);
    else if (selection_has_keys(a))
        selection_end(a);
    else if (t->job && !t->watch.on)
        app_stop_fetch(a, t);
    else
        step_back(a, t);
}

static void act_stop(struct app *a)
{
    if (watch_stop(a, app_tab(a)))
        app_say(a, ROLE_DIM, "no longer watched");
    else if (app_tab(a)->job)
        app_stop_fetch(a, app_tab(a));
    else if (app_stop_download(a, app_tab(a)))
        return;
    else if (a->overlay == OVERLAY_NONE && app_tab(a)->focus == PANE_ID)
        app_leave_prompt(a);
    else
        act_cancel(a);
}

static void act_redraw(struct app *a)
{
    (void)a;
    screen_redraw();
}

static void act_suspend(struct app *a)
{
    a->suspend = true;
}

static void act_close(struct app *a)
{
    if (a->overlay != OVERLAY_NONE && a->overlay != OVERLAY_PROVIDERS)
        app_close_overlay(a);
    else
        tabs_close(a);
}

/* One of the two, or none: some mean something by a number typed before. */
static const struct {
    void (*plain)(struct app *a);
    void (*counted)(struct app *a, long count);
} handlers[ACTION_COUNT] = {
    [ACT_NEXT_PANE] = {act_next_pane},
    [ACT_PREVIOUS_PANE] = {act_previous_pane},
    [ACT_ID_PANE] = {act_id_pane},
    [ACT_ENTER] = {act_enter},
    [ACT_DOWN] = {.counted = act_down},
    [ACT_UP] = {.counted = act_up},
    [ACT_LEFT] = {.counted = act_left},
    [ACT_RIGHT] = {.counted = act_right},
    [ACT_HALF_DOWN] = {.counted = act_half_down},
    [ACT_HALF_UP] = {.counted = act_half_up},
    [ACT_PAGE_DOWN] = {.counted = act_page_down},
    [ACT_PAGE_UP] = {.counted = act_page_up},
    [ACT_FIRST] = {.counted = act_first},
    [ACT_LAST] = {.counted = act_last},
    [ACT_NEXT_SPEAKER] = {.counted = walk_next_speaker},
    [ACT_PREVIOUS_SPEAKER] = {.counted = walk_previous_speaker},
    [ACT_NEXT_SPOT] = {.counted = walk_next_spot},
    [ACT_PREVIOUS_SPOT] = {.counted = walk_previous_spot},
    [ACT_MARK] = {marks_ask_set},
    [ACT_GO_TO_MARK] = {marks_ask_go},
    [ACT_SEARCH] = {.counted = act_search},
    [ACT_NEXT_MATCH] = {.counted = act_next_match},
    [ACT_PREVIOUS_MATCH] = {.counted = act_previous_match},
    [ACT_FILTER] = {.counted = act_filter},
    [ACT_OPEN_RECORDING] = {app_open_recording},
    [ACT_PLAY] = {app_play},
    [ACT_LINKS] = {app_show_links},
    [ACT_WEB_PAGE] = {app_open_page},
    [ACT_DOWNLOAD] = {app_download},
    [ACT_COPY_LINK] = {app_copy_link},
    [ACT_COPY_ID] = {act_copy_id},
    [ACT_COPY_SELECTED] = {act_copy_selected},
    [ACT_COPY_TRANSCRIPT] = {act_copy_transcript},
    [ACT_COPY_NOTE] = {app_copy_note},
    [ACT_COPY_RAW] = {app_copy_raw},
    [ACT_SELECT] = {.counted = selection_toggle},
    [ACT_VISUAL_COPY] = {selection_copy},
    [ACT_VISUAL_NOTE] = {selection_copy_note},
    [ACT_SAVE] = {app_save},
    [ACT_PAGER] = {app_page},
    [ACT_PIPE] = {app_pipe},
    [ACT_PLAIN] = {app_show_plain},
    [ACT_COPY_POINTER] = {act_copy_pointer},
    [ACT_COPY_VALUE] = {act_copy_value},
    [ACT_RAW] = {app_toggle_raw},
    [ACT_UNFOLD_ALL] = {act_unfold_all},
    [ACT_FOLD_ALL] = {act_fold_all},
    [ACT_REFETCH] = {act_refetch},
    [ACT_WATCH] = {watch_toggle},
    [ACT_WRAP] = {act_wrap},
    [ACT_TIMESTAMPS] = {act_timestamps},
    [ACT_MASK] = {app_toggle_mask},
    [ACT_TIME_ZONE] = {zone_next},
    [ACT_ZOOM] = {act_zoom},
    [ACT_PREVIOUS_TAB] = {.counted = tabs_previous},
    [ACT_NEXT_TAB] = {.counted = tabs_next},
    [ACT_TAB] = {.counted = tabs_go},
    [ACT_COMPARE] = {.counted = compare_toggle},
    [ACT_COMMAND] = {command_line_open},
    [ACT_MESSAGES] = {command_show_messages},
    [ACT_HELP] = {act_help},
    [ACT_CANCEL] = {act_cancel},
    [ACT_STOP] = {act_stop},
    [ACT_REDRAW] = {act_redraw},
    [ACT_SUSPEND] = {act_suspend},
    [ACT_CLOSE] = {act_close},
    [ACT_QUIT] = {tabs_quit},
};

void app_act(struct app *a, enum action action, long count)
{
    if (handlers[action].counted)
        handlers[action].counted(a, count);
    else if (handlers[action].plain)
        handlers[action].plain(a);
}
