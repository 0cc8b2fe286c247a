/* A tab owns its call, its failure and the panes that show them. UI thread. */
#include "ui/shell/tab.h"

#include "base/alloc.h"
#include "text/time.h"
#include "ui/view/pane_search.h"
#include "ui/view/view_facts.h"
#include "ui/view/view_lines.h"
#include "ui/view/view_other.h"
#include "ui/view/view_participants.h"
#include "ui/view/view_raw.h"
#include "ui/view/view_tree.h"

#include <stdlib.h>
#include <string.h>

/* When a call is fetched again, its filter is applied before the first frame, if that takes no
 * longer than this. */
enum { FILTER_AT_ONCE_MS = 40, FILTER_MASKED_MS = 3, TURNS_PER_CLOCK = 4096 };

struct tab *tab_new(void)
{
    struct tab *t = xcalloc(1, sizeof *t);
    t->focus = PANE_ID;
    t->back = PANE_CALL;
    return t;
}

static void stop_finding(struct tab *t)
{
    spots_end(t->finding, NULL);
    t->finding = NULL;
}

/* A masked call borrows from the real one. */
static void free_calls(struct tab *t)
{
    call_free(t->masked_copy);
    call_free(t->call);
    call_free(t->real);
    t->call = t->real = t->masked_copy = NULL;
}

void tab_free(struct tab *t)
{
    if (!t)
        return;
    for (int i = 0; i < PANE_COUNT; i++)
        pane_done(&t->panes[i]);
    pane_done(&t->raw);
    pane_done(&t->page);
    pane_done(&t->list);
    free(t->list_name);
    filter_done(&t->filter);
    stop_finding(t);
    spots_done(&t->spots);
    timeline_done(&t->timeline);
    free_calls(t);
    any_free(t->any);
    failure_free(t->failure);
    call_free(t->answered);
    call_free(t->offered);
    free(t->id);
    free(t);
}

void tab_focus(struct tab *t, enum pane_id pane)
{
    if (pane < PANE_CALL && t->focus >= PANE_CALL)
        t->back = t->focus;
    t->focus = pane;
    t->follows = false;
}

void tab_focus_back(struct tab *t)
{
    if (t->focus < PANE_CALL)
        tab_focus(t, t->back);
}

/* Its view goes, too: another call's is made from another kind of answer. */
struct call *tab_give_answered(struct tab *t)
{
    struct call *c = t->answered;
    if (c && !t->call) {
        pane_set_view(&t->raw, NULL);
        t->raw_shown = false;
    }
    t->answered = NULL;
    return c;
}

bool tab_is(const struct tab *t, const struct provider *p, const char *id)
{
    return t->provider == p && t->id && strcmp(t->id, id) == 0;
}

/* What was answered instead of a call, and the copy that is offered. */
static void forget_instead(struct tab *t)
{
    call_free(tab_give_answered(t));
    call_free(t->offered);
    t->offered = NULL;
}

static void forget_failure(struct tab *t)
{
    forget_instead(t);
    failure_free(t->failure);
    t->failure = NULL;
}

void tab_name(struct tab *t, const struct provider *p, const char *id)
{
    char *copy = xstrdup(id);
    if (!tab_is(t, p, id))
        forget_instead(t);
    if (!t->id || strcmp(t->id, id) != 0) {
        t->panes[PANE_TURNS].selecting = false;
        t->jumped_from = 0;
        t->renamed++;
    }
    free(t->id);
    t->id = copy;
    t->provider = p;
}

bool tab_is_list(const struct tab *t)
{
    return t->list.view;
}

bool tab_is_free(const struct tab *t)
{
    return !t->job && !t->call && !tab_is_list(t);
}

bool tab_has_complete_call(const struct tab *t)
{
    return t->call && !t->call->turns_loading;
}

/* A cursor on the newest turn of a live call follows the turns that arrive. */
static bool is_following(const struct tab *t)
{
    const struct pane *turns = &t->panes[PANE_TURNS];
    return t->call && t->call->live && t->call->turn_count && !turns->selecting &&
           turns->cursor.item + 1 == pane_items(turns);
}

const struct call *tab_documents(const struct tab *t)
{
    return t->call ? t->call : t->answered;
}

