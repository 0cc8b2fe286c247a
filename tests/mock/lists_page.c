/* Cuts a page out of the calls that a request asks for. How a provider's pages follow each other
 * stands in its file: by an offset, the number of the page, the last ID (after), a cursor, or a
 * time filter that the client moves (time). */
#include "tests/mock/lists.h"

#include "base/alloc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_style(const struct list_ask *ask, const char *style)
{
    return strcmp(spec_text(ask->spec, "paging", "style"), style) == 0;
}

/* A cursor holds for one set of filters, which it is made of. */
static unsigned filters_hash(const struct list_ask *ask)
{
    uint64_t hash = ask->ascending;
    for (size_t i = 0; i < ask->filter_count; i++) {
        hash = sample_hash(hash, (uint64_t)ask->filters[i].number);
        for (const char *c = ask->filters[i].text; c && *c; c++)
            hash = sample_hash(hash, (unsigned char)*c);
    }
    return (unsigned)(hash & 0xffffffff);
}

static char *cursor_to(const struct list_ask *ask, size_t begin)
{
    return xasprintf("%zu|%08x==", begin, filters_hash(ask));
}

static bool begin_at_cursor(const struct list_ask *ask, size_t *begin)
{
    *begin = (size_t)strtoul(ask->place, NULL, 10);
    char *right = cursor_to(ask, *begin);
    bool same = strcmp(right, ask->place) == 0;
    free(right);
    return same;
}

static bool begin_after_id(const struct list_ask *ask, const struct list_page_of *page,
                           size_t *begin)
{
    for (size_t i = 0; i < page->count; i++) {
        char *id = spec_id(ask->spec, &page->samples[i]);
        bool found = strcmp(id, ask->place) == 0;
        free(id);
        *begin = i + 1;
        if (found)
            return true;
    }
    return false;
}

static bool begin_at_number(const struct list_ask *ask, size_t *begin)
{
    char *end;
    long n = strtol(ask->place, &end, 10);
    bool counts_pages = is_style(ask, "page");
    *begin = (size_t)(counts_pages ? (n - 1) * ask->limit : n);
    return !*end && n >= (counts_pages ? 1 : 0);
}

static bool find_begin(const struct list_ask *ask, const struct list_page_of *page, size_t *begin)
{
    *begin = 0;
    if (!ask->place)
        return true;
    return is_style(ask, "cursor")  ? begin_at_cursor(ask, begin)
           : is_style(ask, "after") ? begin_after_id(ask, page, begin)
                                    : begin_at_number(ask, begin);
}

/* With a time filter, the next page begins with the time of a call. */
static bool time_of_a_call(const struct list_ask *ask, const struct list_page_of *page)
{
    for (size_t i = 0; i < ask->filter_count; i++)
        if (strcmp(ask->filters[i].kind, "until") == 0)
            return page->count && (double)page->samples[0].created_ms == ask->filters[i].number;
    return false;
}

static char *next_of(const struct list_ask *ask, const struct list_page_of *page)
{
    if (page->end >= page->count || page->end == 0)
        return NULL;
    if (page->later && ask->trap.cursor_twice)
        return xstrdup(ask->place);
    return is_style(ask, "cursor")  ? cursor_to(ask, page->end)
           : is_style(ask, "after") ? spec_id(ask->spec, &page->samples[page->end - 1])
                                    : NULL;
}

bool page_cut(const struct list_ask *ask, struct list_page_of *page)
{
    const struct list_trap *trap = &ask->trap;
    size_t begin;
    if (!find_begin(ask, page, &begin))
        return false;
    page->later = is_style(ask, "time") ? time_of_a_call(ask, page) : begin > 0;
    bool numbered = is_style(ask, "offset") || is_style(ask, "page");
    if (trap->cursor_twice && numbered)
        begin = 0;
    if (page->later && begin)
        begin -= (size_t)trap->again < begin ? (size_t)trap->again : begin;
    page->limit = ask->limit;
    page->begin = begin < page->count ? begin : page->count;
    size_t left = page->count - page->begin;
    page->end = page->begin + (left < (size_t)ask->limit ? left : (size_t)ask->limit);
    page->next = next_of(ask, page);
    bool second = is_style(ask, "time") ? page->later : begin == (size_t)ask->limit;
    if (trap->empty_page && second)
        page->end = page->begin;
    return true;
}

cJSON *page_rows(const struct list_fill *f)
{
    const struct list_page_of *p = f->page;
    cJSON *rows = cJSON_CreateArray();
    for (size_t i = p->begin; i < p->end; i++) {
        struct list_fill row = {.spec = f->spec, .sample = &p->samples[i]};
        cJSON *made = fill_template(&row, spec_get(f->spec, "row"));
        if (f->trap->no_ids && i % 3 == 2)
            trap_drop_id(&row, made);
        trap_put_between(f->trap, i - p->begin, rows);
        cJSON_AddItemToArray(rows, made);
    }
    return trap_spoil_rows(f->trap, rows);
}
