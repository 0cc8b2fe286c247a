/* Searching all open calls at once: a list of those with matches. The work is done in slices
 * between keys while the list is open, also for calls that arrive later.
 *
 * A call is searched in what its panes show and in all turns of its transcript, including those
 * that a filter hides. The program's own labels, which every call has, do not count. */
#include "base/alloc.h"
#include "base/int.h"
#include "call/facts.h"
#include "call/pattern.h"
#include "call/search.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/time.h"
#include "ui/feature/command_line.h"
#include "ui/feature/find.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"
#include "ui/term/screen.h"
#include "ui/view/pane_search.h"
#include "ui/view/view_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLICE_MS = 8,
    BEFORE_MATCH_COLS = 16,
    NAME_MAX_COLS = 40,
    FIRST_MIN_COLS = 40,
    PANES = 3 /* searched before the turns */
};

extern const struct feature search_all_feature;
static const struct overlay_ops overlay;

/* The matches in one call. */
struct call_matches {
    struct tab *tab;   /* borrowed: no tab is closed while the list is open */
    unsigned searched; /* what the tab showed when it was searched; 0: it was not yet */
    size_t count, too_complex;
    char *first; /* the text around the first match; NULL: there is none yet */
};

struct search_all {
    struct pattern *pattern;    /* NULL: nothing was searched for yet */
    struct call_matches *calls; /* of all tabs, in their order */
    size_t count, at;           /* at: the one that is being searched */
    size_t loading;             /* what the list says about calls that are still loading */
    unsigned listed;            /* what the tabs showed when the list was made */
    struct search *search;      /* in the call `at`; NULL: it has not begun */
    unsigned shown;             /* what its tab showed then */
    size_t items[PANES];
};

static struct search_all *state_of(const struct app *a)
{
    return feature_state(a, &search_all_feature);
}

static void forget_calls(struct search_all *s)
{
    search_free(s->search);
    s->search = NULL;
    for (size_t i = 0; i < s->count; i++)
        free(s->calls[i].first);
    free(s->calls);
    s->calls = NULL;
    s->count = s->at = s->loading = 0;
}

static const struct pane *searched_pane(const struct tab *t, int i)
{
    static const enum pane_id ids[PANES] = {PANE_CALL, PANE_PARTICIPANTS, PANE_OTHER};
    return &t->panes[ids[i]];
}

/* The items are the rows of the panes, then the turns: returns the pane of an item and makes *item
 * its row, or returns NULL and makes it the turn. Another width may have made fewer rows since. */
static const struct pane *pane_of_item(const struct search_all *s, size_t *item)
{
    for (int i = 0; i < PANES; i++) {
        if (*item < s->items[i])
            return searched_pane(s->calls[s->at].tab, i);
        *item -= s->items[i];
    }
    return NULL;
}

static void put_text(void *owner, size_t item, struct buf *out)
{
    const struct search_all *s = owner;
    const struct pane *p = pane_of_item(s, &item);
    if (p)
        pane_searched_text(p, item, out);
    else
        view_transcript_text(s->calls[s->at].tab->call, item, out);
}

static bool counts(void *owner, size_t item, size_t offset)
{
    const struct pane *p = pane_of_item(owner, &item);
    return !p || item >= pane_texts(p) || !p->view->ops->is_label ||
           !p->view->ops->is_label(p->view, item, offset);
}

static void begin_call(struct search_all *s)
{
    const struct tab *t = s->calls[s->at].tab;
    struct search_source source = {put_text, s, t->call->turn_count, counts};
    for (int i = 0; i < PANES; i++) {
        s->items[i] = pane_texts(searched_pane(t, i));
        source.items += s->items[i];
    }
    search_free(s->search);
    s->search = search_new(s->pattern, &source, 0, SEARCH_ALL);
    s->shown = t->shown;
}

static const char *line_begin(const char *text, const char *at)
{
    while (at > text && at[-1] != '\n')
        at--;
    return at;
}

/* Writes the speaker of a turn, or the label of a row, whose lines are labels and values in turn.
 */
static void put_whose(const struct search_all *s, size_t item, const char *text, const char *line,
                      struct buf *out)
{
    const struct call *c = s->calls[s->at].tab->call;
    size_t rows = 0, lines = 0;
    for (int i = 0; i < PANES; i++)
        rows += s->items[i];
    if (item >= rows) {
        char *speaker = facts_speaker(call_turn(c, item - rows));
        buf_printf(out, "%s%s", speaker, *speaker ? ": " : "");
        free(speaker);
        return;
    }
    for (const char *at = text; at < line; at++)
        lines += *at == '\n';
    const char *label = lines % 2 ? line_begin(text, line - 1) : line;
    if (label < line)
        buf_printf(out, "%.*s: ", (int)(line - 1 - label), label);
}

/* Returns the text from a little before the match to the end of its line; for a match in the
 * speaker, which put_whose writes, from where the words begin. The rows may have changed since, and
 * be shorter. */
