/* The rows belong to the list of the tab; a listing asks for them, page by page. A new listing,
 * when the list is asked for again, adds to the same rows. */
#include "ui/feature/list_tab.h"

#include "base/alloc.h"
#include "base/int.h"
#include "call/pattern.h"
#include "cli/find_terms.h"
#include "cli/listing.h"
#include "provider/keyring.h"
#include "text/clean.h"
#include "text/time.h"
#include "ui/feature/call_tab.h"
#include "ui/feature/list_ask.h"
#include "ui/feature/list_place.h"
#include "ui/prompt/completion.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"
#include "ui/view/view_list.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_WAIT_S = 60, SLICE_MS = 4, AT_ONCE_MS = 40 /* of filtering */ };
enum { KEPT_MS = 80, KEPT_FIRST_ROWS = 100 };

extern const struct feature list_tab_feature;

struct list_tab {
    struct call_list *calls; /* NULL: the tab has no list */
    struct list_style style;
    char *text, *title; /* the query as it was typed, and resolved; raw */
    const char *only;   /* the provider that was chosen then; NULL: any */
    struct query *query;
    struct listing *listing;
    int64_t due_at_ms; /* when a rate limit allows the next request, or when the kept calls that
                          came are shown; 0: nothing waits */
    struct pattern *filter;
    bool inverted; /* the filter keeps what does not match */
    char *filter_name;
    int zone_s;          /* the time zone that the rows were laid out with */
    bool is_new;         /* the query was asked for the first time, and not all have answered */
    int64_t moves_at_ms; /* when the times of the rows are other ones; 0: never */
};

static struct list_tab *of_tab(const struct app *a, const struct tab *t)
{
    return feature_tab_state(a, t, &list_tab_feature);
}

static struct list_tab *here(const struct app *a)
{
    return of_tab(a, a->tab);
}

const struct call_list *list_tab_calls(const struct app *a)
{
    return here(a)->calls;
}

/* ---- changing what is shown ---- */

static bool is_kept(const struct list_tab *s)
{
    return s->query && s->query->kept;
}

bool list_tab_is_kept(const struct app *a)
{
    return is_kept(here(a));
}

struct pattern *list_tab_expression(const struct app *a)
{
    const struct query *q = here(a)->query;
    return q ? query_expression(q) : NULL;
}

static void renew_style(const struct app *a, struct list_tab *s)
{
    struct instant now = {.us = time_wall_us(), .known = true};
    s->style.time = (struct time_words){now.us, &civil_zone_in_force,
                                        config_number(a->settings->config, OPT_find_days)};
    if (s->query) {
        free(s->title);
        s->title = query_title(s->query, &s->style.time);
    }
    s->style.title = s->title;
    s->style.loose = s->query ? query_loose_word(s->query) : NULL;
    s->style.kept = is_kept(s);
    s->style.empty = s->style.kept ? list_ask_why_empty(a) : NULL;
    s->style.filter = s->filter_name;
    s->zone_s = time_offset_s(&now);
    s->moves_at_ms = s->style.ago ? time_now_ms() + list_cells_ago_ms(s->calls, now.us) : 0;
}

static bool keeps(const void *owner, const struct list_row *r)
{
    const struct list_tab *s = owner;
    struct buf text = {0};
    list_cells_put_text(&s->style, r, &text);
    bool is = pattern_matches(s->filter, buf_str(&text), text.len) != s->inverted;
    buf_done(&text);
    return is;
}

/* What the filter is asked about is masked if the screen is. */
static void filter_again(struct list_tab *s)
{
    call_list_filter(s->calls, s->filter ? keeps : NULL, s);
}

static bool is_busy(const struct list_tab *s)
{
    return s->listing && listing_is_busy(s->listing);
}

/* From the item that asked for more to the first call that came. In another order than the usual
 * one they come everywhere. */
static void go_to_new(const struct list_tab *s, struct view_list_place *cursor)
{
    bool reversed, by_time = call_list_sorted_by(s->calls, &reversed) == LIST_COLUMN_TIME;
    for (size_t i = 0; cursor->more && s->listing && i < s->listing->count; i++) {
        const struct listing_one *one = &s->listing->list[i];
        if (one->provider == cursor->more && one->row_count && by_time && !reversed)
            view_list_aim(cursor, one->rows[0]);
    }
}

/* Where the user is, before the list changes; show_changed frees what it holds. In a new list, a
 * cursor that was not moved stays at the top. */
static struct list_place place_in(const struct app *a, struct tab *t)
{
    const struct list_tab *s = of_tab(a, t);
    struct list_place place;
    list_place_keep(&t->list, &place);
    if (s->is_new && !place.number && !t->list.selecting)
        view_list_forget(&place.cursor);
    go_to_new(s, &place.cursor);
    return place;
}

