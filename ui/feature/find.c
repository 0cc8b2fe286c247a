/* The search continues between keys, and the cursor moves to a match as soon as it is known. */
#include "ui/feature/find.h"

#include "base/alloc.h"
#include "text/time.h"
#include "ui/feature/filter_turns.h"
#include "ui/feature/find_origin.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/hints.h"
#include "ui/shell/jump.h"
#include "ui/shell/line_prompt.h"
#include "ui/shell/mode.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/view/pane_search.h"

#include <stdlib.h>
#include <string.h>

enum { SLICE_MS = 4, AT_ONCE_MS = 20, STEPS_MAX = 1000 };

extern const struct feature find_feature;
static const struct mode_ops mode;

struct find {
    struct prompt prompt;
    bool all_panes;          /* not only the pane in focus is searched */
    struct pattern *pattern; /* the last one; NULL: nothing was searched for */
    struct pattern *before;  /* while the prompt is open: the previous one */
    bool was_shown;          /* and it was highlighted */
    struct find_origin origin;
    char *error; /* why what is typed is not a valid expression; NULL: it is, or it is empty */

    enum search_from from;     /* of the match that is awaited */
    long steps;                /* how many matches further; 0: no match is awaited */
    const struct tab *awaited; /* its call is searched when it comes; borrowed, or NULL */
    unsigned renamed;          /* which call that is, as the tab counts them */
    bool wrapped;              /* the last one was found after wrapping */
};

static struct find *state_of(const struct app *a)
{
    return feature_state(a, &find_feature);
}

bool find_is_typing(const struct app *a)
{
    return mode_is_pushed(a, &mode);
}

/* The panes that are searched, in the order of the screen; at: the one in focus. */
struct scope {
    int ids[PANE_COUNT];
    int count, at;
};

static void add_pane(struct scope *s, const struct app *a, int id)
{
    if (pane_can_search(find_origin_pane(a, id)))
        s->ids[s->count++] = id;
}

/* The pages of tabs without a call are too short to be searched. */
static struct scope scope_of(const struct app *a)
{
    struct scope s = {.count = 0};
    const struct tab *t = a->tab;
    if (overlay_is_open(a)) {
        if (overlay_top(a)->searchable)
            add_pane(&s, a, FIND_LIST);
        return s;
    }
    if (tab_is_list(t) && t->focus >= PANE_CALL)
        add_pane(&s, a, FIND_LIST);
    if ((!t->call && !t->raw_shown) || t->focus < PANE_CALL)
        return s;
    if (t->raw_shown) {
        add_pane(&s, a, FIND_RAW);
        return s;
    }
    for (int i = PANE_CALL; i < PANE_COUNT; i++) {
        bool focus = t->focus == (enum pane_id)i;
        if (focus)
            s.at = s.count;
        if (focus || state_of(a)->all_panes)
            add_pane(&s, a, i);
    }
    return s;
}

/* Searches all panes of the scope; in other panes matches are no longer shown. */
static void search_everywhere(struct app *a, struct pattern *pattern)
{
    for (int i = PANE_CALL; i <= FIND_RAW; i++)
        pane_search(find_origin_pane(a, i), NULL);
    struct scope s = scope_of(a);
    for (int i = 0; i < s.count; i++)
        pane_search(find_origin_pane(a, s.ids[i]), pattern);
}

/* The list or JSON that covered the panes may be closed while the prompt is open: then the cursors
 * of other panes are saved. */
static void check_origin(struct app *a)
{
    if (find_is_typing(a) && !find_origin_is_valid(&state_of(a)->origin, a))
        find_origin_save(&state_of(a)->origin, a);
}

static void set_error(struct find *f, const char *text)
{
    free(f->error);
    f->error = text ? xstrdup(text) : NULL;
}

/* The pattern is taken. */
static void set_pattern(struct find *f, struct pattern *pattern)
{
    pattern_free(f->pattern);
    f->pattern = pattern;
    f->awaited = NULL;
}

static void arrive(struct app *a, int id, const struct match *m, bool wrapped)
{
    if (id < PANE_COUNT)
        a->tab->focus = (enum pane_id)id;
    pane_goto_match(find_origin_pane(a, id), m);
    state_of(a)->wrapped = state_of(a)->wrapped || wrapped;
}