static char *around(struct search_all *s, const struct match *m)
{
    struct buf searched = {0}, out = {0};
    put_text(s, m->item, &searched);
    const char *text = buf_str(&searched);
    size_t bytes = searched.len;
    size_t label = strlen(text) < bytes ? strlen(text) + 1 : 0;
    size_t at = m->offset < label ? label : m->offset < bytes ? m->offset : bytes;
    const char *match = text + at, *begin = line_begin(text + label, match);
    put_whose(s, m->item, text, begin, &out);
    int before = cols_of(begin, (size_t)(match - begin));
    if (before > BEFORE_MATCH_COLS) {
        begin += cols_fit(begin, (size_t)(match - begin), before - BEFORE_MATCH_COLS, NULL);
        buf_puts(&out, "..");
    }
    buf_add(&out, begin, (size_t)(match - begin) + strcspn(match, "\n"));
    buf_done(&searched);
    return buf_take(&out);
}

static void end_call(struct search_all *s)
{
    struct call_matches *c = &s->calls[s->at];
    struct match first;
    free(c->first);
    c->first = NULL;
    c->searched = s->shown;
    c->count = search_count(s->search);
    c->too_complex = search_too_complex(s->search);
    if (search_next(s->search, 0, 0, &first) == SEARCH_FOUND)
        c->first = around(s, &first);
    search_free(s->search);
    s->search = NULL;
}

static bool is_due(const struct call_matches *c)
{
    return c->searched != c->tab->shown;
}

static size_t next_due(const struct search_all *s)
{
    size_t i = 0;
    while (i < s->count && !is_due(&s->calls[i]))
        i++;
    return i;
}

static bool is_on(const struct app *a)
{
    return overlay_top(a) == &overlay;
}

static int tick_ms(const struct app *a)
{
    const struct search_all *s = state_of(a);
    return is_on(a) && next_due(s) < s->count ? 0 : -1;
}

/* "ringyo call_xyz789", the end of a long ID. */
static char *name_of(const struct tab *t)
{
    struct buf name = {0};
    char *id = clean_dup(t->id, CLEAN_SCREEN);
    size_t n = strlen(id), skip = 0;
    int cols = cols_of(id, n), room = NAME_MAX_COLS - (int)strlen(t->provider->name) - 1;
    if (cols > room && room > 2)
        skip = cols_fit(id, n, cols - room + 2, NULL);
    buf_printf(&name, "%s %s%s", t->provider->name, skip ? ".." : "", id + skip);
    free(id);
    return buf_take(&name);
}

struct sums {
    size_t matches, calls, too_complex;
    size_t open, due, loading; /* calls: loaded, not searched yet, still loading */
    int name_cols, matches_cols;
};

static struct sums sums_of(const struct search_all *s)
{
    struct sums sum = {0};
    for (size_t i = 0; i < s->count; i++) {
        const struct call_matches *c = &s->calls[i];
        sum.open += c->tab->call != NULL;
        sum.due += is_due(c);
        sum.loading += !c->tab->call && c->tab->job;
        sum.too_complex += c->too_complex;
        if (!c->count)
            continue;
        char *name = name_of(c->tab);
        int cols = cols_of(name, strlen(name));
        sum.matches += c->count;
        sum.calls++;
        sum.name_cols = int_max(sum.name_cols, cols);
        sum.matches_cols = int_max(sum.matches_cols, snprintf(NULL, 0, "%zu", c->count));
        free(name);
    }
    return sum;
}

/* Adds one row. The text around the match is left out while the tab shows another form of its call,
 * which may be masked. */