/* Lays the list out again after it was changed. */
static void show_changed(struct app *a, struct tab *t, struct list_place *place)
{
    struct list_tab *s = of_tab(a, t);
    if (s->style.mask != a->style.mask) {
        s->style.mask = a->style.mask;
        filter_again(s);
    }
    renew_style(a, s);
    if (s->filter) {
        call_list_look(s->calls, AT_ONCE_MS);
        call_list_show(s->calls);
    }
    list_place_restore(&t->list, place);
    s->is_new = s->is_new && is_busy(s);
}

/* The same rows are shown in another way, which does not move them. */
static void renew(struct app *a)
{
    struct list_place place = place_in(a, a->tab);
    show_changed(a, a->tab, &place);
}

/* Takes over what the listing has. */
static void show_answers(struct app *a, struct tab *t)
{
    struct list_tab *s = of_tab(a, t);
    struct list_place place = place_in(a, t);
    for (size_t i = 0; i < s->listing->count; i++)
        list_ask_take(a, s->calls, &s->listing->list[i]);
    show_changed(a, t, &place);
}

static void send_and_show(struct app *a, struct tab *t)
{
    struct list_tab *s = of_tab(a, t);
    int64_t left_ms = listing_send(s->listing);
    s->due_at_ms = left_ms ? time_now_ms() + left_ms : 0;
    show_answers(a, t);
}

/* ---- asking ---- */

static void end_listing(struct list_tab *s)
{
    listing_free(s->listing);
    query_free(s->query);
    s->listing = NULL;
    s->query = NULL;
}

/* For a list that the user asks for now. A provider that limits the rate does so for all lists. */
static struct rate_limit *limits_from_now(const struct app *a)
{
    struct rate_limit **limits = feature_state(a, &list_tab_feature);
    if (!*limits)
        *limits = rate_limit_new(MAX_WAIT_S);
    rate_limit_renew(*limits, MAX_WAIT_S, time_now_ms());
    return *limits;
}

/* The query is read again each time, so that its times are those of now. */
static bool begin(struct app *a, struct list_tab *s, const char *text,
                  struct query_problem *problem)
{
    struct find_terms terms;
    size_t count;
    find_terms_init(&terms, a->settings->config, a->settings->providers);
    struct query *q = list_ask_read(a, text, &terms.terms, problem);
    if (q) {
        const struct provider **asked = list_ask_providers(a, q, s->only, &count);
        end_listing(s);
        s->query = q;
        struct listing_setup setup = {.fetcher = a->fetcher,
                                      .limits = limits_from_now(a),
                                      .key = list_ask_key,
                                      .context = a,
                                      .set = a->settings->providers,
                                      .bounds = listing_on_screen};
        s->listing = listing_new(&setup, q, &terms.terms, asked, count);
        if (s->calls)
            call_list_forget_sources(s->calls);
        free(asked);
    }
    find_terms_done(&terms);
    return q;
}

static void show_in(struct app *a, struct tab *t, const struct list_tab *begun)
{
    struct list_tab *s = of_tab(a, t);
    *s = *begun;
    s->calls = call_list_new();
    s->is_new = true;
    renew_style(a, s);
    char *clean = clean_dup(s->text, CLEAN_SCREEN);
    /* The word `kept`, which no call's ID is, says that it is a list. */
    t->list_name = xasprintf(is_kept(s) ? "%s" : "list %s", clean);
    free(clean);
    pane_set_view(&t->list, view_list_new(s->calls, &s->style));
    tab_focus(t, PANE_CALL);
    send_and_show(a, t);
}

bool list_tab_open(struct app *a, const char *query, struct query_problem *problem)
{
    struct list_tab begun = {.only = list_ask_only(a)};
    if (!begin(a, &begun, query, problem))
        return false;
    begun.text = xstrdup(query);
    overlay_close_all(a);
    if (!tab_is_free(a->tab) || a->tab->id)
        call_tab_add(a);
    show_in(a, a->tab, &begun);
    if (!begun.listing->count)
        say(a, ROLE_WARN, "no provider to ask: %s", list_ask_why_nobody(begun.only));
    return true;
}

void list_tab_again(struct app *a)
{
    struct query_problem problem;
    if (begin(a, here(a), here(a)->text, &problem))
        send_and_show(a, a->tab);
    else
        say(a, ROLE_BAD, "%s", problem.why.text);
}

static bool stop(struct app *a)
{
    struct list_tab *s = here(a);
    if (!is_busy(s))
        return false;
    listing_stop(s->listing);
    s->due_at_ms = 0;
    show_answers(a, a->tab);
    say(a, ROLE_WARN, "stopped");
    return true;
}

/* Kept calls come many times a second: the first ones, which fill the window, are shown at once,
 * the others together. */