/* An answer that is not JSON, line by line. UTF-16 and the like have NULs in them. */
static struct view *view_of_text(const char *bytes, size_t count)
{
    struct view *v = view_lines_new();
    struct buf whole = {0};
    for (size_t i = 0, n; i < count; i += n) {
        n = strnlen(bytes + i, count - i);
        buf_add(&whole, bytes + i, n);
        if (i + n < count)
            n++, buf_puts(&whole, "\xef\xbf\xbd");
    }
    const char *text = buf_str(&whole);
    for (size_t n; *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        view_lines_addf(v, ROLE_TEXT, "%.*s", (int)n, text);
    }
    buf_done(&whole);
    return v;
}

void tab_toggle_raw(struct tab *t, const bool *wrap)
{
    const struct call *c = tab_documents(t);
    t->raw_shown = !t->raw_shown;
    if (t->raw_shown && !t->raw.view)
        pane_set_view(&t->raw, c == t->answered && !c->documents->root
                                   ? view_of_text(c->documents->bytes, c->documents->count)
                                   : view_raw_new(c, wrap));
}

/* Shows the view in a pane; `follow` finds the item of the cursor in it. */
static void keep_view(struct pane *p, struct view *v,
                      size_t (*follow)(struct view *v, struct view *before, size_t item))
{
    if (p->cols > 0)
        v->ops->layout(v, p->cols);
    if (p->view)
        pane_set_view_at(p, v, follow(v, p->view, p->cursor.item));
    else
        pane_set_view(p, v);
}

static void show_facts(struct tab *t, const struct call *c)
{
    struct pane *people = &t->panes[PANE_PARTICIPANTS];
    bool is_new = !people->view;
    t->shown++;
    keep_view(&t->panes[PANE_CALL], view_facts_of_call(c, &t->spots), view_facts_follow);
    keep_view(people, view_participants_new(c), view_participants_follow);
    if (is_new)
        pane_goto_item_in_row(people, view_participants_first(people->view), 1);
}

static void show_other(struct tab *t, const struct call *c)
{
    keep_view(&t->panes[PANE_OTHER], view_other_new(c), view_tree_follow);
    if (t->focus == PANE_OTHER && !pane_items(&t->panes[PANE_OTHER]))
        t->focus = PANE_CALL;
}

/* Makes the views on another call, whose hot spots are known. The old views borrow from t->call, so
 * that it must be freed later. */
static void show(struct tab *t, struct call *c, const struct transcript_style *style)
{
    struct view *turns = view_transcript_of(c, &t->extent, style);
    filter_stop(&t->filter);
    view_transcript_spots(turns, &t->spots);
    if (t->panes[PANE_TURNS].view)
        view_transcript_follow(turns, t->panes[PANE_TURNS].view);
    show_facts(t, c);
    pane_set_view(&t->panes[PANE_TURNS], turns);
    show_other(t, c);
    if (t->raw.view)
        keep_view(&t->raw, view_raw_new(c, &style->wrap), view_raw_follow);
}

/* Shows another form of the same call. The JSON stays as it is, as it is never masked. */
static void show_form(struct tab *t, struct call *c)
{
    struct pane *turns = &t->panes[PANE_TURNS];
    filter_stop(&t->filter);
    show_facts(t, c);
    view_transcript_set_form(turns->view, c);
    pane_refresh(turns);
    pane_search_restart(turns);
    show_other(t, c);
}

void tab_renew_times(struct tab *t)
{
    if (t->call)
        show_facts(t, t->call);
}

void tab_renew_spots(struct tab *t, const struct transcript_style *style)
{
    if (!t->call)
        return;
    stop_finding(t);
    t->finding = spots_begin(tab_real_call(t), &style->limits);
    tab_find_more_spots(t, 0);
}

bool tab_find_more_spots(struct tab *t, int budget_ms)
{
    int64_t deadline_ms = time_now_ms() + budget_ms;
    while (t->finding && spots_run(t->finding, TURNS_PER_CLOCK))
        if (time_now_ms() >= deadline_ms)
            return true;
    if (!t->finding)
        return false;
    spots_done(&t->spots);
    spots_end(t->finding, &t->spots);
    t->finding = NULL;
    timeline_begin(&t->timeline, tab_real_call(t), &t->spots);
    show_facts(t, t->call);
    return false;
}

static void filter_shown(struct tab *t, int budget_ms)
{
    filter_restart(&t->filter, t->call);
    filter_run(&t->filter, &t->panes[PANE_TURNS], t->call, budget_ms);
}

/* Shows the new call instead of the old one. All views that borrow the hot spots are made again;
 * these are the same in a masked copy. */
