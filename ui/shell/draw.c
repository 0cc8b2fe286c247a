/* Draws a frame from the layout: titles, lines between panes, and the list on top. */
#include "ui/shell/draw.h"
#include "keep/kept_age.h"
#include "text/time.h"

#include "base/int.h"
#include "ui/shell/app.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/overlay.h"
#include "ui/shell/page.h"
#include "ui/shell/status.h"
#include "ui/shell/tabs.h"
#include "ui/shell/top_rows.h"
#include "ui/term/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE_MIN_COLS = 120, TITLE_MIN_COLS = 8 };

static const char *const pane_names[PANE_COUNT] = {"Provider",     "Call ID",    "Call",
                                                   "Participants", "Transcript", "Other fields"};

static bool is_side(const struct app *a)
{
    const char *layout = config_text(a->settings->config, OPT_layout);
    if (strcmp(layout, "auto") == 0)
        return screen_cols() >= SIDE_MIN_COLS;
    return strcmp(layout, "side") == 0;
}

/* The columns that the panes in the left column need. */
static int left_cols(const struct tab *t)
{
    int cols = 0;
    for (int i = PANE_CALL; i < PANE_COUNT; i++) {
        const struct view *v = t->panes[i].view;
        if (v && v->ops->wanted_cols)
            cols = int_max(cols, v->ops->wanted_cols(v));
    }
    return cols;
}

/* The layout is made twice, as the panes must know their width before they can tell how many rows
 * they need. */
static void make_layout(struct app *a, struct layout *l)
{
    struct tab *t = a->tab;
    struct layout_request r = {.rows = screen_rows(),
                               .cols = screen_cols(),
                               .tabs = a->tabs->count > 1,
                               .no_turns = t->call && !t->call->turn_count,
                               .side = is_side(a),
                               .timeline = t->call && t->timeline.is_useful,
                               .zoom = a->frame.zoom && t->call,
                               .focus = t->focus};
    r.wanted[PANE_OTHER] = pane_items(&t->panes[PANE_OTHER]) > 0;
    r.left_cols = left_cols(t);
    layout_make(l, &r);
    if (!t->call)
        return;
    for (int i = PANE_CALL; i < PANE_COUNT; i++) {
        pane_resize(&t->panes[i], t->panes[i].rows, l->title[i].cols);
        r.wanted[i] = pane_rows_wanted(&t->panes[i], r.rows);
    }
    layout_make(l, &r);
    for (int i = PANE_CALL; i < PANE_COUNT; i++)
        pane_resize(&t->panes[i], l->body[i].rows, l->body[i].cols);
}

static int bottom_of(const struct rect *r)
{
    return r->rows > 0 ? r->y + r->rows : 0;
}

/* The room for pages and lists, between the top rows and the status line. */
static struct rect body_room(const struct layout *l)
{
    int top = int_max(bottom_of(&l->body[PANE_PROVIDER]), bottom_of(&l->body[PANE_ID]));
    top = int_max(top, bottom_of(&l->tabs));
    return (struct rect){
        .y = top, .x = 0, .rows = int_max(l->status.y - top, 0), .cols = screen_cols()};
}

enum place_mark {
    PLACE_NONE,
    PLACE_NUMBER, /* of the item at the cursor, and how many there are: "3/17" */
    PLACE_BELOW   /* the rows below the window: "+14" */
};

/* Draws the mark at the right end of a title; returns where it begins. */
static int draw_place(const struct rect *r, struct pane *p, enum place_mark mark)
{
    char text[48];
    size_t all, number = pane_number(p, &all);
    size_t below = mark == PLACE_BELOW ? pane_rows_below(p) : 0;
    int n;
    if (mark == PLACE_NONE || pane_items(p) == 0 || r->cols < 30 || (mark == PLACE_BELOW && !below))
        return r->cols;
    if (mark == PLACE_BELOW)
        n = snprintf(text, sizeof text, " +%zu ", below);
    else
        n = snprintf(text, sizeof text, " %zu/%zu ", number + 1, all);
    screen_put(r->y, r->x + r->cols - n - 1, ROLE_TEXT, text, (size_t)n, n);
    return r->cols - n - 1;
}

