/* The rectangles tile the screen at every size, and are where layout.h says. */
#include "ui/view/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { RECTS = 4 + 2 * PANE_COUNT, MAX_ROWS = 500, MAX_COLS = 1000 };

static char words[200];

static const char *request_text(const struct layout_request *r)
{
    snprintf(words, sizeof words,
             "%dx%d tabs %d timeline %d side %d zoom %d focus %d no turns %d wants %d %d %d %d",
             r->rows, r->cols, r->tabs, r->timeline, r->side, r->zoom, (int)r->focus, r->no_turns,
             r->wanted[PANE_CALL], r->wanted[PANE_PARTICIPANTS], r->wanted[PANE_TURNS],
             r->wanted[PANE_OTHER]);
    return words;
}

static void collect(const struct layout *l, struct rect out[RECTS])
{
    size_t n = 0;
    out[n++] = l->tabs;
    out[n++] = l->status;
    out[n++] = l->divider;
    out[n++] = l->timeline;
    for (int i = 0; i < PANE_COUNT; i++) {
        out[n++] = l->title[i];
        out[n++] = l->body[i];
    }
}

static bool overlap(const struct rect *a, const struct rect *b)
{
    return a->y < b->y + b->rows && b->y < a->y + a->rows && a->x < b->x + b->cols &&
           b->x < a->x + a->cols;
}

/* All rectangles are inside the screen, and each cell is in exactly one. */
static void check_tiles(const struct layout *l, const struct layout_request *r)
{
    struct rect rects[RECTS];
    collect(l, rects);
    long area = 0;
    for (int i = 0; i < RECTS; i++) {
        const struct rect *a = &rects[i];
        if (a->rows < 0 || a->cols < 0 || a->y < 0 || a->x < 0 || a->y + a->rows > r->rows ||
            a->x + a->cols > r->cols)
            fail_msg("%s: rectangle %d at %d,%d has %d x %d, expected inside", request_text(r), i,
                     a->y, a->x, a->rows, a->cols);
        area += (long)a->rows * a->cols;
        for (int k = 0; k < i && a->rows; k++)
            if (rects[k].rows && overlap(a, &rects[k]))
                fail_msg("%s: rectangles %d and %d overlap", request_text(r), k, i);
    }
    if (!l->too_small && area != (long)r->rows * r->cols)
        fail_msg("%s: %ld cells covered, expected all", request_text(r), area);
}

static int rows_of(const struct layout *l, enum pane_id pane)
{
    return l->title[pane].rows + l->body[pane].rows;
}

static void check_panes(const struct layout *l, const struct layout_request *r)
{
    const int *wanted = r->wanted;
    int turns = l->body[PANE_TURNS].rows, people = l->body[PANE_PARTICIPANTS].rows;
    if (l->timeline.rows && (!r->timeline || (turns < 8 && turns < wanted[PANE_TURNS])))
        fail_msg("%s: the timeline takes room", request_text(r));
    if (l->body[r->focus].rows < 1)
        fail_msg("%s: the pane in focus is not shown", request_text(r));
    if (r->zoom || r->rows < 12)
        return;
    for (int i = 0; i < PANE_OTHER; i++)
        if (l->body[i].rows < 1)
            fail_msg("%s: pane %d is not shown", request_text(r), i);
    if (l->title[PANE_OTHER].rows != (wanted[PANE_OTHER] > 0))
        fail_msg("%s: the title of other fields", request_text(r));
    int above = rows_of(l, PANE_CALL) + rows_of(l, PANE_PARTICIPANTS);
    int short_of = wanted[PANE_TURNS] - turns - l->timeline.rows;
    int titles = r->rows < 24 ? 0 : 2;
    if (!l->divider.rows && !r->no_turns && above > r->rows / 3 + titles && short_of > 0)
        fail_msg("%s: call and participants take %d rows, %d of them from the turns",
                 request_text(r), above, short_of);
    if (!l->divider.rows && l->body[PANE_TURNS].cols != r->cols)
        fail_msg("%s: the transcript is not full width", request_text(r));
    bool shares = l->title[PANE_OTHER].x == l->title[PANE_PARTICIPANTS].x;
    if (shares && l->body[PANE_OTHER].rows > wanted[PANE_OTHER] &&
        people < wanted[PANE_PARTICIPANTS])
        fail_msg("%s: rows that nobody needs", request_text(r));
}