static void show_answer(struct app *a, struct tab *t, const struct listing_one *one)
{
    struct list_tab *s = of_tab(a, t);
    bool first = one->row_count && call_list_all(s->calls) < KEPT_FIRST_ROWS;
    if (one->provider != &listing_kept || !is_busy(s) || first)
        send_and_show(a, t);
    else if (!s->due_at_ms)
        s->due_at_ms = time_now_ms() + KEPT_MS;
}

static bool on_answer(struct app *a, struct answer *answer)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct list_tab *s = of_tab(a, a->tabs->list[i]);
        struct listing_one *one = s->listing ? listing_take(s->listing, answer) : NULL;
        if (!one)
            continue;
        if (one->failure && one->failure->kind == KIND_AUTH)
            keyring_forget(a->keyring, one->provider);
        show_answer(a, a->tabs->list[i], one);
        return true;
    }
    return false;
}

/* ---- keys ---- */

void list_tab_more(struct app *a, const struct provider *p)
{
    struct list_tab *s = here(a);
    limits_from_now(a);
    for (size_t i = 0; s->listing && i < s->listing->count; i++)
        if (s->listing->list[i].provider == p)
            listing_more(&s->listing->list[i]);
    if (s->listing)
        send_and_show(a, a->tab);
}

void list_tab_next_times(struct app *a)
{
    struct list_tab *s = here(a);
    s->style.ago = !s->style.ago;
    renew(a);
    say(a, ROLE_DIM, "times: %s", s->style.ago ? "how long ago" : "clock");
}

bool list_tab_fold(struct app *a, bool unfold)
{
    if (!tab_is_list(a->tab) || overlay_is_open(a))
        return false;
    here(a)->style.unfolded = unfold;
    renew(a);
    return true;
}

static enum list_column column_named(const char *name)
{
    int c = 0;
    while (c < LIST_COLUMNS && strcmp(list_columns[c].name, name) != 0)
        c++;
    return (enum list_column)c;
}

/* The same column again reverses the order. */
void list_tab_sort(struct app *a, const char *rest)
{
    enum list_column by = column_named(rest);
    if (!tab_is_list(a->tab)) {
        say(a, ROLE_WARN, "no list is open here");
    } else if (by == LIST_COLUMNS) {
        struct buf names = {0};
        for (int c = 0; c < LIST_COLUMNS; c++)
            buf_printf(&names, "%s%s", c ? ", " : "", list_columns[c].name);
        say(a, ROLE_WARN, "sort by one of %s", buf_str(&names));
        buf_done(&names);
    } else {
        struct list_place place = place_in(a, a->tab);
        bool was_reversed;
        bool reversed = call_list_sorted_by(here(a)->calls, &was_reversed) == by && !was_reversed;
        call_list_sort(here(a)->calls, by, reversed);
        show_changed(a, a->tab, &place);
        say(a, ROLE_DIM, "by %s%s", list_columns[by].name, reversed ? ", reversed" : "");
    }
}

void list_tab_fill_columns(struct completion *c, const char *rest, const void *app)
{
    (void)app;
    for (int i = 0; i < LIST_COLUMNS; i++)
        completion_offer(c, list_columns[i].name, list_columns[i].heading, rest);
}

/* ---- the filter ---- */

void list_tab_filter(struct app *a, const char *expression)
{
    struct err e;
    struct list_tab *s = here(a);
    bool inverted = *expression == '!';
    const char *own = expression + inverted;
    struct pattern *filter = *own ? pattern_new(own, &e) : NULL;
    if (*own && !filter) {
        say(a, ROLE_BAD, "/%s/ %s", own, e.text);
        return;
    }
    struct list_place place = place_in(a, a->tab);
    pattern_free(s->filter);
    free(s->filter_name);
    s->filter = filter;
    s->filter_name = filter ? xasprintf("&%s", expression) : NULL;
    s->inverted = inverted;
    filter_again(s);
    show_changed(a, a->tab, &place);
}

/* Esc first ends what is asked, then the filter. */
static bool cancel(struct app *a)
{
    if (!tab_is_list(a->tab) || stop(a))
        return tab_is_list(a->tab);
    if (!here(a)->filter)
        return false;
    list_tab_filter(a, "");
    say(a, ROLE_DIM, "all calls are shown");
    return true;
}

/* ---- the loop ---- */

/* Masking and the time zone change for all tabs at once. */
static void settle(struct app *a)
{
    const struct list_tab *s = here(a);
    const struct time_words *w = &s->style.time;
    struct instant now = {.us = time_wall_us(), .known = true};
    if (!tab_is_list(a->tab))
        return;
    if (s->style.mask != a->style.mask || s->zone_s != time_offset_s(&now) ||
        civil_day_at(w->zone, w->now_us, NULL) != civil_day_at(w->zone, now.us, NULL))
        renew(a);
}