/* Goes one match further, through one pane after the other; the first comes after the last. */
static enum search_answer step(struct app *a, enum search_from from)
{
    struct scope s = scope_of(a);
    bool back = from == SEARCH_BEFORE;
    struct match m;
    if (!s.count)
        return SEARCH_NONE;
    enum search_answer own = pane_find(find_origin_pane(a, s.ids[s.at]), from, &m);
    if (own == SEARCH_FOUND)
        arrive(a, s.ids[s.at], &m, false);
    if (own == SEARCH_FOUND || own == SEARCH_UNKNOWN)
        return own;
    for (int k = 1; k < s.count; k++) {
        int next = s.at + (back ? -k : k), i = (next + s.count) % s.count;
        struct match other;
        enum search_answer answer =
            pane_find(find_origin_pane(a, s.ids[i]), back ? SEARCH_LAST : SEARCH_FIRST, &other);
        if (answer == SEARCH_FOUND)
            arrive(a, s.ids[i], &other, next != i);
        if (answer != SEARCH_NONE)
            return answer;
    }
    if (own == SEARCH_WRAPPED)
        arrive(a, s.ids[s.at], &m, true);
    return own;
}

/* Sums over the panes that are searched. */
struct tally {
    size_t count, number, too_complex;
    bool searched, running;
};

static struct tally tally_of(const struct app *a)
{
    struct tally sum = {0};
    struct scope scope = scope_of(a);
    bool known = true;
    for (int i = 0; i < scope.count; i++) {
        const struct pane *p = find_origin_pane(a, scope.ids[i]);
        if (!p->search)
            continue;
        if (i == scope.at && pane_match_number(p))
            sum.number = known ? sum.count + pane_match_number(p) : 0;
        sum.searched = true;
        sum.count += search_count(p->search);
        sum.too_complex += search_too_complex(p->search);
        known = known && search_is_done(p->search);
    }
    sum.running = !known;
    return sum;
}

/* Beside the prompt there is no room for more. */
static const char *no_match_text(const struct app *a)
{
    bool pane = !find_is_typing(a) && !state_of(a)->all_panes && !overlay_is_open(a);
    return pane ? "no match in this pane" : "no match";
}

/* A search without matches has nothing to show, and nothing for Esc to clear. */
static void say_outcome(struct app *a)
{
    const struct find *f = state_of(a);
    struct tally t = tally_of(a);
    if (find_is_typing(a))
        return; /* the prompt says it */
    if (f->wrapped)
        say(a, ROLE_WARN, "search wrapped to the %s", f->from == SEARCH_BEFORE ? "bottom" : "top");
    else if (t.searched && !t.count && !t.running && !t.too_complex) {
        say(a, ROLE_WARN, "%s", no_match_text(a));
        search_everywhere(a, NULL);
    }
}

/* Takes as many steps as are possible now. */
static void settle(struct app *a)
{
    struct find *f = state_of(a);
    while (f->steps > 0) {
        enum search_answer answer = step(a, f->from);
        if (answer == SEARCH_UNKNOWN)
            return;
        f->steps = answer == SEARCH_NONE ? 0 : f->steps - 1;
        if (f->from == SEARCH_HERE)
            f->from = SEARCH_AFTER;
        if (f->steps == 0)
            say_outcome(a);
    }
}

static void want(struct app *a, enum search_from from, long steps)
{
    state_of(a)->from = from;
    state_of(a)->steps = steps < STEPS_MAX ? steps : STEPS_MAX;
    state_of(a)->wrapped = false;
}

/* If the user has gone elsewhere, this waits until they come back. */
static void search_awaited(struct app *a)
{
    struct find *f = state_of(a);
    struct tab *t = a->tab;
    if (f->awaited != t)
        return;
    if (f->renamed != t->renamed)
        f->awaited = NULL;
    else if (tab_has_complete_call(t) && t->focus >= PANE_CALL && !overlay_is_open(a))
        find_everywhere(a, f->pattern);
}

/* When handling a key took long, less time is left until the next frame. */
static void work(struct app *a)
{
    int64_t now_ms = time_now_ms(), end_ms = a->frame.woken_ms + SLICE_MS;
    end_ms = end_ms > now_ms ? end_ms : now_ms + 1;
    int order[] = {FIND_LIST, FIND_RAW,          (int)a->tab->focus, PANE_TURNS,
                   PANE_CALL, PANE_PARTICIPANTS, PANE_OTHER};
    check_origin(a);
    search_awaited(a);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (time_now_ms() < end_ms)
            pane_search_run(find_origin_pane(a, order[i]), (int)(end_ms - time_now_ms()));
    settle(a);
}