/* `about` follows the name; what is too long for the title is cut and ends in "..". */
static void draw_title_with(const struct rect *r, struct pane *p, const char *name, bool focus,
                            enum place_mark place, const struct line *about)
{
    if (r->rows < 1)
        return;
    screen_hline(r->y, r->x, r->cols);
    int begin = 2 + top_rows_put_name(r->y, r->x + 1, name, focus, r->cols - 2);
    int room = draw_place(r, p, place) - begin - 1;
    if (about->cols <= 2 || (room < TITLE_MIN_COLS && about->cols > room))
        return;
    line_draw(about, r->y, r->x + begin, int_min(about->cols, room));
    if (about->cols > room)
        screen_put(r->y, r->x + begin + room - 3, ROLE_DIM, ".. ", 3, 3);
}

static void draw_title(const struct rect *r, struct pane *p, const char *name, bool focus,
                       enum place_mark place)
{
    struct line about = {0};
    line_puts(&about, ROLE_DIM, " ");
    if (p->view && p->view->ops->title)
        p->view->ops->title(p->view, &about);
    line_puts(&about, ROLE_DIM, " ");
    draw_title_with(r, p, name, focus, place, &about);
    line_done(&about);
}

static void draw_divider(const struct layout *l)
{
    const struct rect *d = &l->divider;
    if (d->rows < 1)
        return;
    screen_vline(d->y, d->x, d->rows);
    screen_tee(d->y, d->x, SCREEN_TEE_DOWN);
    for (int i = PANE_PARTICIPANTS; i < PANE_COUNT; i++) {
        const struct rect *title = &l->title[i];
        if (title->rows && title->y > d->y)
            screen_tee(title->y, d->x, title->x < d->x ? SCREEN_TEE_LEFT : SCREEN_TEE_RIGHT);
    }
}

static void draw_timeline(const struct app *a, struct tab *t, const struct rect *r)
{
    struct line line = {0};
    int cols = r->cols - VIEW_GUTTER - 1;
    if (r->rows < 1 || cols < 1)
        return;
    t->timeline.more = !timeline_layout(&t->timeline, cols);
    if (t->timeline.more)
        return;
    timeline_row_put(&t->timeline, &t->panes[PANE_TURNS], a->style.ascii, &line);
    line_draw(&line, r->y, r->x + VIEW_GUTTER, cols);
    line_done(&line);
}

/* The transcript has numbers; elsewhere what is hidden shows. */
static enum place_mark place_of(struct tab *t, int pane, bool focus)
{
    struct pane *p = &t->panes[pane];
    if (pane == PANE_TURNS)
        return view_transcript_has_turns(p->view) ? PLACE_NUMBER : PLACE_NONE;
    return pane_fits(p) ? PLACE_NONE : focus ? PLACE_NUMBER : PLACE_BELOW;
}

/* Says of a kept copy how old it is. */
static void draw_call_title(const struct rect *r, struct tab *t, bool focus)
{
    struct line about = {0};
    struct buf age = {0};
    if (t->kept.first_us)
        kept_age_put(&age, &t->kept, time_wall_us());
    line_printf(&about, ROLE_VALUE, " %s ", buf_str(&age));
    draw_title_with(r, &t->panes[PANE_CALL], pane_names[PANE_CALL], focus,
                    place_of(t, PANE_CALL, focus), &about);
    line_done(&about);
    buf_done(&age);
}

static void draw_panes(struct app *a, const struct layout *l)
{
    struct tab *t = a->tab;
    for (int i = PANE_CALL; i < PANE_COUNT; i++) {
        bool focus = t->focus == (enum pane_id)i && !overlay_is_open(a);
        if (i == PANE_CALL)
            draw_call_title(&l->title[i], t, focus);
        else
            draw_title(&l->title[i], &t->panes[i], pane_names[i], focus, place_of(t, i, focus));
        pane_draw(&t->panes[i], &l->body[i], focus);
        if (focus && l->body[i].rows > 0)
            screen_cursor(l->body[i].y + pane_cursor_row(&t->panes[i]),
                          l->body[i].x + pane_cursor_col(&t->panes[i]));
    }
    draw_timeline(a, t, &l->timeline);
    draw_divider(l);
}

/* How many rows stay above the items: at most half of them. */
static int head_rows(const struct view *v, int rows)
{
    return v && v->ops->head_rows ? int_min(v->ops->head_rows(v), (rows + 1) / 2) : 0;
}

