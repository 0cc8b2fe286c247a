/* A JSON answer becomes the rows of a list: rows have IDs, each comes once, whatever is printed is
 * clean, and the next page can be asked for. The first byte is the provider. */
#include "provider/list_page.h"

#include "base/alloc.h"
#include "cli/row_call.h"
#include "print/row_form.h"
#include "provider/call_list.h"
#include "provider/list_request.h"
#include "tests/fuzz/fuzz.h"
#include "text/clean.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

enum { COLS = 80, PAGES = 3 };

static const int64_t NOW_US = 1795963212345000; /* Sun 29 Nov 2026 14:40:12.345 UTC */

static void check_row(const struct list_row *r)
{
    struct participant one;
    size_t at = 0, count = 0;
    FUZZ_CHECK(r->id && *r->id);
    while (list_row_participant(r, &at, &one))
        count++;
    FUZZ_CHECK(count == r->participant_count);
    FUZZ_CHECK(list_row_bytes(r) >= sizeof *r);
}

/* Takes out what the form has between values: the tabs of TSV, the line ends of CSV. */
static void drop_own(struct buf *out, enum row_form form)
{
    size_t n = 0;
    for (size_t i = 0; i < out->len; i++) {
        bool own = (form == ROW_FORM_TSV && out->data[i] == '\t') ||
                   (form == ROW_FORM_CSV && strncmp(out->data + i, "\r\n", 2) == 0);
        if (!own)
            out->data[n++] = out->data[i];
    }
    if (out->len)
        out->data[out->len = n] = '\0';
}

static void check_lines(const struct buf *json)
{
    for (struct fuzz_input rest = {json->data, json->len}; rest.n;) {
        struct fuzz_input line = fuzz_line(&rest);
        struct buf one = {0};
        buf_add(&one, line.s, line.n);
        buf_putc(&one, '\n');
        fuzz_check_json(&one);
        buf_done(&one);
    }
}

static void check_printed(const struct list_row *const *rows, size_t count, bool mask)
{
    struct row_calls calls = {.list = rows, .mask = mask};
    struct print_rows printed = {.count = count, .row = row_call, .owner = &calls, .cols = COLS};
    for (int form = 0; form < ROW_FORM_COUNT; form++) {
        struct buf out = {0};
        row_form_print(&out, (enum row_form)form, &printed);
        drop_own(&out, (enum row_form)form);
        if (form == ROW_FORM_JSON)
            check_lines(&out);
        else
            fuzz_check_clean(&out, CLEAN_LINES);
        buf_done(&out);
    }
    row_call_done(&calls);
}

static void check_rows(struct call_list *list, struct list_page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        check_row(page->rows[i]);
        for (size_t j = 0; j < i && i < 50; j++)
            FUZZ_CHECK(strcmp(page->rows[i]->id, page->rows[j]->id) != 0);
    }
    check_printed((const struct list_row *const *)page->rows, page->count, false);
    check_printed((const struct list_row *const *)page->rows, page->count, true);
    size_t before = call_list_all(list);
    call_list_add(list, page->rows, page->count);
    FUZZ_CHECK(call_list_all(list) == before + page->count);
    for (int column = 0; column < LIST_COLUMNS; column++)
        call_list_sort(list, (enum list_column)column, column % 2);
    FUZZ_CHECK(call_list_count(list) == call_list_all(list));
    page->count = 0; /* the list has them */
}

/* What is asked for goes to the provider's host. */
static void check_request(const struct list_plan *plan, size_t pass,
                          const struct list_paging *paging)
{
    struct request request = {0};
    struct failure *f = list_request(plan, pass, paging, "key", &request);
    char *base = provider_url(plan->provider);
    if (!f)
        FUZZ_CHECK(url_same_origin(base, request.url));
    free(base);
    failure_free(f);
    request_done(&request);
}

static void walk(const struct list_plan *plan, const struct answer_body *answer)
{
    struct list_paging paging = {0};
    struct call_list *list = call_list_new();
    struct buf notes = {0};
    size_t pass;
    for (int i = 0; i < PAGES && list_paging_next(&paging, plan, &pass); i++) {
        struct list_page page;
        check_request(plan, pass, &paging);
        list_page_read(plan, pass, answer, &paging, &page);
        FUZZ_CHECK(!page.failure || !page.count);
        FUZZ_CHECK(i == 0 || page.failure || !page.count); /* they came before */
        check_rows(list, &page);
        list_page_done(&page);
    }
    list_paging_put_notes(&notes, &paging);
    buf_done(&notes);
    call_list_free(list);
    list_paging_done(&paging);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct provider_set *set = fuzz_providers();
    struct fuzz_input in = fuzz_begin(data, size);
    const struct provider *p = &set->list[fuzz_byte(&in) % set->count];
    struct answer_body answer = {.http_status = 200,
                                 .bytes = in.s,
                                 .count = in.n,
                                 .content_type = "application/json",
                                 .retry_after_s = -1};
    struct query_terms terms = {.time = {NOW_US, &civil_zone_in_force, 7}};
    struct query_problem problem;
    struct list_plan plan;
    struct query *q = query_new("2000-01-01..", &terms, &problem);
    FUZZ_CHECK(q);
    list_plan_init(&plan, p, q, NOW_US);
    if (!plan.left_out)
        walk(&plan, &answer);
    list_plan_done(&plan);
    query_free(q);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    fuzz_seed_files(seed, "tests/fixtures/lists/*.json", fuzz_put_provider);
}