static void go_to_next(struct app *a, enum search_from from, long steps)
{
    struct scope s = scope_of(a);
    if (!state_of(a)->pattern || !s.count) {
        say(a, ROLE_WARN, s.count ? "nothing has been searched for yet" : "nothing to search here");
        return;
    }
    for (int i = 0; i < s.count; i++)
        if (pane_pattern(find_origin_pane(a, s.ids[i])) != state_of(a)->pattern)
            pane_search(find_origin_pane(a, s.ids[i]), state_of(a)->pattern);
    jump_from(a, find_origin_pane(a, s.ids[s.at]));
    if (from == SEARCH_AFTER && state_of(a)->steps > 0 && state_of(a)->from != SEARCH_BEFORE) {
        from = state_of(a)->from; /* the previous search is not finished yet */
        steps += state_of(a)->steps;
    }
    want(a, from, steps);
    work(a);
}

void find_everywhere(struct app *a, struct pattern *pattern)
{
    struct tab *t = a->tab;
    set_pattern(state_of(a), pattern_hold(pattern));
    state_of(a)->all_panes = true;
    t->raw_shown = false;
    filter_turns_show_all(a);
    focus_set(a, PANE_CALL);
    search_everywhere(a, state_of(a)->pattern);
    want(a, SEARCH_FIRST, 1);
}

void find_when_it_comes(struct app *a, struct pattern *pattern)
{
    set_pattern(state_of(a), pattern_hold(pattern));
    state_of(a)->all_panes = true;
    state_of(a)->awaited = a->tab;
    state_of(a)->renamed = a->tab->renamed;
}

static void tab_closed(struct app *a, struct tab *t)
{
    struct find *f = state_of(a);
    if (f->awaited == t)
        f->awaited = NULL;
}

static bool any_shown(const struct app *a)
{
    bool any = false;
    for (int i = PANE_CALL; i <= FIND_RAW; i++)
        any = any || find_origin_pane(a, i)->search;
    return any;
}

static bool cancel_search(struct app *a)
{
    bool any = any_shown(a);
    search_everywhere(a, NULL);
    state_of(a)->steps = 0;
    return any;
}

void find_open(struct app *a)
{
    struct find *f = state_of(a);
    if (scope_of(a).count == 0) {
        say(a, ROLE_WARN, "nothing to search here");
        return;
    }
    f->steps = 0;
    f->awaited = NULL;
    prompt_set(&f->prompt, "");
    f->all_panes = false;
    f->before = pattern_hold(f->pattern);
    f->was_shown = any_shown(a);
    find_origin_save(&state_of(a)->origin, a);
    mode_push(a, &mode);
}

static void close_prompt(struct app *a)
{
    struct find *f = state_of(a);
    mode_pop(a, &mode);
    pattern_free(f->before);
    f->before = NULL;
    set_error(f, NULL);
    find_origin_done(&f->origin);
}

static const char *typed(const struct find *f)
{
    return prompt_text(&f->prompt);
}

/* Each key searches again from where the prompt was opened. */
static void search_typed(struct app *a)
{
    struct find *f = state_of(a);
    struct err e;
    set_pattern(f, *typed(f) ? pattern_new(typed(f), &e) : NULL);
    set_error(f, *typed(f) && !f->pattern ? e.text : NULL);
    find_origin_restore(&f->origin, a, false);
    search_everywhere(a, f->pattern);
    f->steps = 0;
    if (f->pattern)
        want(a, SEARCH_HERE, 1);
}

static void leave(struct app *a)
{
    struct find *f = state_of(a);
    f->steps = 0;
    find_origin_restore(&f->origin, a, true);
    set_pattern(f, pattern_hold(f->before));
    search_everywhere(a, f->was_shown ? f->pattern : NULL);
    close_prompt(a);
}

/* The next keys may rely on the cursor being there, however busy the computer is. */
static void work_until_found(struct app *a)
{
    int64_t end_ms = time_cpu_ms() + AT_ONCE_MS;
    do
        work(a);
    while (state_of(a)->steps > 0 && time_cpu_ms() < end_ms);
}

/* The cursor is already at what was found while typing. Nothing typed means the previous pattern.
 */
