#include "provider/list_page.h"

#include "base/alloc.h"
#include "find/civil.h"
#include "provider/extract/rows.h"
#include "provider/extract/scalar.h"
#include "provider/list_template.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Times and durations differ by so much without being a sign of a filter that was ignored. */
enum { ROUNDED_S = 2 };

/* The state of one reading. */
struct reading {
    const struct list_plan *plan;
    struct list_paging *paging;
    struct list_pass *pass;
    size_t pass_index;
    struct list_page *page;
    struct rows rows;
    struct value *last;
    size_t fresh;              /* rows that did not come in this pass before */
    size_t dated, old;         /* rows with a time, and those before the range */
    int64_t first_us, last_us; /* the times of the first and the last row that has one */
};

/* ---- filters that were ignored ---- */

/* Whether the time is outside what was sent, which may be a beginning only. */
static bool is_outside(const struct reading *r, const struct list_filter *f,
                       const struct instant *t)
{
    const int64_t day_us = (int64_t)CIVIL_DAY_S * CIVIL_US;
    const char *sent = list_plan_template(r->plan, f);
    bool early = t->us < r->plan->since_us - day_us && list_template_has(sent, LIST_MARK_SINCE);
    bool late = t->us > r->plan->until_us + day_us && list_template_has(sent, LIST_MARK_UNTIL);
    return !t->known || early || late;
}

/* Whether a row shows that the filter did nothing. */
static bool contradicts(const struct reading *r, const struct list_filter *f,
                        const struct find_row *row)
{
    const struct query_clause *c = &f->clause;
    int64_t us;
    switch (f->find) {
    case LIST_TIME:
        return find_row_time(row, &us) && is_outside(r, f, &row->started) &&
               is_outside(r, f, &row->created);
    case LIST_STATUS:
        return row->status && strcasecmp(row->status, f->value) != 0;
    case LIST_LONGER:
        return row->duration_s < c->seconds - ROUNDED_S;
    case LIST_SHORTER:
        return row->duration_s > c->seconds + ROUNDED_S;
    case LIST_TEXT:
        return false;
    default:
        return query_answer(c, row) == QUERY_NO;
    }
}

static void check_filters(struct reading *r, const struct find_row *row)
{
    const struct list_plan *plan = r->plan;
    for (size_t i = 0; i < plan->filter_count; i++)
        if (contradicts(r, &plan->filters[i], row))
            r->paging->ignored |= 1U << plan->filters[i].find;
    if (plan->pass_count > 1 && contradicts(r, &plan->sides[r->pass_index], row))
        r->paging->ignored |= 1U << plan->sides[r->pass_index].find;
}

/* ---- rows ---- */

static void note_time(struct reading *r, const struct find_row *row)
{
    int64_t us;
    if (!find_row_time(row, &us))
        return;
    if (!r->dated)
        r->first_us = us;
    if (r->pass->first_us == INT64_MAX)
        r->pass->first_us = us;
    r->pass->oldest_first = us > r->pass->first_us;
    r->last_us = us;
    r->dated++;
    r->old += us < r->plan->since_us;
    if (us < r->pass->oldest_us)
        r->pass->oldest_us = us;
}

/* A row that did not come in another pass either is looked at. */
static void read_call(struct reading *r, const struct call *c)
{
    struct list_page *page = r->page;
    struct list_look look;
    unsigned mark = 1U << r->pass_index;
    unsigned had = list_seen_add(&r->paging->ids, c->id, mark);
    r->fresh += !(had & mark);
    list_row_look(r->plan->provider, c, &look);
    look.row.believed = r->plan->believed;
    note_time(r, &look.row);
    check_filters(r, &look.row);
    r->paging->looked += !had;
    if (!had && query_matches(r->plan->query, &look.row)) {
        page->rows = xgrow(page->rows, page->count, sizeof *page->rows);
        page->rows[page->count++] = list_row_new(r->plan->provider, c);
    }
    list_row_looked(&look);
}

static void read_rows(struct reading *r)
{
    const struct provider *p = r->plan->provider;
    struct value *v = value_first(r->rows.list);
    for (size_t n = 0; v && n < LIST_PAGE_ROWS_MAX; v = v->next, n++) {
        struct call *c =
            r->plan->needs_texts ? rows_call(p, v, NULL) : rows_call_without_turns(p, v, NULL);
        r->last = v;
        r->pass->rows++;
        r->pass->objects += v->type == VALUE_OBJECT;
        r->paging->nameless += !c;
        if (c)
            read_call(r, c);
        call_free(c);
    }
    r->paging->too_long |= v != NULL;
}