static void replace_call(struct tab *t, struct call *c, const struct transcript_style *style)
{
    bool following = is_following(t) && c->turn_count > t->call->turn_count;
    struct call *masked = style->mask ? masked_begin(c, &t->masked) : NULL;
    struct call *shown = masked ? masked : c;
    stop_finding(t);
    spots_done(&t->spots);
    spots_init(&t->spots, c, &style->limits);
    timeline_begin(&t->timeline, c, &t->spots);
    t->extent = view_transcript_measure(c);
    show(t, shown, style);
    free_calls(t);
    t->call = shown;
    t->real = masked ? c : NULL;
    filter_shown(t, FILTER_AT_ONCE_MS);
    if (following)
        pane_goto_end(&t->panes[PANE_TURNS]);
}

bool tab_is_masking(const struct tab *t)
{
    return t->call && t->call->late;
}

const struct call *tab_real_call(const struct tab *t)
{
    return t->real ? t->real : t->call;
}

void tab_take_call(struct tab *t, struct call *c, const struct transcript_style *style)
{
    forget_failure(t);
    t->kept = (struct kept_age){0};
    if (tab_has_complete_call(t) && call_is_same(tab_real_call(t), c))
        call_free(c); /* nothing has changed */
    else
        replace_call(t, c, style);
    t->cancelled = false;
    t->retry_at_ms = 0;
    if (!t->follows || t->call->turns_loading)
        return;
    t->focus = t->call->turn_count ? PANE_TURNS : PANE_CALL;
    t->follows = false;
}

void tab_take_kept(struct tab *t, struct call *c, struct kept_age age,
                   const struct transcript_style *style)
{
    tab_take_call(t, c, style);
    t->kept = age;
}

static void stop_loading(struct tab *t)
{
    if (t->call && t->call->turns_loading)
        view_transcript_stop_loading(t->panes[PANE_TURNS].view);
}

void tab_mask(struct tab *t, const struct transcript_style *style)
{
    if (!t->call && style->mask)
        t->raw_shown = false; /* the answer of a failed fetch is never masked */
    if (!t->call || style->mask == (t->real != NULL))
        return;
    struct call *before = t->call;
    if (style->mask) {
        t->call = t->masked_copy ? t->masked_copy : masked_begin(before, &t->masked);
        t->real = before;
        t->masked_copy = NULL;
    } else {
        t->call = t->real;
        t->real = NULL;
        t->masked_copy = before;
    }
    show_form(t, t->call);
    filter_shown(t, FILTER_MASKED_MS);
    t->raw_shown = t->raw_shown && !style->mask;
}

bool tab_mask_more(struct tab *t, int budget_ms)
{
    return tab_is_masking(t) && masked_run(t->call, budget_ms);
}

char *tab_masked_text(const struct tab *t, const char *text, bool mask)
{
    char *copy = xstrdup(text);
    if (mask)
        mask_text(copy, strlen(copy), t->id, NULL);
    return copy;
}

void tab_take_failure(struct tab *t, struct failure *f, struct call *answered)
{
    forget_failure(t);
    t->failure = f;
    t->answered = answered;
    t->failed_us = time_wall_us();
    t->retry_at_ms = f->retry_after_s > 0 ? time_now_ms() + f->retry_after_s * 1000LL : 0;
    stop_loading(t);
}

void tab_offer_kept(struct tab *t, struct call *c, struct kept_age age)
{
    call_free(t->offered);
    t->offered = c;
    t->offered_age = age;
}

/* The providers that do not know the call; count is 0 where that is not what the tab shows. `one`:
 * room for the only one. */
static struct any unknowing(const struct tab *t, struct any_one *one)
{
    bool of_all = t->provider == &provider_any && t->any;
    if (t->call || t->job || !t->failure || !t->provider)
        return (struct any){0};
    *one = (struct any_one){.provider = t->provider};
    return of_all ? *t->any
                  : (struct any){.list = one, .count = t->failure->kind == KIND_NOT_FOUND};
}

size_t tab_others(const struct tab *t, const struct provider_set *set, const struct provider **out)
{
    struct any_one one;
    struct any asked = unknowing(t, &one);
    return asked.count ? any_others(set, &asked, out) : 0;
}

void tab_cancel(struct tab *t)
{
    t->job = 0;
    t->cancelled = true;
    forget_failure(t);
    stop_loading(t);
}

struct pane *tab_pane(struct tab *t)
{
    if (t->raw_shown)
        return &t->raw;
    if (tab_is_list(t))
        return &t->list;
    return t->call ? &t->panes[t->focus] : &t->page;
}
