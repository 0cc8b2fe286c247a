/* Frames, tabs and the top row: everything on the screen but panes' bodies and the status line. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "ui/term/screen.h"
#include "ui/view/line_draw.h"
#include "ui/view/timeline_row.h"
#include "ui/view/view_transcript.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SIDE_MIN_COLS = 120,
    LABEL_COLS = 11, /* " Provider  " */
    TAB_MIN_COLS = 10,
    TAB_MAX_COLS = 24,
    TAB_MIN_ID_COLS = 5,
    TITLE_MIN_COLS = 8,
    WANTED_MAX_ROWS = 200
};

static const char *const pane_names[PANE_COUNT] = {"Provider", "Call ID", "Call", "Participants",
                                                   "Transcript"};

static bool is_side(const struct app *a)
{
    const char *layout = config_text(a->config, OPT_layout);
    if (strcmp(layout, "auto") == 0)
        return screen_cols() >= SIDE_MIN_COLS;
    return strcmp(layout, "side") == 0;
}

static void size_panes(struct tab *t, const struct layout *l)
{
    for (int i = PANE_CALL; i < PANE_COUNT; i++)
        pane_resize(&t->panes[i], l->body[i].rows, l->body[i].cols);
}

/* Twice: the panes must know their width before they can say how many rows they want. */
static void make_layout(struct app *a, struct layout *l)
{
    struct tab *t = app_tab(a);
    struct layout_request r = {.rows = screen_rows(),
                               .cols = screen_cols(),
                               .call_rows = 1,
                               .people_rows = 1,
                               .tabs = a->tab_count > 1,
                               .no_turns = t->call && !t->call->turn_count,
                               .side = is_side(a),
                               .timeline = t->call && t->timeline.is_useful,
                               .zoom = a->zoom && t->call,
                               .focus = t->focus};
    layout_make(l, &r);
    for (int i = PANE_CALL; i <= PANE_PEOPLE; i++)
        pane_resize(&t->panes[i], t->panes[i].rows, l->body[i].cols);
    r.call_rows = pane_rows_wanted(&t->panes[PANE_CALL], WANTED_MAX_ROWS);
    r.people_rows = pane_rows_wanted(&t->panes[PANE_PEOPLE], WANTED_MAX_ROWS);
    layout_make(l, &r);
    size_panes(t, l);
}

