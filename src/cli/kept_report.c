#include "cli/kept_report.h"

#include "cli/kept_rows.h"
#include "cli/output.h"
#include "fetch/fetch_data.h"
#include "keep/kept_age.h"
#include "keep/kept_list.h"
#include "keep/kept_purge.h"
#include "text/time.h"

#include <stdlib.h>

enum { KIB = 1024, MIB = 1024 * 1024 };

#define HOW_TO_FORGET "callbrowser --archive-forget all deletes them"

static bool keeps(const struct config *config)
{
    return config_number(config, OPT_archive) != FETCH_ARCHIVE_NO;
}

/* ---- --doctor ---- */

static void put_size(struct buf *out, uint64_t bytes)
{
    if (bytes < MIB)
        buf_printf(out, "%.1f KiB", (double)bytes / KIB);
    else
        buf_printf(out, "%.1f MiB", (double)bytes / MIB);
}

static void put_count(struct report *r, const char *dir, const struct kept_census *c)
{
    struct buf line = {0};
    buf_printf(&line, "%s: ", dir);
    if (!c->calls)
        buf_puts(&line, "no calls");
    else
        buf_printf(&line, "%zu call%s, ", c->calls, c->calls == 1 ? "" : "s");
    if (c->calls) {
        put_size(&line, c->bytes);
        buf_puts(&line, ", the oldest ");
        kept_age_put(&line, &(struct kept_age){.first_us = c->oldest_us}, time_wall_us());
    }
    report_line(r, "Kept calls", "%s", buf_str(&line));
    buf_done(&line);
}

static void put_troubles(struct report *r, const struct kept_census *c)
{
    struct buf note = {0};
    kept_purge_put_note(&note, c);
    if (note.len)
        report_problem(r, "", "%s", note.data);
    buf_done(&note);
}

static void put_rules(struct report *r, const struct config *config)
{
    int days = config_number(config, OPT_archive_days);
    struct buf line = {0};
    if (keeps(config))
        buf_printf(&line, "archive = %s, at most %d MiB", config_text(config, OPT_archive),
                   config_number(config, OPT_archive_mb));
    else
        buf_puts(&line, "archive = no: nothing more is kept");
    if (days)
        buf_printf(&line, ", calls stay for %d day%s", days, days == 1 ? "" : "s");
    else
        buf_puts(&line, ", calls stay until they are forgotten");
    report_line(r, "", "%s", line.data);
    buf_done(&line);
}

void kept_report_put(struct report *r, const struct config *config)
{
    struct err e;
    char *dir = kept_rows_folder(&e);
    if (!dir) {
        report_problem(r, "Kept calls", "%s", e.text);
        return;
    }
    struct kept_census census = kept_rows_purge(config, dir, (struct kept_limits){0});
    put_count(r, dir, &census);
    put_troubles(r, &census);
    if (census.calls || keeps(config))
        put_rules(r, config);
    else
        report_line(r, "", "archive = no: nothing is kept");
    if (census.calls && !keeps(config))
        report_line(r, "", "%s", HOW_TO_FORGET);
    free(dir);
}

/* ---- --check-config ---- */

void kept_report_say_left(const struct config *config)
{
    struct err e;
    char *dir = keeps(config) ? NULL : kept_rows_folder(&e);
    if (!dir)
        return;
    struct kept_list *list = kept_list_new(dir);
    while (kept_list_step(list, INT64_MAX))
        ;
    size_t n = kept_list_count(list);
    if (n)
        output_say("archive = no, but %zu call%s kept: %s", n, n == 1 ? " is" : "s are",
                   HOW_TO_FORGET);
    kept_list_free(list);
    free(dir);
}