static void check(int rows, int cols, int combination)
{
    static const int wants[] = {0, 1, 3, 40, 100000};
    struct layout_request r = {.rows = rows,
                               .cols = cols,
                               .tabs = combination & 1,
                               .timeline = (combination + rows) & 1,
                               .side = combination & 2,
                               .zoom = combination & 4,
                               .focus = (enum pane_id)((combination >> 3) % PANE_COUNT),
                               .left_cols = wants[(rows + cols) % 5],
                               .no_turns = (rows + cols) % 3 == 0,
                               .wanted = {[PANE_CALL] = wants[(combination + rows) % 5],
                                          [PANE_PARTICIPANTS] = wants[(combination + cols) % 5],
                                          [PANE_TURNS] = wants[(rows + 2 * cols) % 5],
                                          [PANE_OTHER] = wants[(2 * rows + cols) % 5]}};
    struct layout l;
    r.wanted[PANE_OTHER] += r.focus == PANE_OTHER; /* without any field it has no focus */
    layout_make(&l, &r);
    if (l.too_small != (rows < 6 || cols < 20))
        fail_msg("%s: too_small %d", request_text(&r), l.too_small);
    check_tiles(&l, &r);
    if (!l.too_small)
        check_panes(&l, &r);
}

static void layout_make__every_size(void **state)
{
    (void)state;
    int combination = 0;
    for (int rows = 0; rows <= MAX_ROWS; rows++)
        for (int cols = 0; cols <= MAX_COLS; cols++)
            check(rows, cols, combination++ % (8 * PANE_COUNT));
}

static void layout_make__small_sizes_in_every_way(void **state)
{
    (void)state;
    for (int rows = 0; rows <= 40; rows++)
        for (int cols = 0; cols <= 130; cols += cols < 60 ? 1 : 5)
            for (int combination = 0; combination < 8 * PANE_COUNT; combination++)
                check(rows, cols, combination);
}

static void check_rect(const char *what, struct rect got, struct rect want)
{
    if (got.y != want.y || got.x != want.x || got.rows != want.rows || got.cols != want.cols)
        fail_msg("%s: %d,%d %d x %d, expected %d,%d %d x %d", what, got.y, got.x, got.rows,
                 got.cols, want.y, want.x, want.rows, want.cols);
}

static void layout_make__stacked__the_picture(void **state)
{
    (void)state;
    struct layout_request r = {
        .rows = 24,
        .cols = 80,
        .wanted = {[PANE_CALL] = 2, [PANE_PARTICIPANTS] = 3, [PANE_TURNS] = 100},
        .focus = PANE_TURNS};
    struct layout l;
    layout_make(&l, &r);
    check_rect("provider", l.body[PANE_PROVIDER], (struct rect){0, 0, 1, 28});
    check_rect("ID", l.body[PANE_ID], (struct rect){0, 28, 1, 52});
    check_rect("call's title", l.title[PANE_CALL], (struct rect){1, 0, 1, 80});
    check_rect("call", l.body[PANE_CALL], (struct rect){2, 0, 2, 80});
    check_rect("participants", l.body[PANE_PARTICIPANTS], (struct rect){5, 0, 3, 80});
    check_rect("transcript", l.body[PANE_TURNS], (struct rect){9, 0, 14, 80});
    check_rect("status", l.status, (struct rect){23, 0, 1, 80});
    r.timeline = true;
    layout_make(&l, &r);
    check_rect("timeline", l.timeline, (struct rect){9, 0, 1, 80});
    check_rect("transcript below it", l.body[PANE_TURNS], (struct rect){10, 0, 13, 80});
    r.rows = 16; /* with only eight rows of turns there is no timeline */
    layout_make(&l, &r);
    check_rect("no timeline", l.timeline, (struct rect){0, 0, 0, 0});
    check_rect("all of the transcript", l.body[PANE_TURNS], (struct rect){7, 0, 8, 80});
    r.rows = 24;
    r.timeline = false;
    r.tabs = true;
    layout_make(&l, &r);
    check_rect("tabs", l.tabs, (struct rect){0, 0, 1, 80});
    check_rect("transcript under tabs", l.body[PANE_TURNS], (struct rect){10, 0, 13, 80});
}

