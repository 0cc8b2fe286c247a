/* From what is typed to a match on the screen. A search goes on between keys; the match that is
 * waited for is gone to as soon as it is known. UI thread. */
#include "ui/feature/find.h"

#include "base/alloc.h"
#include "ui/shell/app_state.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLICE_MS = 4,
    STEPS_MAX = 1000,
    FILTER_AT_ONCE_MS = 40,
    LIST = PANE_COUNT, /* the list that lies on top, as the id of a pane */
    RAW                /* the JSON */
};

/* The panes that are searched, in the order of the screen; at: the one in focus. */
struct scope {
    int ids[PANE_COUNT];
    int count, at;
};

static const struct pane *seen_pane(const struct app *a, int id)
{
    struct tab *t = app_tab(a);
    return id == LIST ? &a->list : id == RAW ? &t->raw : &t->panes[id];
}

static struct pane *pane_of(struct app *a, int id)
{
    struct tab *t = app_tab(a);
    return id == LIST ? &a->list : id == RAW ? &t->raw : &t->panes[id];
}

static void add_pane(struct scope *s, const struct app *a, int id)
{
    if (pane_can_search(seen_pane(a, id)))
        s->ids[s->count++] = id;
}

/* Pages that stand for a call are too short to be searched, and lists are gone through by letters.
 */
static struct scope scope_of(const struct app *a)
{
    struct scope s = {.count = 0};
    const struct tab *t = app_tab(a);
    if (a->overlay == OVERLAY_HELP || a->overlay == OVERLAY_MESSAGES ||
        a->overlay == OVERLAY_COMPARED || a->overlay == OVERLAY_LINKS)
        add_pane(&s, a, LIST);
    if (a->overlay != OVERLAY_NONE || !t->call || t->focus < PANE_CALL)
        return s;
    if (t->raw_shown) {
        add_pane(&s, a, RAW);
        return s;
    }
    for (int i = PANE_CALL; i < PANE_COUNT; i++) {
        bool focus = t->focus == (enum pane_id)i;
        if (focus)
            s.at = s.count;
        if (focus || a->find.all_panes)
            add_pane(&s, a, i);
    }
    return s;
}

/* All that shows matches, searched now or before. */
static void search_everywhere(struct app *a, struct pattern *pattern)
{
    for (int i = PANE_CALL; i <= RAW; i++)
        pane_search(pane_of(a, i), NULL);
    struct scope s = scope_of(a);
    for (int i = 0; i < s.count; i++)
        pane_search(pane_of(a, s.ids[i]), pattern);
}

/* Which pane has this place in the origin: all are one where one covers them. */
static int origin_id(const struct app *a, int i)
{
    if (a->overlay != OVERLAY_NONE)
        return LIST;
    return app_tab(a)->raw_shown ? RAW : i;
}

static int cover(const struct app *a)
{
    return a->overlay != OVERLAY_NONE ? RAW + (int)a->overlay : origin_id(a, 0);
}

static void forget_folds(struct find_origin *o)
{
    for (int i = 0; i < PANE_COUNT; i++) {
        outline_folds_free(o->folds[i]);
        o->folds[i] = NULL;
    }
}

static void remember_origin(struct app *a)
{
    struct find_origin *o = &a->find.origin;
    forget_folds(o);
    o->focus = app_tab(a)->focus;
    o->cover = cover(a);
    for (int i = PANE_CALL; i < PANE_COUNT; i++) {
        const struct pane *p = seen_pane(a, origin_id(a, i));
        o->top[i] = p->top;
        o->cursor[i] = p->cursor;
        o->here[i] = p->here;
        o->has_here[i] = p->has_here;
        o->folds[i] = pane_folds(p);
    }
}

void find_uncovered(struct app *a)
{
    if (a->find.line == FIND_SEARCH && a->find.origin.cover != cover(a))
        remember_origin(a);
}

/* `i`: of its places in the origin. The match that one was on counts again when the search does. */
static void return_to(const struct find_origin *o, int i, struct pane *p, bool with_match)
{
    pane_set_folds(p, o->folds[i]);
    p->top = o->top[i];
    p->cursor = o->cursor[i];
    p->here = o->here[i];
    p->has_here = with_match && o->has_here[i];
    pane_refresh(p);
}

static void return_to_origin(struct app *a, bool with_match)
{
    const struct find_origin *o = &a->find.origin;
    app_tab(a)->focus = o->focus;
    for (int i = PANE_CALL; i < PANE_COUNT; i++)
        return_to(o, i, pane_of(a, origin_id(a, i)), with_match);
}

static void set_error(struct find *f, const char *text)
{
    free(f->error);
    f->error = text ? xstrdup(text) : NULL;
}

