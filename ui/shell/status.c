/* The status line: a message or how the fetch stands on the left, what is typed or hints on the
 * right; and when it moves by itself. UI thread. */
#include "ui/shell/app_state.h"

#include "text/cols.h"
#include "text/wrap.h"
#include "ui/feature/selection.h"
#include "ui/term/screen.h"
#include "ui/view/line_draw.h"

#include <stdlib.h>
#include <string.h>

enum { ID_MIN_COLS = 8 };

static void put_bytes(struct line *out, uint64_t bytes)
{
    if (bytes < 1024)
        line_printf(out, ROLE_STATUS, ", %d bytes", (int)bytes);
    else if (bytes < 1024 * 1024)
        line_printf(out, ROLE_STATUS, ", %.1f KiB", (double)bytes / 1024);
    else
        line_printf(out, ROLE_STATUS, ", %.1f MiB", (double)bytes / 1024 / 1024);
}

/* Of the fetch that runs, when this frame began: all that moves in it does so at once. */
static int64_t running_ms(const struct app *a, const struct tab *t)
{
    return a->drawn_ms - t->since_ms;
}

/* Moves while something is fetched, whatever else the line says. */
static void put_mark(const struct app *a, const struct tab *t, struct line *out)
{
    static const char marks[] = "|/-\\";
    line_printf(out, ROLE_KEY, "%c ", marks[running_ms(a, t) / REPAINT_MS % 4]);
}

static void put_fetch(const struct app *a, const struct tab *t, struct line *out)
{
    int64_t repaints = running_ms(a, t) / REPAINT_MS;
    line_printf(out, ROLE_STATUS, "%s %.1f s", t->provider->name,
                (double)(repaints * REPAINT_MS) / 1000);
    if (t->provider == &provider_any) {
        line_printf(out, ROLE_STATUS, ", %zu of %zu answered", t->any->count - t->any->open,
                    t->any->count);
        return;
    }
    put_bytes(out, t->bytes);
    if (t->call && t->call->turns_loading)
        line_puts(out, ROLE_STATUS, ", transcript loading");
}

static void put_failure(const struct tab *t, bool mask, struct line *out)
{
    char *text = tab_said(t, t->failure->message, mask);
    line_printf(out, ROLE_BAD, "fetching again failed: %s", text);
    free(text);
}

/* An ID that is left no columns is left out, and the blank behind it. */
static void put_answer(const struct tab *t, int id_cols, struct line *out)
{
    line_printf(out, ROLE_STATUS, "%s ", t->provider->name);
    line_put_end(out, ROLE_STATUS, t->id, id_cols);
    line_printf(out, ROLE_STATUS, "%s%d in %.2f s", id_cols ? " " : "", t->http_status, t->seconds);
}

static void put_outcome(const struct tab *t, int id_cols, struct line *out)
{
    if (t->failure && t->call)
        put_failure(t, t->real != NULL, out);
    else if (t->cancelled && t->call)
        line_puts(out, ROLE_WARN,
                  t->call->turns_loading ? "cancelled, the transcript was not fetched"
                                         : "cancelled, the call before is shown");
    else if (t->watch.ended)
        line_puts(out, ROLE_GOOD, "the call has ended");
    else if (t->provider && t->http_status)
        put_answer(t, id_cols, out);
    else if (t->provider)
        line_puts(out, ROLE_STATUS, t->provider->name);
}

/* Whatever else is shown, as it is easily forgotten. The JSON is as it came. */
static void put_masked(const struct tab *t, const char *before, struct line *out)
{
    if (t->real && t->raw_shown)
        line_printf(out, ROLE_WARN, "%snot masked", before);
    else if (t->real)
        line_printf(out, ROLE_STATUS, "%s%zu masked", before,
                    t->masked.phones + t->masked.mails + t->masked.cards);
}

/* id_cols: at most, of the call's ID. */
static void put_state(const struct app *a, int id_cols, struct line *out)
{
    const struct tab *t = app_tab(a);
    if (a->question) {
        line_printf(out, ROLE_WARN, "%s (y: yes, any other key: no)", a->question);
        return;
    }
    if (marks_wait(a)) {
        marks_put(a, out);
        return;
    }
    if (t->job && !t->watch.on)
        put_mark(a, t, out);
    int begin = out->cols;
    find_put_count(a, out);
    bool counted = out->cols > begin;
    if (counted)
        line_puts(out, ROLE_STATUS, "  ");
    begin = out->cols;
    if (a->message)
        line_puts(out, a->message_role, a->message);
    else if (selection_has_keys(a))
        selection_put(a, out);
    else if (t->download.running)
        app_put_download(t, out);
    else if (t->watch.on)
        watch_put(t, out);
    else if (t->job)
        put_fetch(a, t, out);
    else if (!counted || t->failure || t->cancelled)
        put_outcome(t, id_cols, out);
    if (!a->message)
        put_masked(t, out->cols > begin ? ", " : "", out);
    if (!a->message)
        app_put_other_downloads(a, out);
}

/* A count or the beginning of a sequence, while it waits for more. */
static void put_typed(const struct app *a, struct line *out)
{
    struct buf keys = {0};
    if (a->keys.count)
        buf_printf(&keys, "%ld", a->keys.count);
    for (int i = 0; i < a->keys.pending_count; i++)
        key_put_label(&keys, a->keys.pending[i]);
    line_printf(out, ROLE_KEY, "%s  ", buf_str(&keys));
    buf_done(&keys);
}