static void accept_search(struct app *a)
{
    struct find *f = state_of(a);
    bool again = !*typed(f);
    if (f->error) {
        say(a, ROLE_BAD, "/%s/ %s", typed(f), f->error);
        leave(a);
        return;
    }
    prompt_remember(&f->prompt, typed(f));
    if (again) {
        set_pattern(f, pattern_hold(f->before));
        find_origin_restore(&state_of(a)->origin, a, true);
    }
    close_prompt(a);
    if (again) {
        go_to_next(a, SEARCH_AFTER, 1);
        return;
    }
    if (focus_sees_panes(a))
        jump_from_item(a, find_origin_pane(a, PANE_TURNS), f->origin.cursor[PANE_TURNS].item);
    if (f->steps > 0)
        work_until_found(a);
    else
        say_outcome(a);
}

static enum mode_result key_pressed(struct app *a, int key)
{
    struct find *f = state_of(a);
    char *before = xstrdup(typed(f));
    check_origin(a);
    enum prompt_result result = action_prompt_key(a, &f->prompt, key);
    if (result == PROMPT_ACCEPTED) {
        accept_search(a);
    } else if (result == PROMPT_CANCELLED) {
        leave(a);
    } else if (result == PROMPT_SCOPE) {
        f->all_panes = focus_sees_panes(a) && !f->all_panes;
        search_typed(a);
    } else if (result == PROMPT_EDITED && strcmp(before, typed(f)) != 0) {
        search_typed(a);
    }
    free(before);
    return MODE_USED;
}

static bool paste(struct app *a, const char *text, size_t bytes)
{
    check_origin(a);
    prompt_insert(&state_of(a)->prompt, text, bytes);
    search_typed(a);
    return true;
}

static int tick_ms(const struct app *a)
{
    for (int i = PANE_CALL; i <= FIND_RAW; i++) {
        const struct search *s = find_origin_pane(a, i)->search;
        if (s && !search_is_done(s))
            return 0;
    }
    return -1;
}

/* "3/17", or how far the search is. */
static void put_tally(const struct app *a, const struct tally *t, struct line *out)
{
    const char *more = t->running ? "+" : "";
    int begin = out->cols;
    if (t->number)
        line_printf(out, ROLE_KEY, "%zu/%zu%s", t->number, t->count, more);
    else if (t->count)
        line_printf(out, ROLE_KEY, "%zu%s match%s", t->count, more, t->count > 1 ? "es" : "");
    else if (t->running)
        line_puts(out, ROLE_DIM, "searching");
    else if (t->searched && find_is_typing(a))
        line_puts(out, ROLE_WARN, no_match_text(a));
    if (t->too_complex)
        line_printf(out, ROLE_WARN, "%stoo complex in %zu turn%s", out->cols > begin ? ", " : "",
                    t->too_complex, t->too_complex > 1 ? "s" : "");
}

static void status(const struct app *a, struct status *s)
{
    if (s->slot != STATUS_BEFORE)
        return;
    struct tally t = tally_of(a);
    put_tally(a, &t, s->out);
}

static const enum action *hints(const struct app *a)
{
    static const enum action found[] = {ACT_NEXT_MATCH, ACT_PREVIOUS_MATCH, ACT_HELP, ACT_NONE};
    struct tally t = tally_of(a);
    return t.count || t.running ? found : NULL;
}

/* Draws the prompt, and on the right what was found. */
static void draw(const struct app *a, const struct rect *r)
{
    const struct find *f = state_of(a);
    struct line remark = {0};
    struct tally t = tally_of(a);
    if (f->error)
        line_puts(&remark, ROLE_BAD, f->error);
    else
        put_tally(a, &t, &remark);
    if (!remark.cols)
        hints_put_action(a, ACT_PROMPT_SCOPE, &remark);
    line_prompt_draw(a, r, f->all_panes ? " all panes /" : " /", &f->prompt, &remark, f->error);
    line_done(&remark);
}

static const struct mode_ops mode = {
    .key = key_pressed,
    .paste = paste,
    .draw = draw,
};

void find_next_match(struct app *a)
{
    go_to_next(a, SEARCH_AFTER, action_times(a));
}

void find_previous_match(struct app *a)
{
    go_to_next(a, SEARCH_BEFORE, action_times(a));
}

struct pattern *find_pattern(const struct app *a)
{
    return state_of(a)->pattern;
}

static void done(struct app *a)
{
    struct find *f = state_of(a);
    prompt_done(&f->prompt);
    set_pattern(f, NULL);
    pattern_free(f->before);
    set_error(f, NULL);
    find_origin_done(&f->origin);
}

const struct feature find_feature = {
    .state_bytes = sizeof(struct find),
    .done = done,
    .tick_ms = tick_ms,
    .work = work,
    .tab_closed = tab_closed,
    .cancel = cancel_search,
    .status = status,
    .hints = hints,
};