/* If they do not all fit, the last ones, with the headings, are drawn below the number of the
 * others. */
static void draw_head(const struct rect *r, const struct view *v, int rows)
{
    struct line line = {0};
    int hidden = rows > 1 ? v->ops->head_rows(v) - rows : 0;
    for (int row = 0; row < rows; row++) {
        line_clear(&line);
        if (row == 0 && hidden > 0) {
            line_pad(&line, VIEW_GUTTER);
            line_printf(&line, ROLE_DIM, "+%d rows", hidden + 1);
        } else {
            v->ops->head(v, v->ops->head_rows(v) - rows + row, &line);
        }
        line_draw(&line, r->y + row, r->x, r->cols);
    }
    line_done(&line);
}

/* can_select: items can be activated. Otherwise the selected row is marked only when the pane
 * scrolls. */
static void draw_titled_pane(struct pane *p, struct rect r, const char *name, bool focus,
                             bool can_select)
{
    struct rect title = {r.y, r.x, r.rows > 0 ? 1 : 0, r.cols};
    r.y++;
    r.rows--;
    if (r.rows < 1)
        return;
    for (int y = 0; y < r.rows; y++)
        screen_fill(r.y + y, r.x, r.cols, ROLE_TEXT);
    int head = head_rows(p->view, r.rows);
    pane_resize(p, r.rows - head, r.cols);
    draw_head(&r, p->view, head);
    r.y += head;
    r.rows -= head;
    draw_title(&title, p, name, focus, pane_fits(p) ? PLACE_NONE : PLACE_NUMBER);
    pane_draw(p, &r, focus && (can_select || !pane_fits(p)));
    if (focus)
        screen_cursor(r.y + pane_cursor_row(p), r.x);
}

/* The page, the list or the JSON instead of the panes. */
static void draw_single(struct app *a, const struct layout *l, struct tab *t)
{
    bool focus = t->focus >= PANE_CALL && !overlay_is_open(a);
    if (tab_is_list(t)) {
        draw_titled_pane(&t->list, body_room(l), "Calls", focus, true);
        return;
    }
    if (!t->raw_shown)
        pane_set_view(&t->page, page_of_tab(a, t));
    draw_titled_pane(t->raw_shown ? &t->raw : &t->page, body_room(l),
                     !t->raw_shown ? "Call"
                     : t->call     ? "JSON"
                                   : "Answer",
                     focus, t->raw_shown);
}

void draw_list(struct pane *p, struct rect r, const char *title)
{
    draw_titled_pane(p, r, title, true, true);
}

/* There is a line below a list that does not fill the room. */
static void draw_overlay(struct app *a, const struct layout *l)
{
    const struct overlay_ops *ops = overlay_top(a);
    struct rect r = body_room(l);
    if (!ops)
        return;
    if (ops->draw) {
        ops->draw(a, &r);
        return;
    }
    struct pane *list = overlay_pane(a);
    pane_resize(list, r.rows, r.cols);
    int needed = pane_rows_wanted(list, r.rows) + 1;
    if (needed < r.rows && !ops->fills) {
        r.rows = needed;
        screen_hline(r.y + r.rows, r.x, r.cols);
    }
    char *title = ops->title ? ops->title(a) : NULL;
    draw_list(list, r, title ? title : ops->name);
    free(title);
}

void draw_frame(struct app *a)
{
    struct layout *l = &a->frame.layout;
    struct tab *t = a->tab;
    screen_erase();
    screen_cursor_hide();
    t->timeline.more = false;
    make_layout(a, l);
    if (l->too_small) {
        static const char text[] = "too small (20x6)";
        screen_put(l->status.y, l->status.x, ROLE_WARN, text, sizeof text - 1, l->status.cols);
    } else {
        if (t->call && !t->raw_shown)
            draw_panes(a, l);
        else
            draw_single(a, l, t);
        top_rows_draw(a, l);
        draw_overlay(a, l);
        if (id_pane_mode.is_on(a))
            completion_draw(&a->id_pane->completion, l->status.y, l->status.cols);
        status_draw(a, &l->status);
    }
    a->frame.hold_ms = screen_hold_ms();
    if (!a->frame.hold_ms && !screen_flush())
        a->frame.hold_ms = 1; /* once more, at once */
}