/* ---- what comes after it ---- */

static const struct value *find_first(const struct reading *r, const struct sources *sources)
{
    const struct value *v = NULL;
    for (size_t i = 0; i < sources->count && !v; i++)
        v = value_at(r->rows.document, sources->at[i].pointer);
    return v;
}

static void read_total(struct reading *r)
{
    const struct value *v = find_first(r, &r->plan->provider->list.total);
    struct buf text = {0};
    if (!v || (v->type != VALUE_NUMBER && v->type != VALUE_STRING))
        return;
    value_put_text(&text, v);
    size_t n = utf8_prefix_bytes(buf_str(&text), text.len, LIST_TOTAL_BYTES - 1);
    memcpy(r->paging->total, buf_str(&text), n);
    r->paging->total[n] = '\0';
    buf_done(&text);
}

static bool total_says_more(const struct reading *r)
{
    const struct value *v = find_first(r, &r->plan->provider->list.total);
    double total;
    return v && scalar_number(v, &total) && total > (double)r->pass->objects;
}

/* list.next filled in, which the caller frees; NULL if a value is missing. */
static char *next_of(const struct reading *r)
{
    const struct list_words *list = &r->plan->provider->list;
    struct list_values v = {.json = list->body,
                            .page = r->pass->pages + 1,
                            .offset = r->pass->objects,
                            .answer = r->rows.document,
                            .row = r->last};
    struct buf next = {0};
    bool complete = list->next && list_template_fill(&next, list->next, LIST_MARKS_OF_NEXT, &v);
    char *text = complete ? buf_take(&next) : NULL;
    buf_done(&next);
    return text;
}

/* Whether there may be another page. A cursor that the answer gives says so, and one that it does
 * not give says that this page is the last; a page that is full may be. */
static bool says_more(const struct reading *r, const char *next)
{
    const struct list_words *list = &r->plan->provider->list;
    if (list->more.count)
        return scalar_says_more(find_first(r, &list->more));
    bool full = list->limit && r->rows.list->count >= list->limit;
    bool has_cursor = list->next && list_template_has(list->next, LIST_MARK_POINTER);
    if (!next)
        return full && list->next && !has_cursor;
    return full || total_says_more(r) || has_cursor;
}

/* An empty page is the last one, unless the answer says that there is more, or has a total that is
 * larger although every page so far was full: a total may count more than what is asked for. */
static bool is_last_empty(const struct reading *r)
{
    const struct list_words *list = &r->plan->provider->list;
    if (value_first(r->rows.list) || list->more.count)
        return false;
    bool full = r->pass->rows && r->pass->rows >= list->limit * (r->pass->pages - 1);
    return !full || !total_says_more(r);
}

/* Notes why the pass ends if there is more. */
static bool ends_here(struct reading *r, const char *next)
{
    /* The newest come first, and these are all older than what is asked for. */
    bool before_range = r->dated && r->old == r->dated && r->first_us >= r->last_us;
    if (!says_more(r, next) || before_range || is_last_empty(r))
        return true;
    if (!next)
        r->paging->no_next = true;
    else if (!r->fresh)
        r->paging->nothing_new = true;
    else if (list_seen_add(&r->pass->pages_seen, next, 1))
        r->paging->cursor_twice = true;
    else if (r->pass->pages >= LIST_PAGES_MAX)
        r->paging->too_many = true;
    else
        return false;
    return r->pass->cut = true;
}

static void move_on(struct reading *r)
{
    r->pass->pages++;
    char *next = next_of(r);
    r->pass->ended = ends_here(r, next);
    free(r->pass->next);
    r->pass->next = r->pass->ended ? NULL : next;
    if (r->pass->ended)
        free(next);
}

void list_page_read(const struct list_plan *plan, size_t pass, const struct answer_body *answer,
                    struct list_paging *paging, struct list_page *out)
{
    struct reading r = {.plan = plan,
                        .paging = paging,
                        .pass = &paging->pass[pass],
                        .pass_index = pass,
                        .page = out,
                        .rows = rows_read(plan->provider, answer, NULL)};
    *out = (struct list_page){.failure = r.rows.failure};
    r.rows.failure = NULL;
    if (out->failure)
        return;
    if (!r.pass->pages)
        r.pass->oldest_us = r.pass->first_us = INT64_MAX;
    read_rows(&r);
    read_total(&r);
    move_on(&r);
    rows_done(&r.rows);
}

void list_page_done(struct list_page *page)
{
    for (size_t i = 0; i < page->count; i++)
        free(page->rows[i]);
    free(page->rows);
    failure_free(page->failure);
    *page = (struct list_page){0};
}
