#include "cli/kept_rows.h"

#include "base/alloc.h"
#include "cli/batch_signals.h"
#include "cli/output.h"
#include "cli/settings.h"
#include "keep/kept_folder.h"
#include "keep/kept_search.h"
#include "text/time.h"

#include <stdlib.h>

char *kept_rows_folder(struct err *e)
{
    char *dir = kept_folder_default();
    if (!dir)
        err_set(e, "no calls are kept: there is no home directory");
    return dir;
}

static void search(struct kept_rows *rows, struct kept_search *s, struct progress *progress)
{
    struct pollfd none = {.fd = -1};
    bool more = true;
    while (more) {
        size_t count;
        more = kept_search_step(s, time_now_ms() + PROGRESS_DRAW_MS);
        struct list_row **found = kept_search_take(s, &count);
        for (size_t i = 0; i < count; i++) {
            rows->list = xgrow(rows->list, rows->count, sizeof *rows->list);
            rows->list[rows->count++] = found[i];
        }
        free(found);
        progress->printed = kept_search_looked(s);
        progress_tick(progress, time_now_ms());
        batch_signals_poll(&none, 1, 0); /* a signal ends the program here */
    }
}

static int newest_first(const void *left, const void *right)
{
    return list_row_newest_first(*(struct list_row *const *)left, *(struct list_row *const *)right);
}

bool kept_rows_find(struct kept_rows *out, const struct config *config,
                    const struct provider_set *set, const struct query *q,
                    struct progress *progress, struct err *e)
{
    struct kept_rows rows = {0};
    struct buf note = {0};
    char *dir = kept_rows_folder(e);
    if (!dir || !kept_folder_may_list(dir, e)) {
        free(dir);
        return false;
    }
    const struct kept_search_terms terms = {dir, q, set, settings_max_bytes(config)};
    struct kept_search *s = kept_search_new(&terms);
    search(&rows, s, progress);
    kept_trouble_put_note(&note, kept_search_troubles(s));
    rows.unread = kept_search_troubles(s)->count[KEPT_TROUBLE_UNREADABLE] > 0;
    rows.looked = kept_search_looked(s);
    rows.note = note.len ? buf_take(&note) : NULL;
    if (rows.count)
        qsort(rows.list, rows.count, sizeof *rows.list, newest_first);
    kept_search_free(s);
    free(dir);
    *out = rows;
    return true;
}

void kept_rows_done(struct kept_rows *r)
{
    for (size_t i = 0; i < r->count; i++)
        free(r->list[i]);
    free(r->list);
    free(r->note);
    *r = (struct kept_rows){0};
}

struct kept_census kept_rows_purge(const struct config *config, const char *dir,
                                   struct kept_limits limits)
{
    struct kept_purge *p = kept_purge_new(dir, limits, time_wall_us(), settings_max_bytes(config));
    while (kept_purge_step(p, INT64_MAX))
        ;
    struct kept_census census = *kept_purge_census(p);
    kept_purge_free(p);
    return census;
}

void kept_rows_start(const struct config *config)
{
    struct buf note = {0};
    char *dir = kept_folder_default();
    if (!dir)
        return;
    struct kept_census c = kept_rows_purge(config, dir, settings_kept_limits(config));
    c.troubles = (struct kept_troubles){0}; /* said of what is looked for */
    kept_purge_put_note(&note, &c);
    if (note.len)
        output_say("%s", note.data);
    if (*c.failed.text)
        output_say("%s", c.failed.text);
    buf_done(&note);
    free(dir);
}
