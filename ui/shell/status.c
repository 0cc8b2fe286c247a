/* The left part comes from the top mode, from the last message or from the features; on the right
 * are hints. */
#include "ui/shell/status.h"

#include "base/int.h"
#include "text/cols.h"
#include "text/time.h"
#include "text/wrap.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/hints.h"
#include "ui/shell/mode.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"
#include "ui/term/screen.h"

#include <string.h>

enum { ID_MIN_COLS = 8 };

static void put_slot(const struct app *a, enum status_slot slot, bool one, struct status *s)
{
    int before = s->out->cols;
    s->slot = slot;
    FEATURE_EACH (a, f)
        if ((*f)->status && !(one && s->out->cols > before))
            (*f)->status(a, s);
}

/* True if something was written, and two blanks after it. */
static bool put_front_slot(const struct app *a, enum status_slot slot, struct status *s)
{
    s->begin = s->out->cols;
    put_slot(a, slot, false, s);
    bool written = s->out->cols > s->begin;
    if (written)
        line_puts(s->out, ROLE_STATUS, "  ");
    return written;
}

/* The call's ID gets at most id_cols columns. The spinner turns while something is fetched,
 * whatever else the line says. */
static void put_state(const struct app *a, int id_cols, struct line *out)
{
    static const char spinner[] = "|/-\\";
    struct status s = {.out = out, .id_cols = id_cols};
    const struct mode_ops *mode = mode_top(a);
    if (mode->status) {
        mode->status(a, out);
        return;
    }
    if (a->tab->job && !a->tab->quiet)
        line_printf(out, ROLE_KEY, "%c ",
                    spinner[(a->frame.drawn_ms - a->tab->since_ms) / FRAME_MS % 4]);
    s.always = put_front_slot(a, STATUS_ALWAYS, &s);
    s.counted = put_front_slot(a, STATUS_BEFORE, &s);
    s.begin = out->cols;
    if (a->said->text) {
        line_puts(out, a->said->role, a->said->text);
        return;
    }
    put_slot(a, STATUS_FIRST, true, &s);
    if (out->cols == s.begin)
        put_slot(a, STATUS_SECOND, true, &s);
    put_slot(a, STATUS_AFTER, false, &s);
}

/* Shows a count or the beginning of a sequence while more keys are expected. */
static void put_typed(const struct app *a, struct line *out)
{
    const struct key_state *typed = &a->modes->typed;
    struct buf keys = {0};
    if (typed->count)
        buf_printf(&keys, "%ld", typed->count);
    for (int i = 0; i < typed->pending_count; i++)
        key_put_label(&keys, typed->pending[i]);
    line_printf(out, ROLE_KEY, "%s  ", buf_str(&keys));
    buf_done(&keys);
}

/* After the beginning of a sequence the row is for what may follow. */
static void draw_following(const struct app *a, const struct rect *r)
{
    struct line line = {0};
    line_puts(&line, ROLE_STATUS, " ");
    put_typed(a, &line);
    hints_put_following(a, r->cols - 1, &line);
    line_draw(&line, r->y, r->x, r->cols);
    line_done(&line);
}

static void draw_hints(struct app *a, const struct rect *r, int used)
{
    struct line line = {0};
    if (a->modes->typed.count || a->modes->typed.pending_count)
        put_typed(a, &line);
    else
        hints_put(a, r->cols - used - 2, &line);
    if (line.cols)
        line_draw(&line, r->y, r->x + r->cols - line.cols, line.cols);
    hints_keep(a, &line, r);
    line_done(&line);
}

/* A text that is too long for one row covers rows of the panes above, so that nothing is cut. */
static void draw_wrapped(const struct rect *r, const struct line *line)
{
    enum role role = line->count ? line->spans[line->count - 1].role : ROLE_STATUS;
    const char *s = buf_str(&line->text);
    size_t left = line->text.len, shown;
    struct line row = {0};
    int rows = wrap_rows(s, left, r->cols - 2);
    for (int y = rows <= r->y ? r->y - rows + 1 : 0; y <= r->y; y++) {
        size_t used = wrap_row(s, left, r->cols - 2, &shown);
        screen_fill(y, r->x, r->cols, ROLE_STATUS);
        line_clear(&row);
        line_put(&row, role, s, shown); /* clean spans joined need not be clean */
        line_draw(&row, y, r->x + 1, r->cols - 1);
        s += used;
        left -= used;
    }
    line_done(&row);
}

/* While a pane is zoomed, only the status line shows the call's ID, in the room that is left. */
static void put_fitting(const struct app *a, int cols, struct line *out)
{
    const char *id = a->tab->id;
    int id_cols = a->frame.zoom && id ? cols_of(id, strlen(id)) : 0;
    put_state(a, id_cols, out);
    int excess = out->cols - cols;
    if (excess <= 0 || !id_cols)
        return;
    line_clear(out);
    put_state(a, id_cols > excess + ID_MIN_COLS ? id_cols - excess : ID_MIN_COLS, out);
}

void status_draw(struct app *a, const struct rect *r)
{
    const struct mode_ops *mode = mode_top(a);
    struct line line = {0};
    hints_keep(a, NULL, r);
    if (r->rows < 1)
        return;
    screen_fill(r->y, r->x, r->cols, ROLE_STATUS);
    if (mode->draw) {
        mode->draw(a, r);
        return;
    }
    bool main_keys = !mode->status && (!mode->hints || overlay_is_open(a));
    if (a->modes->typed.pending_count && main_keys) {
        draw_following(a, r);
        return;
    }
    put_fitting(a, r->cols - 1, &line);
    bool may_wrap = mode->status || a->said->text || a->tab->failure;
    if (may_wrap && line.cols + 1 >= r->cols) {
        draw_wrapped(r, &line);
    } else {
        screen_put(r->y, r->x, ROLE_STATUS, " ", 1, 1);
        line_draw(&line, r->y, r->x + 1, r->cols - 1);
        draw_hints(a, r, line.cols + 1);
    }
    line_done(&line);
}

/* Milliseconds until the spinner or the seconds to wait change; -1: they do not. */
static int tick_of_tab_ms(const struct tab *t)
{
    if (t->timeline.more)
        return 0;
    if (t->job && !t->quiet)
        return FRAME_MS;
    int64_t left_ms = t->retry_at_ms - time_now_ms();
    if (t->failure && !t->call && left_ms > 0)
        return (int)(left_ms % 1000) + 1;
    return -1;
}

int status_tick_ms(const struct app *a)
{
    int ms = tick_of_tab_ms(a->tab);
    FEATURE_EACH (a, f)
        if ((*f)->tick_ms)
            ms = int_sooner_ms(ms, (*f)->tick_ms(a));
    return ms;
}