static void layout_make__stacked__shares_fairly(void **state)
{
    (void)state;
    struct layout_request r = {
        .rows = 24,
        .cols = 80,
        .wanted = {[PANE_CALL] = 30, [PANE_PARTICIPANTS] = 1, [PANE_TURNS] = 100}};
    struct layout l;
    layout_make(&l, &r);
    assert_int_equal(l.body[PANE_CALL].rows, 7);
    assert_int_equal(l.body[PANE_PARTICIPANTS].rows, 1);
    r.wanted[PANE_PARTICIPANTS] = 30;
    layout_make(&l, &r);
    assert_int_equal(l.body[PANE_CALL].rows, 5);
    assert_int_equal(l.body[PANE_PARTICIPANTS].rows, 3);
    r.wanted[PANE_CALL] = 2;
    layout_make(&l, &r);
    assert_int_equal(l.body[PANE_CALL].rows, 2);
    assert_int_equal(l.body[PANE_PARTICIPANTS].rows, 6);
    r.rows = 23; /* with their titles */
    layout_make(&l, &r);
    assert_int_equal(l.body[PANE_CALL].rows, 2);
    assert_int_equal(l.body[PANE_PARTICIPANTS].rows, 3);
}

static void layout_make__side__columns(void **state)
{
    (void)state;
    struct layout_request r = {
        .rows = 40,
        .cols = 120,
        .wanted = {[PANE_CALL] = 9, [PANE_PARTICIPANTS] = 3, [PANE_TURNS] = 100},
        .side = true};
    struct layout l;
    layout_make(&l, &r);
    check_rect("call", l.body[PANE_CALL], (struct rect){2, 0, 9, 40});
    check_rect("participants", l.body[PANE_PARTICIPANTS], (struct rect){12, 0, 27, 40});
    check_rect("divider", l.divider, (struct rect){1, 40, 38, 1});
    check_rect("transcript", l.body[PANE_TURNS], (struct rect){2, 41, 37, 79});
    r.cols = 400;
    layout_make(&l, &r);
    assert_int_equal(l.body[PANE_CALL].cols, 52);
    r.cols = 60; /* too narrow for side by side */
    layout_make(&l, &r);
    assert_int_equal(l.divider.rows, 0);
    assert_int_equal(l.body[PANE_TURNS].cols, 60);
}

/* 40 % of the columns, at most 84, only when a value needs more than the usual third. */
static void layout_make__side__wide_for_long_values(void **state)
{
    (void)state;
    static const struct {
        int cols, left_cols, want;
    } rows[] = {{120, 40, 40},  {120, 41, 48},  {160, 52, 52}, {160, 53, 64},
                {200, 500, 80}, {400, 500, 84}, {400, 52, 52}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct layout_request r = {
            .rows = 50, .cols = rows[i].cols, .left_cols = rows[i].left_cols, .side = true};
        struct layout l;
        layout_make(&l, &r);
        assert_int_equal(l.body[PANE_CALL].cols, rows[i].want);
        assert_int_equal(l.body[PANE_TURNS].cols, rows[i].cols - rows[i].want - 1);
    }
}

static void layout_make__no_turns__both_halves(void **state)
{
    (void)state;
    struct layout_request r = {
        .rows = 40,
        .cols = 160,
        .wanted = {[PANE_CALL] = 9, [PANE_PARTICIPANTS] = 3, [PANE_TURNS] = 1, [PANE_OTHER] = 60},
        .no_turns = true,
        .side = true};
    struct layout l;
    layout_make(&l, &r);
    check_rect("call", l.body[PANE_CALL], (struct rect){2, 0, 9, 80});
    check_rect("participants", l.body[PANE_PARTICIPANTS], (struct rect){12, 0, 27, 80});
    check_rect("transcript", l.body[PANE_TURNS], (struct rect){2, 81, 1, 79});
    check_rect("other fields", l.body[PANE_OTHER], (struct rect){4, 81, 35, 79});
    r.wanted[PANE_OTHER] = 0; /* nothing would be on the right */
    layout_make(&l, &r);
    assert_int_equal(l.divider.rows, 0);
    assert_int_equal(l.body[PANE_CALL].cols, 160);
}

