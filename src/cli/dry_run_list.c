#include "cli/dry_run_list.h"

#include "base/alloc.h"
#include "cli/dry_run_report.h"
#include "cli/table.h"
#include "find/query.h"
#include "provider/extract/extract.h"
#include "provider/extract/rows.h"
#include "provider/list_page.h"
#include "provider/list_request.h"

#include <assert.h>
#include <stdlib.h>
#include <strings.h>

enum { ROWS_SHOWN = 10, CELL_BYTES = 40 };

static bool has_call(const struct provider *p, const struct answer_body *answer)
{
    struct extracted got = extract(p, "", answer, NULL);
    bool has = got.call;
    call_free(got.call);
    failure_free(got.failure);
    return has;
}

bool dry_run_list_is(const struct provider *p, const struct answer_body *answer)
{
    bool is = false;
    if (!p->list.path)
        return false;
    struct rows rows = rows_read(p, answer, NULL);
    for (size_t i = 0; rows.list && i < p->list.rows.count; i++)
        is |= value_at(rows.document, p->list.rows.at[i].pointer) == rows.list;
    is = is && rows.list->type == VALUE_ARRAY;
    bool one = is && rows.list->count == 1;
    rows_done(&rows);
    return is && !(one && has_call(p, answer));
}

static struct query *read_query(const char *text)
{
    struct query_terms t = {.time = {time_wall_us(), &civil_zone_in_force, 1}};
    struct query_problem problem;
    struct query *q = query_new(text, &t, &problem);
    assert(q);
    return q;
}

static void put_request(struct buf *out, const struct provider *p)
{
    const struct list_paging first = {0};
    struct provider on = *p;
    struct request r;
    struct query *today = read_query(p->list.needs ? "today agent:ID" : "today");
    struct list_plan plan;
    on.enabled = true;
    list_plan_init(&plan, &on, today, time_wall_us());
    struct failure *f = list_request(&plan, 0, &first, "KEY", &r);
    buf_puts(out, "Request for the calls of today\n");
    if (f)
        buf_printf(out, "  %s\n", f->message);
    else
        dry_run_report_put_request(out, &r);
    if (!f)
        request_done(&r);
    failure_free(f);
    list_plan_done(&plan);
    query_free(today);
}

/* "ended (failed)", or the status alone if it is the word of its class. */
static char *status_text(const struct list_row *r)
{
    static const char *const classes[] = {[FIND_CLASS_UNKNOWN] = NULL,
                                          [FIND_LIVE] = "live",
                                          [FIND_FAILED] = "failed",
                                          [FIND_COMPLETED] = "completed",
                                          [FIND_CLASS_OTHER] = NULL};
    const char *class = classes[r->class], *status = r->status ? r->status : "-";
    return class && strcasecmp(class, status) != 0 ? xasprintf("%s (%s)", status, class)
                                                   : xstrdup(status);
}

static void add_row(struct table *table, const struct list_row *r, const struct call *c, bool mask)
{
    enum { ID, TIME, STATUS, FROM, TO, AGENT, COLUMNS };
    char time[TIME_TEXT_BYTES], *status = status_text(r), *cells[COLUMNS];
    time_rfc3339(r->started.known ? &r->started : &r->created, time);
    const char *const raw[COLUMNS] = {[ID] = r->id,
                                      [TIME] = time,
                                      [STATUS] = status,
                                      [FROM] = list_row_number(c, r->way, PARTY_FROM),
                                      [TO] = list_row_number(c, r->way, PARTY_TO),
                                      [AGENT] = r->agent ? r->agent : r->agent_id};
    for (int i = 0; i < COLUMNS; i++)
        cells[i] = dry_run_report_shown(raw[i] ? raw[i] : "", CELL_BYTES, mask && i != ID);
    table_row(table, (const char *const *)cells);
    for (int i = 0; i < COLUMNS; i++)
        free(cells[i]);
    free(status);
}

static void put_rows(struct buf *out, const struct provider *p, struct rows *rows, struct trace *t,
                     bool mask)
{
    static const char *const head[] = {"ID", "Time", "Status", "From", "To", "Agent"};
    struct table table = {.columns = sizeof head / sizeof *head, .head = head};
    size_t count = 0, nameless = 0;
    for (struct value *v = value_first(rows->list); v; v = v->next) {
        struct call *c = rows_call(p, v, t);
        struct list_row *r = c ? list_row_new(p, c) : NULL;
        if (r && count < ROWS_SHOWN)
            add_row(&table, r, c, mask);
        count += r != NULL;
        nameless += !r;
        free(r);
        call_free(c);
    }
    buf_printf(out, "\nRows: %zu\n", count);
    if (count)
        table_put_columns(&table, out);
    if (count > ROWS_SHOWN)
        buf_puts(out, "...\n");
    if (nameless)
        buf_printf(out, "%zu row%s without an ID\n", nameless, nameless == 1 ? "" : "s");
    table_done(&table);
}

/* What would be asked for after this page, if all calls were wanted. */
static void put_next(struct buf *out, const struct provider *p, const struct answer_body *answer)
{
    struct query *all = read_query("1971-01-01..");
    struct list_plan plan;
    struct list_paging paging = {0};
    struct list_page page;
    list_plan_init(&plan, p, all, time_wall_us());
    list_page_read(&plan, 0, answer, &paging, &page);
    const char *next = paging.pass[0].next;
    buf_printf(out, "\nNext page: %s\n", next ? next : "none");
    if (*paging.total) {
        char *total = dry_run_report_shown(paging.total, CELL_BYTES, false);
        buf_printf(out, "Total: %s\n", total);
        free(total);
    }
    list_page_done(&page);
    list_paging_done(&paging);
    list_plan_done(&plan);
    query_free(all);
}

void dry_run_list_report(struct buf *out, const struct provider *p,
                         const struct answer_body *answer, bool mask)
{
    struct trace trace;
    struct buf found = {0};
    trace_init_of_list(&trace, p);
    struct rows rows = rows_read(p, answer, &trace);
    put_request(out, p);
    put_rows(&found, p, &rows, &trace, mask); /* fills the trace */
    dry_run_report_places(out, &trace, mask);
    buf_puts(out, buf_str(&found));
    put_next(out, p, answer);
    buf_done(&found);
    rows_done(&rows);
    trace_done(&trace);
}