static void add_call(struct view *v, const struct call_matches *c, const struct sums *sum)
{
    char *name = name_of(c->tab);
    char *label =
        xasprintf("%*zu %s", sum->matches_cols, c->count, c->count == 1 ? "match" : "matches");
    int pad = sum->name_cols - cols_of(name, strlen(name));
    int room = screen_cols() - VIEW_GUTTER - sum->matches_cols - 8 - 2 - sum->name_cols - 2 - 1;
    const char *first = c->first && !is_due(c) ? c->first : "";
    size_t n = strlen(first);
    room = room < FIRST_MIN_COLS ? FIRST_MIN_COLS : room;
    bool cut = cols_of(first, n) > room;
    if (cut)
        n = cols_fit(first, n, room - 2, NULL);
    char *text = xasprintf("%s%*s  %.*s%s", name, pad, "", (int)n, first, cut ? ".." : "");
    view_lines_add(v, ROLE_KEY, label, ROLE_TEXT, text);
    free(text);
    free(label);
    free(name);
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void add_sums(struct view *v, const struct sums *sum)
{
    struct buf loading = {0};
    if (sum->loading)
        buf_printf(&loading, ", %zu still loading", sum->loading);
    if (sum->due)
        view_lines_addf(v, ROLE_DIM, "searching, %zu of %zu calls%s", sum->open - sum->due,
                        sum->open, buf_str(&loading));
    else if (sum->matches)
        view_lines_addf(v, ROLE_DIM, "%zu %s in %zu of %zu call%s%s", sum->matches,
                        sum->matches == 1 ? "match" : "matches", sum->calls, sum->open,
                        plural(sum->open), buf_str(&loading));
    else
        view_lines_addf(v, ROLE_WARN, "no match in %zu call%s%s", sum->open, plural(sum->open),
                        buf_str(&loading));
    buf_done(&loading);
    if (sum->too_complex)
        view_lines_addf(v, ROLE_WARN, "too complex in %zu place%s", sum->too_complex,
                        plural(sum->too_complex));
}

/* A number that changes when any tab shows another call, or another form of its call. */
static unsigned all_shown(const struct search_all *s)
{
    unsigned sum = 0;
    for (size_t i = 0; i < s->count; i++)
        sum += s->calls[i].tab->shown;
    return sum;
}

static struct view *view_of(struct search_all *s)
{
    struct view *v = view_lines_new();
    struct sums sum = sums_of(s);
    s->loading = sum.loading;
    s->listed = all_shown(s);
    for (size_t i = 0; i < s->count; i++)
        if (s->calls[i].count)
            add_call(v, &s->calls[i], &sum);
    add_sums(v, &sum);
    return v;
}

/* The tab of an item of the list; NULL: the item is a sentence. */
static struct tab *tab_of_item(const struct search_all *s, size_t item)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->calls[i].count && item-- == 0)
            return s->calls[i].tab;
    return NULL;
}

/* The same call stays selected. */
static void renew_list(struct app *a, struct pane *list, const struct tab *selected)
{
    size_t item = 0;
    const struct tab *at;
    struct view *v = view_of(state_of(a));
    while ((at = tab_of_item(state_of(a), item)) && at != selected)
        item++;
    pane_set_view_at(list, v, at ? item : list->cursor.item);
}

static void work(struct app *a)
{
    struct search_all *s = state_of(a);
    int64_t end_ms = time_now_ms() + SLICE_MS;
    if (!is_on(a))
        return;
    const struct tab *selected = tab_of_item(s, overlay_pane(a)->cursor.item);
    bool changed = sums_of(s).loading != s->loading;
    for (size_t i; (i = next_due(s)) < s->count && time_now_ms() < end_ms;) {
        int budget_ms = (int)(end_ms - time_now_ms());
        bool same = s->search && s->at == i && s->shown == s->calls[i].tab->shown;
        s->at = i;
        if (!same) /* also if it was fetched meanwhile */
            begin_call(s);
        if (search_run(s->search, budget_ms))
            continue;
        end_call(s);
        changed = true;
    }
    if (changed)
        renew_list(a, overlay_pane(a), selected);
}

/* A masked call must not be seen as it was before, nor the other way round. */
static void renew(struct app *a)
{
    const struct search_all *s = state_of(a);
    struct pane *list = overlay_find(a, &overlay);
    if (list && s->listed != all_shown(s))
        renew_list(a, list, tab_of_item(s, list->cursor.item));
}

/* The command: an empty text means what was searched for last. */
void search_all_run(struct app *a, const char *text)
{
    struct search_all *s = state_of(a);
    struct err e;
    struct pattern *p = *text ? pattern_new(text, &e) : pattern_hold(find_pattern(a));
    if (!p && *text)
        say(a, ROLE_BAD, "/%s/ %s", text, e.text);
    else if (!p)
        say(a, ROLE_WARN, "search for what? :search-all WORD");
    if (!p)
        return;
    pattern_free(s->pattern);
    s->pattern = p;
    forget_calls(s);
    s->calls = xcalloc(a->tabs->count, sizeof *s->calls);
    for (size_t i = 0; i < a->tabs->count; i++)
        s->calls[s->count++].tab = a->tabs->list[i];
    overlay_show(a, &overlay, view_of(s));
    pane_goto(overlay_pane(a), 0);
    pane_search(overlay_pane(a), s->pattern);
    work(a);
}

static void enter(struct app *a)
{
    const struct tab *t = tab_of_item(state_of(a), overlay_pane(a)->cursor.item);
    if (t) {
        tabs_switch(a, tabs_index(a, t));
        find_everywhere(a, state_of(a)->pattern);
    } else {
        say(a, ROLE_DIM, "nothing to go to in this row");
    }
}

static char *title(const struct app *a)
{
    return xasprintf("All calls: %s", pattern_text(state_of(a)->pattern));
}

static const struct overlay_ops overlay = {
    .title = title,
    .enter = enter,
};

static void done(struct app *a)
{
    forget_calls(state_of(a));
    pattern_free(state_of(a)->pattern);
}

const struct feature search_all_feature = {
    .state_bytes = sizeof(struct search_all),
    .done = done,
    .tick_ms = tick_ms,
    .work = work,
    .settle = renew,
};