static void work(struct app *a)
{
    int64_t now_ms = time_now_ms();
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct list_tab *s = of_tab(a, a->tabs->list[i]);
        if (s->due_at_ms && s->due_at_ms <= now_ms)
            send_and_show(a, a->tabs->list[i]);
    }
    struct list_tab *s = here(a);
    bool is_filtered = call_list_has_unseen(s->calls) && !call_list_look(s->calls, SLICE_MS);
    if (is_filtered || (s->moves_at_ms && s->moves_at_ms <= now_ms))
        renew(a);
}

/* The milliseconds until a time; -1: there is none. */
static int left_ms(int64_t at_ms)
{
    int64_t left = at_ms - time_now_ms();
    return !at_ms ? -1 : left > 0 ? (int)left : 0;
}

static int tick_ms(const struct app *a)
{
    int ms = call_list_has_unseen(here(a)->calls) ? 0 : left_ms(here(a)->moves_at_ms);
    for (size_t i = 0; i < a->tabs->count; i++)
        ms = int_sooner_ms(ms, left_ms(of_tab(a, a->tabs->list[i])->due_at_ms));
    return ms;
}

static void status(const struct app *a, struct status *s)
{
    const struct list_tab *l = here(a);
    size_t asked = 0;
    if (s->slot != STATUS_SECOND || !tab_is_list(a->tab))
        return;
    for (size_t i = 0; l->listing && i < l->listing->count; i++)
        asked += list_ask_state(&l->listing->list[i]) == LIST_SOURCE_ASKING;
    if (is_busy(l) && is_kept(l))
        line_puts(s->out, ROLE_STATUS, "looking through the kept calls");
    else if (asked)
        line_printf(s->out, ROLE_STATUS, "asking %zu of %zu providers", asked, l->listing->count);
    else if (l->filter)
        line_puts(s->out, ROLE_STATUS, call_list_has_unseen(l->calls) ? "filtering" : "filtered");
}

static const enum action *hints(const struct app *a)
{
    static const enum action asking[] = {ACT_STOP, ACT_ENTER, ACT_HELP, ACT_NONE};
    static const enum action list[] = {ACT_ENTER, ACT_FIND,   ACT_SEARCH,   ACT_FILTER, ACT_REFETCH,
                                       ACT_SAVE,  ACT_SELECT, ACT_NEXT_TAB, ACT_HELP,   ACT_NONE};
    if (!tab_is_list(a->tab))
        return NULL;
    return is_busy(here(a)) ? asking : list;
}

/* Over a row that is no call, and has none to ask for. */
static bool is_idle(const struct app *a, enum action action)
{
    const struct pane *p = &a->tab->list;
    return action == ACT_ENTER && tab_is_list(a->tab) && !overlay_is_open(a) &&
           !view_list_row(p->view, p->cursor.item) && !view_list_more(p->view, p->cursor.item);
}

static const char *hint(const struct app *a, enum action action)
{
    if (!tab_is_list(a->tab) || overlay_is_open(a))
        return NULL;
    if (action == ACT_REFETCH)
        return list_tab_is_kept(a) ? "look again" : "ask again";
    if (action != ACT_ENTER)
        return NULL;
    return view_list_more(a->tab->list.view, a->tab->list.cursor.item) ? "ask" : "open";
}

static const char *tab_mark(const struct app *a, const struct tab *t)
{
    return is_busy(of_tab(a, t)) ? "*" : NULL;
}

static void tab_closed(struct app *a, struct tab *t)
{
    end_listing(of_tab(a, t));
}

/* The listings borrow the fetcher, which ends before the tabs do. */
static void screen_closed(struct app *a)
{
    for (size_t i = 0; i < a->tabs->count; i++)
        end_listing(of_tab(a, a->tabs->list[i]));
}

/* The view borrows from the list. */
static void tab_done(struct app *a, struct tab *t)
{
    struct list_tab *s = of_tab(a, t);
    end_listing(s);
    pane_set_view(&t->list, NULL);
    call_list_free(s->calls);
    pattern_free(s->filter);
    free(s->filter_name);
    free(s->text);
    free(s->title);
}

static void done(struct app *a)
{
    struct rate_limit **limits = feature_state(a, &list_tab_feature);
    rate_limit_free(*limits);
}

const struct feature list_tab_feature = {
    .state_bytes = sizeof(struct rate_limit *),
    .tab_bytes = sizeof(struct list_tab),
    .screen_closed = screen_closed,
    .done = done,
    .tab_done = tab_done,
    .tab_closed = tab_closed,
    .on_answer = on_answer,
    .cancel = cancel,
    .stop = stop,
    .settle = settle,
    .work = work,
    .tick_ms = tick_ms,
    .status = status,
    .hints = hints,
    .hint = hint,
    .is_idle = is_idle,
    .tab_mark = tab_mark,
};
