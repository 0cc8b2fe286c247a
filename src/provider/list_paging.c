#include "provider/list_paging.h"

#include <stdlib.h>

void list_paging_done(struct list_paging *paging)
{
    for (size_t i = 0; i < LIST_PASSES; i++) {
        free(paging->pass[i].next);
        list_seen_done(&paging->pass[i].pages_seen);
    }
    list_seen_done(&paging->ids);
    *paging = (struct list_paging){0};
}

/* A pass of which nothing came may have the latest call of all, and so may one that begins with the
 * oldest. */
static int64_t oldest(const struct list_pass *pass)
{
    return pass->pages && !pass->oldest_first ? pass->oldest_us : INT64_MAX;
}

bool list_paging_next(const struct list_paging *paging, const struct list_plan *plan, size_t *pass)
{
    bool found = false;
    for (size_t i = 0; i < plan->pass_count; i++) {
        if (paging->pass[i].ended ||
            (found && oldest(&paging->pass[i]) <= oldest(&paging->pass[*pass])))
            continue;
        *pass = i;
        found = true;
    }
    return found;
}

int64_t list_paging_complete_from_us(const struct list_paging *paging, const struct list_plan *plan)
{
    int64_t latest_us = INT64_MIN;
    for (size_t i = 0; i < plan->pass_count; i++) {
        const struct list_pass *pass = &paging->pass[i];
        if ((!pass->ended || pass->cut) && oldest(pass) > latest_us)
            latest_us = oldest(pass);
    }
    return latest_us;
}

static void put_note(struct buf *out, const char *note)
{
    buf_printf(out, "%s%s", out->len ? "; " : "", note);
}

void list_paging_put_notes(struct buf *out, const struct list_paging *paging)
{
    static const char *const filters[LIST_FIND_COUNT] = {
        [LIST_TIME] = "the time",          [LIST_NUMBER] = "the number",
        [LIST_NUMBER_ENDS] = "the number", [LIST_FROM] = "the number",
        [LIST_FROM_ENDS] = "the number",   [LIST_TO] = "the number",
        [LIST_TO_ENDS] = "the number",     [LIST_STATUS] = "the status",
        [LIST_AGENT] = "the agent",        [LIST_IN] = "the direction",
        [LIST_OUT] = "the direction",      [LIST_LONGER] = "the duration",
        [LIST_SHORTER] = "the duration",
    };
    struct buf notes = {0};
    if (paging->nameless)
        buf_printf(&notes, "%zu row%s without an ID", paging->nameless,
                   paging->nameless == 1 ? "" : "s");
    const char *before = NULL;
    for (size_t i = 0; i < LIST_FIND_COUNT; i++)
        if ((paging->ignored & (1U << i)) && filters[i] && filters[i] != before) {
            before = filters[i];
            put_note(&notes, "it ignored ");
            buf_puts(&notes, filters[i]);
        }
    if (paging->too_long)
        put_note(&notes, "a page had more rows than are read");
    if (paging->no_next)
        put_note(&notes, "it may have more calls, but does not say how to ask for them");
    if (paging->cursor_twice)
        put_note(&notes, "it sent the same page again");
    if (paging->nothing_new)
        put_note(&notes, "a page had nothing new");
    if (paging->too_many)
        buf_printf(&notes, "%s%d pages are the limit", notes.len ? "; " : "", LIST_PAGES_MAX);
    buf_puts(out, buf_str(&notes));
    buf_done(&notes);
}