/* Of 19 rows for three panes the transcript needs three. */
static void layout_make__short_transcript__rows_go_above(void **state)
{
    (void)state;
    struct layout_request r = {
        .rows = 24,
        .cols = 80,
        .wanted = {[PANE_CALL] = 8, [PANE_PARTICIPANTS] = 4, [PANE_TURNS] = 3}};
    struct layout l;
    layout_make(&l, &r);
    assert_int_equal(l.body[PANE_CALL].rows, 8);
    assert_int_equal(l.body[PANE_PARTICIPANTS].rows, 4);
    assert_int_equal(l.body[PANE_TURNS].rows, 7);
    r.wanted[PANE_TURNS] = 100;
    layout_make(&l, &r);
    assert_int_equal(l.body[PANE_CALL].rows + l.body[PANE_PARTICIPANTS].rows, 8);
}

static void layout_make__other__grows_with_the_focus(void **state)
{
    (void)state;
    struct layout_request r = {
        .rows = 24,
        .cols = 80,
        .wanted = {[PANE_CALL] = 2, [PANE_PARTICIPANTS] = 3, [PANE_TURNS] = 100, [PANE_OTHER] = 20},
        .focus = PANE_TURNS};
    struct layout l;
    layout_make(&l, &r);
    check_rect("title", l.title[PANE_OTHER], (struct rect){22, 0, 1, 80});
    assert_int_equal(l.body[PANE_OTHER].rows, 0);
    r.focus = PANE_OTHER;
    layout_make(&l, &r);
    check_rect("other fields", l.body[PANE_OTHER], (struct rect){15, 0, 8, 80});
    r.side = true; /* last in the left column, whatever has the focus */
    r.cols = 120;
    r.focus = PANE_TURNS;
    layout_make(&l, &r);
    check_rect("on the left", l.body[PANE_OTHER], (struct rect){9, 0, 14, 40});
}

static void layout_make__few_rows__one_pane(void **state)
{
    (void)state;
    struct layout_request r = {.rows = 11, .cols = 80, .focus = PANE_PARTICIPANTS};
    struct layout l;
    layout_make(&l, &r);
    check_rect("participants", l.body[PANE_PARTICIPANTS], (struct rect){2, 0, 8, 80});
    check_rect("ID", l.body[PANE_ID], (struct rect){0, 28, 1, 52});
    assert_int_equal(l.body[PANE_TURNS].rows, 0);
    assert_int_equal(l.body[PANE_CALL].rows, 0);
    r.focus = PANE_ID;
    layout_make(&l, &r);
    check_rect("the page below the ID", l.body[PANE_TURNS], (struct rect){2, 0, 8, 80});
    r.cols = 30;
    layout_make(&l, &r);
    check_rect("ID alone", l.body[PANE_ID], (struct rect){0, 0, 1, 30});
    assert_int_equal(l.body[PANE_PROVIDER].rows, 0);
}

static void layout_make__zoom__fills_the_screen(void **state)
{
    (void)state;
    struct layout_request r = {
        .rows = 24, .cols = 80, .focus = PANE_CALL, .zoom = true, .tabs = true};
    struct layout l;
    layout_make(&l, &r);
    check_rect("title", l.title[PANE_CALL], (struct rect){0, 0, 1, 80});
    check_rect("call", l.body[PANE_CALL], (struct rect){1, 0, 22, 80});
    check_rect("status", l.status, (struct rect){23, 0, 1, 80});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout_make__every_size),
        cmocka_unit_test(layout_make__small_sizes_in_every_way),
        cmocka_unit_test(layout_make__stacked__the_picture),
        cmocka_unit_test(layout_make__stacked__shares_fairly),
        cmocka_unit_test(layout_make__side__columns),
        cmocka_unit_test(layout_make__side__wide_for_long_values),
        cmocka_unit_test(layout_make__no_turns__both_halves),
        cmocka_unit_test(layout_make__short_transcript__rows_go_above),
        cmocka_unit_test(layout_make__other__grows_with_the_focus),
        cmocka_unit_test(layout_make__few_rows__one_pane),
        cmocka_unit_test(layout_make__zoom__fills_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