static int bottom_of(const struct rect *r)
{
    return r->rows > 0 ? r->y + r->rows : 0;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* The room between the top rows and the status line: for pages and lists. */
static struct rect whole_body(const struct layout *l)
{
    int top = larger(bottom_of(&l->body[PANE_PROVIDER]), bottom_of(&l->body[PANE_ID]));
    top = larger(top, bottom_of(&l->tabs));
    return (struct rect){
        .y = top, .x = 0, .rows = larger(l->status.y - top, 0), .cols = screen_cols()};
}

static void draw_name(int y, int x, const char *name, bool focus, int cols)
{
    char *text = xasprintf(focus ? "[%s]" : " %s ", name);
    screen_put(y, x, focus ? ROLE_TITLE_FOCUS : ROLE_TITLE, text, strlen(text), cols);
    free(text);
}

/* At the right of a title, which ends where it begins. */
static int draw_place(const struct rect *r, struct pane *p)
{
    char text[48];
    if (pane_items(p) == 0 || r->cols < 30)
        return r->cols;
    size_t all, number = pane_number(p, &all);
    int n = snprintf(text, sizeof text, " %zu/%zu ", number + 1, all);
    screen_put(r->y, r->x + r->cols - n - 1, ROLE_TEXT, text, (size_t)n, n);
    return r->cols - n - 1;
}

/* What is too long for a title ends in "..". */
static void draw_about(int y, int x, int room, const struct line *line)
{
    if (room < TITLE_MIN_COLS && line->cols > room)
        return;
    line_draw(line, y, x, line->cols < room ? line->cols : room);
    if (line->cols > room)
        screen_put(y, x + room - 3, ROLE_DIM, ".. ", 3, 3);
}

static void draw_title(const struct rect *r, struct pane *p, const char *name, bool focus,
                       bool with_place)
{
    struct line line = {0};
    if (r->rows < 1)
        return;
    screen_hline(r->y, r->x, r->cols);
    draw_name(r->y, r->x + 1, name, focus, r->cols - 2);
    int end = with_place ? draw_place(r, p) : r->cols, begin = (int)strlen(name) + 4;
    if (p->view && p->view->ops->title) {
        line_puts(&line, ROLE_DIM, " ");
        p->view->ops->title(p->view, &line);
        line_puts(&line, ROLE_DIM, " ");
    }
    if (line.cols > 2)
        draw_about(r->y, r->x + begin, end - begin - 1, &line);
    line_done(&line);
}

static void draw_divider(const struct layout *l)
{
    const struct rect *d = &l->divider;
    if (d->rows < 1)
        return;
    screen_vline(d->y, d->x, d->rows);
    screen_tee(d->y, d->x, SCREEN_TEE_DOWN);
    screen_tee(l->title[PANE_PEOPLE].y, d->x, SCREEN_TEE_LEFT);
}

static void draw_timeline(const struct app *a, struct tab *t, const struct rect *r)
{
    struct line line = {0};
    int cols = r->cols - VIEW_GUTTER - 1;
    if (r->rows < 1 || cols < 1)
        return;
    timeline_layout(&t->timeline, cols);
    timeline_row_put(&t->timeline, &t->panes[PANE_TURNS], a->style.ascii, &line);
    line_draw(&line, r->y, r->x + VIEW_GUTTER, cols);
    line_done(&line);
}

static void draw_panes(struct app *a, const struct layout *l)
{
    struct tab *t = app_tab(a);
    for (int i = PANE_CALL; i < PANE_COUNT; i++) {
        bool focus = t->focus == (enum pane_id)i && a->overlay == OVERLAY_NONE;
        bool place = i == PANE_TURNS ? view_transcript_has_turns(t->panes[i].view)
                                     : !pane_fits(&t->panes[i]);
        draw_title(&l->title[i], &t->panes[i], pane_names[i], focus, place);
        pane_draw(&t->panes[i], &l->body[i], focus);
        if (focus && l->body[i].rows > 0)
            screen_cursor(l->body[i].y + pane_cursor_row(&t->panes[i]),
                          l->body[i].x + pane_cursor_col(&t->panes[i]));
    }
    draw_timeline(a, t, &l->timeline);
    draw_divider(l);
}

/* `taken`: its items can be. Else the selected row is of no use to someone who sees all rows. */
static void draw_titled_pane(struct pane *p, struct rect r, const char *name, bool focus,
                             bool taken)
{
    struct rect title = {r.y, r.x, r.rows > 0 ? 1 : 0, r.cols};
    r.y++;
    r.rows--;
    if (r.rows < 1)
        return;
    for (int y = 0; y < r.rows; y++)
        screen_fill(r.y + y, r.x, r.cols, ROLE_TEXT);
    pane_resize(p, r.rows, r.cols);
    draw_title(&title, p, name, focus, !pane_fits(p));
    pane_draw(p, &r, focus && (taken || !pane_fits(p)));
    if (focus)
        screen_cursor(r.y + pane_cursor_row(p), r.x);
}

static void draw_page(struct app *a, const struct layout *l, struct tab *t)
{
    struct rect r = whole_body(l);
    bool focus = t->focus >= PANE_CALL && a->overlay == OVERLAY_NONE;
    pane_set_view(&t->page, page_of_tab(a, t));
    draw_titled_pane(&t->page, r, "Call", focus, false);
}

static void draw_raw(struct app *a, const struct layout *l, struct tab *t)
{
    bool focus = t->focus >= PANE_CALL && a->overlay == OVERLAY_NONE;
    draw_titled_pane(&t->raw, whole_body(l), "JSON", focus, true);
}

void app_draw_list(struct pane *p, struct rect r, const char *name)
{
    draw_titled_pane(p, r, name, true, true);
}

/* Of a list that asks something; yours. */
static char *overlay_name(const struct app *a)
{
    if (a->overlay == OVERLAY_FOUND)
        return xasprintf("All calls: %s", pattern_text(a->all.pattern));
    if (a->overlay == OVERLAY_SEVERAL)
        return app_several_title(a);
    return xasprintf("Whose call is %s?", a->asked[0]);
}

static void draw_overlay(struct app *a, const struct layout *l)
{
    struct rect r = whole_body(l);
    if (a->overlay == OVERLAY_NONE)
        return;
    if (a->overlay == OVERLAY_HELP) {
        draw_titled_pane(&a->list, r, "Help", true, true);
        return;
    }
    if (a->overlay == OVERLAY_COMPARED) {
        draw_titled_pane(&a->list, r, "Two calls", true, true);
        return;
    }
    if (a->overlay == OVERLAY_LINKS) {
        app_draw_links(a, &r);
        return;
    }
    pane_resize(&a->list, r.rows, r.cols);
    int wanted = pane_rows_wanted(&a->list, r.rows) + 1;
    if (wanted < r.rows) {
        r.rows = wanted;
        screen_hline(r.y + r.rows, r.x, r.cols);
    }
    if (a->overlay == OVERLAY_MESSAGES) {
        draw_titled_pane(&a->list, r, "Messages", true, true);
        return;
    }
    if (a->overlay == OVERLAY_PROVIDERS) {
        draw_titled_pane(&a->list, r, "Providers", true, true);
        return;
    }
    char *name = overlay_name(a);
    draw_titled_pane(&a->list, r, name, true, true);
    free(name);
}

static const struct provider *shown_provider(const struct app *a)
{
    const struct tab *t = app_tab(a);
    bool choosing = t->focus == PANE_ID || t->focus == PANE_PROVIDER;
    return choosing || !t->provider ? a->chosen : t->provider;
}

static void draw_label(int y, int x, const char *name, bool focus)
{
    draw_name(y, x, name, focus, LABEL_COLS);
}

static void draw_provider(struct app *a, const struct rect *r)
{
    const struct provider *p = shown_provider(a);
    struct line line = {0};
    if (r->rows < 1)
        return;
    draw_label(r->y, r->x, "Provider", app_tab(a)->focus == PANE_PROVIDER);
    line_puts(&line, ROLE_VALUE, p ? p->title : "auto");
    if (p && !provider_has_key(p))
        line_puts(&line, ROLE_DIM, " (no key)");
    line_draw(&line, r->y, r->x + LABEL_COLS, r->cols - LABEL_COLS);
    line_done(&line);
}

static void draw_id(struct app *a, const struct rect *r)
{
    const struct tab *t = app_tab(a);
    bool focus = t->focus == PANE_ID;
    struct line line = {0};
    int room = r->cols - LABEL_COLS + 1;
    if (r->rows < 1 || room < 2)
        return;
    draw_label(r->y, r->x, "Call ID", focus);
    int x = r->x + LABEL_COLS - 1;
    if (focus) {
        int at = prompt_draw(&a->id_prompt, &line, room - 1);
        line_draw(&line, r->y, x, room);
        screen_cursor(r->y, x + at);
    } else if (t->id) {
        line_put_end(&line, ROLE_VALUE, t->id, room - 1);
        line_draw(&line, r->y, x, room);
    }
    line_done(&line);
}

/* Many tabs are narrow ones. */
static int tab_cols(const struct app *a, int cols)
{
    assert(a->tab_count > 0);
    int each = cols / (int)a->tab_count - 2;
    return each < TAB_MIN_COLS ? TAB_MIN_COLS : each > TAB_MAX_COLS ? TAB_MAX_COLS : each;
}

static bool shares_id(const struct app *a, const struct tab *t)
{
    size_t same = 0;
    for (size_t i = 0; t->id && i < a->tab_count; i++)
        same += a->tabs[i]->id && strcmp(a->tabs[i]->id, t->id) == 0;
    return same > 1 && t->provider;
}

/* The ID; calls of one ID differ by their providers. */
static void put_tab_name(const struct app *a, const struct tab *t, enum role role, int cols,
                         struct line *line)
{
    int begin = line->cols;
    if (shares_id(a, t)) {
        line_put_cut(line, role, t->provider->name, strlen(t->provider->name), cols);
        cols -= line->cols - begin + 1;
        if (cols < TAB_MIN_ID_COLS)
            return;
        line_puts(line, role, " ");
    }
    line_put_end(line, role, t->id ? t->id : "new", cols);
}

static void put_tab(const struct app *a, size_t i, int cols, struct line *line)
{
    const struct tab *t = a->tabs[i];
    bool here = i == a->current;
    enum role role = here ? ROLE_TAB_HERE : ROLE_TAB;
    line_puts(line, ROLE_DIM, here ? "[" : " ");
    int begin = line->cols;
    line_printf(line, role, "%zu%s ", i + 1, tab_state_mark(t));
    put_tab_name(a, t, role, cols - (line->cols - begin), line);
    line_puts(line, ROLE_DIM, here ? "]" : " ");
}

/* Begins so far to the right that the tab in front is seen. */
static void draw_tabs(struct app *a, const struct rect *r)
{
    struct line line = {0};
    if (r->rows < 1)
        return;
    size_t first = a->current + 1;
    int cols = 0;
    while (first > 0 && cols <= r->cols) {
        line_clear(&line);
        put_tab(a, first - 1, tab_cols(a, r->cols), &line);
        cols += line.cols;
        if (cols <= r->cols)
            first--;
    }
    line_clear(&line);
    for (size_t i = 0; i < a->tab_count; i++) {
        struct tab *t = a->tabs[i];
        t->label_x = r->x + line.cols;
        if (i >= first && line.cols < r->cols)
            put_tab(a, i, tab_cols(a, r->cols), &line);
        t->label_cols = r->x + line.cols - t->label_x;
    }
    line_draw(&line, r->y, r->x, r->cols);
    if (first > 0)
        screen_put(r->y, r->x, ROLE_MARK, "<", 1, 1);
    if (line.cols > r->cols)
        screen_put(r->y, r->x + r->cols - 1, ROLE_MARK, ">", 1, 1);
    line_done(&line);
}

static void draw_too_small(const struct layout *l)
{
    static const char text[] = "too small (20x6)";
    screen_put(l->status.y, l->status.x, ROLE_WARN, text, sizeof text - 1, l->status.cols);
}

void app_draw(struct app *a)
{
    struct layout l;
    struct tab *t = app_tab(a);
    screen_erase();
    screen_cursor_hide();
    make_layout(a, &l);
    a->layout = l;
    if (l.too_small) {
        draw_too_small(&l);
    } else {
        draw_tabs(a, &l.tabs);
        if (t->call && t->raw_shown)
            draw_raw(a, &l, t);
        else if (t->call)
            draw_panes(a, &l);
        else
            draw_page(a, &l, t);
        draw_provider(a, &l.body[PANE_PROVIDER]);
        draw_id(a, &l.body[PANE_ID]);
        draw_overlay(a, &l);
        if (t->focus == PANE_ID && a->overlay == OVERLAY_NONE)
            completion_draw(&a->id_completion, l.status.y, l.status.cols);
        status_draw(a, &l.status);
    }
    screen_flush();
}