static void set_pattern(struct find *f, struct pattern *taken)
{
    pattern_free(f->pattern);
    f->pattern = taken;
}

void find_done(struct find *f)
{
    for (int i = 0; i < FIND_LINES; i++)
        prompt_done(&f->prompts[i]);
    set_pattern(f, NULL);
    pattern_free(f->before);
    set_error(f, NULL);
    forget_folds(&f->origin);
}

static void arrive(struct app *a, int id, const struct match *m, bool wrapped)
{
    if (id < PANE_COUNT)
        app_tab(a)->focus = (enum pane_id)id;
    pane_goto_match(pane_of(a, id), m);
    a->find.wrapped = a->find.wrapped || wrapped;
}

/* One match further, through the panes one after the other and round. */
static enum search_answer step(struct app *a, enum search_from from)
{
    struct scope s = scope_of(a);
    bool back = from == SEARCH_BEFORE;
    struct match m;
    if (!s.count)
        return SEARCH_NONE;
    enum search_answer own = pane_find(seen_pane(a, s.ids[s.at]), from, &m);
    if (own == SEARCH_FOUND)
        arrive(a, s.ids[s.at], &m, false);
    if (own == SEARCH_FOUND || own == SEARCH_UNKNOWN)
        return own;
    for (int k = 1; k < s.count; k++) {
        int next = s.at + (back ? -k : k), i = (next + s.count) % s.count;
        struct match other;
        enum search_answer answer =
            pane_find(seen_pane(a, s.ids[i]), back ? SEARCH_LAST : SEARCH_FIRST, &other);
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
        const struct pane *p = seen_pane(a, scope.ids[i]);
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

/* Beside the prompt there is no room for it. */
static const char *no_match_text(const struct app *a)
{
    bool pane = a->find.line == FIND_NONE && !a->find.all_panes && a->overlay == OVERLAY_NONE;
    return pane ? "no match in this pane" : "no match";
}

/* What found nothing has nothing to show, and nothing for Esc to clear. */
static void say_outcome(struct app *a)
{
    const struct find *f = &a->find;
    struct tally t = tally_of(a);
    if (f->line != FIND_NONE)
        return; /* the prompt says it */
    if (f->wrapped)
        app_say(a, ROLE_WARN, "the search went round the %s",
                f->from == SEARCH_BEFORE ? "beginning" : "end");
    else if (t.searched && !t.count && !t.running && !t.too_complex) {
        app_say(a, ROLE_WARN, "%s", no_match_text(a));
        search_everywhere(a, NULL);
    }
}

/* As many steps as can be made now. */
static void settle(struct app *a)
{
    struct find *f = &a->find;
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
    a->find.from = from;
    a->find.steps = steps < STEPS_MAX ? steps : STEPS_MAX;
    a->find.wrapped = false;
}

void find_next(struct app *a, enum search_from from, long steps)
{
    struct scope s = scope_of(a);
    if (!a->find.pattern || !s.count) {
        app_say(a, ROLE_WARN, s.count ? "nothing was searched for yet" : "nothing to search here");
        return;
    }
    for (int i = 0; i < s.count; i++)
        if (pane_pattern(seen_pane(a, s.ids[i])) != a->find.pattern)
            pane_search(pane_of(a, s.ids[i]), a->find.pattern);
    marks_leave(a, seen_pane(a, s.ids[s.at]));
    if (from == SEARCH_AFTER && a->find.steps > 0 && a->find.from != SEARCH_BEFORE) {
        from = a->find.from; /* what was wanted before is still looked for */
        steps += a->find.steps;
    }
    want(a, from, steps);
    find_work(a);
}

bool find_show_all_turns(struct app *a)
{
    struct tab *t = app_tab(a);
    if (!t->filter.pattern || !t->call)
        return false;
    filter_set(&t->filter, NULL, 0, &t->panes[PANE_TURNS], t->call);
    app_say(a, ROLE_DIM, "all turns are shown");
    return true;
}

void find_everywhere(struct app *a, struct pattern *pattern)
{
    struct tab *t = app_tab(a);
    set_pattern(&a->find, pattern_hold(pattern));
    a->find.all_panes = true;
    t->raw_shown = false;
    find_show_all_turns(a);
    app_focus(a, PANE_CALL);
    search_everywhere(a, a->find.pattern);
    want(a, SEARCH_FIRST, 1);
}

static bool any_shown(const struct app *a)
{
    bool any = false;
    for (int i = PANE_CALL; i <= RAW; i++)
        any = any || seen_pane(a, i)->search;
    return any;
}

bool find_clear(struct app *a)
{
    bool any = any_shown(a);
    search_everywhere(a, NULL);
    a->find.steps = 0;
    return any;
}

void find_open(struct app *a, enum find_line line, long count)
{
    struct find *f = &a->find;
    const struct tab *t = app_tab(a);
    bool can_filter = a->overlay == OVERLAY_NONE && t->call && t->call->turn_count && !t->raw_shown;
    if (line == FIND_SEARCH ? scope_of(a).count == 0 : !can_filter) {
        app_say(a, ROLE_WARN, "nothing to %s here", line == FIND_SEARCH ? "search" : "filter");
        return;
    }
    f->line = line;
    f->around = count > 0 ? (size_t)count : 0;
    f->steps = 0;
    prompt_set(&f->prompts[line], "");
    if (line != FIND_SEARCH)
        return;
    f->all_panes = false;
    f->before = pattern_hold(f->pattern);
    f->was_shown = any_shown(a);
    remember_origin(a);
}

static void close_prompt(struct app *a)
{
    struct find *f = &a->find;
    f->line = FIND_NONE;
    pattern_free(f->before);
    f->before = NULL;
    set_error(f, NULL);
    forget_folds(&f->origin);
}

static const char *typed(const struct find *f)
{
    return prompt_text(&f->prompts[f->line]);
}

/* NULL when nothing is typed, and with an error when that is no expression. */
static struct pattern *typed_pattern(struct find *f)
{
    struct err e;
    set_error(f, NULL);
    struct pattern *p = *typed(f) ? pattern_new(typed(f), &e) : NULL;
    if (*typed(f) && !p)
        set_error(f, e.text);
    return p;
}

/* From where the prompt was opened, each time anew; found when no more keys wait. */
static void search_typed(struct app *a)
{
    set_pattern(&a->find, typed_pattern(&a->find));
    return_to_origin(a, false);
    search_everywhere(a, a->find.pattern);
    a->find.steps = 0;
    if (a->find.pattern)
        want(a, SEARCH_HERE, 1);
}

static void cancel(struct app *a)
{
    struct find *f = &a->find;
    if (f->line == FIND_SEARCH) {
        f->steps = 0;
        return_to_origin(a, true);
        set_pattern(f, pattern_hold(f->before));
        search_everywhere(a, f->was_shown ? f->pattern : NULL);
    }
    close_prompt(a);
}

/* What was found while typing is where one is; nothing typed means the pattern before. */
static void accept_search(struct app *a)
{
    struct find *f = &a->find;
    bool again = !*typed(f);
    if (f->error) {
        app_say(a, ROLE_BAD, "/%s/ %s", typed(f), f->error);
        cancel(a);
        return;
    }
    prompt_remember(&f->prompts[FIND_SEARCH], typed(f));
    if (again) {
        set_pattern(f, pattern_hold(f->before));
        return_to_origin(a, true);
    }
    close_prompt(a);
    if (again) {
        find_next(a, SEARCH_AFTER, 1);
        return;
    }
    if (origin_id(a, 0) == 0)
        marks_left(a, pane_of(a, PANE_TURNS), f->origin.cursor[PANE_TURNS].item);
    if (f->steps > 0)
        find_work(a); /* keys that wait are typed at what is found soon */
    else
        say_outcome(a);
}

static void accept_filter(struct app *a)
{
    struct find *f = &a->find;
    struct tab *t = app_tab(a);
    struct pattern *p = typed_pattern(f);
    bool ends = !*typed(f);
    prompt_remember(&f->prompts[FIND_FILTER], typed(f));
    if (f->error) {
        app_say(a, ROLE_BAD, "/%s/ %s", typed(f), f->error);
    } else if (!ends || t->filter.pattern) {
        if (!ends)
            marks_leave(a, &t->panes[PANE_TURNS]);
        filter_set(&t->filter, p, f->around, &t->panes[PANE_TURNS], t->call);
        filter_run(&t->filter, &t->panes[PANE_TURNS], t->call, FILTER_AT_ONCE_MS);
        app_focus(a, PANE_TURNS);
        if (ends)
            app_say(a, ROLE_DIM, "all turns are shown");
    }
    pattern_free(p);
    close_prompt(a);
}

static void main_key(struct app *a, int key)
{
    struct key_state state = {0};
    long count;
    int action = keymap_feed(a->keymap, KEYS_MAIN, &state, key, &count);
    if (action == ACT_STOP)
        cancel(a);
    else if (action == ACT_REDRAW)
        screen_redraw();
    else if (action == ACT_SUSPEND)
        a->suspend = true;
}

void find_key(struct app *a, int key)
{
    struct find *f = &a->find;
    char *before = xstrdup(typed(f));
    switch (prompt_key(&f->prompts[f->line], a->keymap, key)) {
    case PROMPT_ACCEPTED:
        if (f->line == FIND_SEARCH)
            accept_search(a);
        else
            accept_filter(a);
        break;
    case PROMPT_CANCELLED:
    case PROMPT_ENDED:
        cancel(a);
        break;
    case PROMPT_SCOPE:
        f->all_panes = f->line == FIND_SEARCH && origin_id(a, 0) == 0 && !f->all_panes;
        if (f->line == FIND_SEARCH)
            search_typed(a);
        break;
    case PROMPT_EDITED:
        if (f->line == FIND_SEARCH && strcmp(before, typed(f)) != 0)
            search_typed(a);
        break;
    case PROMPT_IGNORED:
        main_key(a, key);
        break;
    case PROMPT_COMPLETE:
        break;
    }
    free(before);
}

void find_paste(struct app *a, const char *text, size_t bytes)
{
    prompt_insert(&a->find.prompts[a->find.line], text, bytes);
    if (a->find.line == FIND_SEARCH)
        search_typed(a);
}

/* A key that took long itself leaves less of the time until the frame. */
static int64_t slice_end_ms(const struct app *a)
{
    int64_t now = time_now_ms(), end = a->woken_ms + SLICE_MS;
    return end > now ? end : now + 1;
}

void find_work(struct app *a)
{
    struct tab *t = app_tab(a);
    int64_t end_ms = slice_end_ms(a);
    int order[] = {LIST, RAW, (int)t->focus, PANE_TURNS, PANE_CALL, PANE_PEOPLE};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (time_now_ms() < end_ms)
            pane_search_run(pane_of(a, order[i]), (int)(end_ms - time_now_ms()));
    if (t->call && time_now_ms() < end_ms)
        filter_run(&t->filter, &t->panes[PANE_TURNS], t->call, (int)(end_ms - time_now_ms()));
    settle(a);
}

bool find_is_busy(const struct app *a)
{
    bool busy = app_tab(a)->filter.scan != NULL;
    for (int i = PANE_CALL; i <= RAW && !busy; i++) {
        const struct search *s = seen_pane(a, i)->search;
        busy = s && !search_is_done(s);
    }
    return busy;
}

static const char *separator(const struct line *out, int begin)
{
    return out->cols > begin ? ", " : "";
}

static void put_too_complex(struct line *out, size_t count, int begin)
{
    if (count)
        line_printf(out, ROLE_WARN, "%stoo complex in %zu turn%s", separator(out, begin), count,
                    count > 1 ? "s" : "");
}

bool find_has_matches(const struct app *a)
{
    struct tally t = tally_of(a);
    return t.count || t.running;
}

void find_put_count(const struct app *a, struct line *out)
{
    struct tally t = tally_of(a);
    const char *more = t.running ? "+" : "";
    int begin = out->cols;
    if (a->find.error)
        line_puts(out, ROLE_BAD, a->find.error);
    else if (a->find.line == FIND_FILTER)
        return; /* matches are the search's */
    else if (t.number)
        line_printf(out, ROLE_KEY, "%zu/%zu%s", t.number, t.count, more);
    else if (t.count)
        line_printf(out, ROLE_KEY, "%zu%s match%s", t.count, more, t.count > 1 ? "es" : "");
    else if (t.running)
        line_puts(out, ROLE_DIM, "searching");
    else if (t.searched && a->find.line == FIND_SEARCH)
        line_puts(out, ROLE_WARN, no_match_text(a));
    put_too_complex(out, t.too_complex, begin);
    if (app_tab(a)->filter.scan)
        line_printf(out, ROLE_DIM, "%sfiltering", separator(out, begin));
    else if (app_tab(a)->filter.too_complex)
        line_printf(out, ROLE_WARN, "%sthe filter is ", separator(out, begin));
    put_too_complex(out, app_tab(a)->filter.too_complex, out->cols);
}

bool find_is_typed(const struct app *a)
{
    return *typed(&a->find);
}

int find_put_prompt(const struct app *a, struct line *out, int cols)
{
    const struct find *f = &a->find;
    if (f->line == FIND_FILTER && f->around)
        line_printf(out, ROLE_PROMPT, " %zu", f->around);
    else
        line_puts(out, ROLE_PROMPT, f->all_panes && f->line == FIND_SEARCH ? " all panes " : " ");
    line_puts(out, ROLE_PROMPT, f->line == FIND_SEARCH ? "/" : "&");
    int begin = out->cols;
    return begin + prompt_draw(&f->prompts[f->line], out, cols - begin);
}