static void draw_hints(const struct app *a, const struct rect *r, int taken)
{
    struct line line = {0};
    if (a->keys.count || a->keys.pending_count)
        put_typed(a, &line);
    else
        hints_put(a, r->cols - taken - 2, &line);
    if (line.cols)
        line_draw(&line, r->y, r->x + r->cols - line.cols, line.cols);
    line_done(&line);
}

/* What is too long for one row takes rows from the panes above, so that nothing is cut. */
static void draw_wrapped(const struct rect *r, const struct line *line)
{
    enum role role = line->count ? line->spans[line->count - 1].role : ROLE_STATUS;
    const char *s = buf_str(&line->text);
    size_t left = line->text.len, shown;
    int rows = wrap_rows(s, left, r->cols - 2);
    for (int y = rows <= r->y ? r->y - rows + 1 : 0; y <= r->y; y++) {
        size_t used = wrap_row(s, left, r->cols - 2, &shown);
        screen_fill(y, r->x, r->cols, ROLE_STATUS);
        screen_put(y, r->x + 1, role, s, shown, r->cols - 1);
        s += used;
        left -= used;
    }
}

static void draw_typed(const struct app *a, const struct rect *r)
{
    struct line line = {0};
    int cursor = line_prompt_put(a, &line, r->cols - 1);
    line_draw(&line, r->y, r->x, r->cols);
    screen_cursor(r->y, r->x + cursor);
    line_done(&line);
}

/* What is typed, and at the right what it finds. */
static void draw_prompt(const struct app *a, const struct rect *r)
{
    struct line line = {0}, count = {0};
    find_put_count(a, &count);
    if (!count.cols && a->find.line == FIND_FILTER)
        line_puts(&count, ROLE_DIM, find_is_typed(a) ? "" : "empty: all turns");
    else if (!count.cols)
        hints_put_action(a, ACT_PROMPT_SCOPE, &count);
    bool fits = 2 * count.cols + 1 < r->cols, cut = !fits && a->find.error;
    int half = (r->cols - 2) / 2, cols = fits ? count.cols : cut ? half : 0;
    int cursor = find_put_prompt(a, &line, r->cols - cols - 2);
    line_draw(&line, r->y, r->x, r->cols);
    line_draw(&count, r->y, r->x + r->cols - cols - 1, cols);
    if (cut)
        screen_put(r->y, r->x + r->cols - 3, ROLE_BAD, "..", 2, 2);
    screen_cursor(r->y, r->x + cursor);
    line_done(&line);
    line_done(&count);
}

/* Zoomed, nothing else on the screen names the call: its ID gets the room that is left. */
static void put_fitting(const struct app *a, int cols, struct line *out)
{
    const char *id = app_tab(a)->id;
    int id_cols = a->zoom && id ? cols_of(id, strlen(id)) : 0;
    put_state(a, id_cols, out);
    int over = out->cols - cols;
    if (over <= 0 || !id_cols)
        return;
    line_clear(out);
    put_state(a, id_cols > over + ID_MIN_COLS ? id_cols - over : ID_MIN_COLS, out);
}

bool status_is_covered(const struct app *a)
{
    return a->command.open || line_prompt_is_open(a) || a->find.line != FIND_NONE;
}

void status_draw(const struct app *a, const struct rect *r)
{
    struct line line = {0};
    if (r->rows < 1)
        return;
    screen_fill(r->y, r->x, r->cols, ROLE_STATUS);
    if (a->command.open) {
        command_line_draw(a, r);
        return;
    }
    if (line_prompt_is_open(a)) {
        draw_typed(a, r);
        return;
    }
    if (a->find.line != FIND_NONE) {
        draw_prompt(a, r);
        return;
    }
    put_fitting(a, r->cols - 1, &line);
    bool whole = a->question || a->message || app_tab(a)->failure;
    if (!whole || line.cols + 1 < r->cols) {
        screen_put(r->y, r->x, ROLE_STATUS, " ", 1, 1);
        line_draw(&line, r->y, r->x + 1, r->cols - 1);
        draw_hints(a, r, line.cols + 1);
    } else {
        draw_wrapped(r, &line);
    }
    line_done(&line);
}

/* Milliseconds until the moving mark or the seconds to wait change; -1: they do not. */
static int moving_ms(const struct tab *t)
{
    if (t->job && !t->watch.on)
        return REPAINT_MS;
    int64_t left_ms = t->retry_at_ms - time_now_ms();
    if (t->failure && !t->call && left_ms > 0)
        return (int)(left_ms % 1000) + 1;
    return -1;
}

/* -1 is never. */
static int sooner(int a_ms, int b_ms)
{
    return a_ms < 0 || (b_ms >= 0 && b_ms < a_ms) ? b_ms : a_ms;
}

int app_tick_ms(const struct app *a)
{
    if (find_is_busy(a) || search_all_is_busy(a))
        return 0;
    return sooner(moving_ms(app_tab(a)), sooner(watch_tick_ms(a), app_links_tick_ms(a)));
}
