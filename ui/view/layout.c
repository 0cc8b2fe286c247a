/* Pure. `rest` is the part of the screen that is not yet given to anything. */
#include "ui/view/layout.h"

#include "base/int.h"

enum {
    MIN_ROWS = 6,
    MIN_COLS = 20,
    MANY_ROWS = 12,   /* all panes are shown from this height on */
    SHARED_COLS = 40, /* provider and ID share a row from this width on */
    PROVIDER_COLS = 28,
    LEFT_MIN_COLS = 36,
    LEFT_MAX_COLS = 52,
    RIGHT_MIN_COLS = 30,
    TIMELINE_MIN_ROWS = 10, /* of turns below it */
};

static struct rect take_top(struct rect *rest, int rows)
{
    rows = int_max(0, int_min(rows, rest->rows));
    struct rect r = {rest->y, rest->x, rows, rest->cols};
    rest->y += rows;
    rest->rows -= rows;
    return r;
}

static struct rect take_bottom(struct rect *rest)
{
    rest->rows--;
    return (struct rect){rest->y + rest->rows, rest->x, 1, rest->cols};
}

static struct rect take_left(struct rect *rest, int cols)
{
    struct rect r = {rest->y, rest->x, rest->rows, cols};
    rest->x += cols;
    rest->cols -= cols;
    return r;
}

/* Places a title row and these rows of body. */
static void place_pane(struct layout *out, enum pane_id pane, struct rect *rest, int rows)
{
    out->title[pane] = take_top(rest, 1);
    out->body[pane] = take_top(rest, rows);
}

static void place_last_pane(struct layout *out, enum pane_id pane, struct rect *rest)
{
    place_pane(out, pane, rest, rest->rows - 1);
}

static bool is_on_top(enum pane_id pane)
{
    return pane == PANE_PROVIDER || pane == PANE_ID;
}

static void place_provider_and_id(struct layout *out, const struct layout_request *r,
                                  struct rect *rest)
{
    if (r->cols >= SHARED_COLS) {
        struct rect row = take_top(rest, 1);
        out->body[PANE_PROVIDER] = take_left(&row, int_min(PROVIDER_COLS, r->cols / 2));
        out->body[PANE_ID] = row;
        return;
    }
    if (r->rows >= MANY_ROWS || r->focus == PANE_PROVIDER)
        out->body[PANE_PROVIDER] = take_top(rest, 1);
    if (r->rows >= MANY_ROWS || r->focus != PANE_PROVIDER)
        out->body[PANE_ID] = take_top(rest, 1);
}

/* Shares rows between call and participants: each gets what it needs, or both get half; at least
 * one each. */
static void share_rows(const struct layout_request *r, int rows, int *call, int *people)
{
    *call = int_max(1, r->call_rows);
    *people = int_max(1, r->participants_rows);
    if (*call <= rows - *people)
        return;
    int half = int_max(1, rows / 2);
    if (*call <= half)
        *people = rows - *call;
    else if (*people <= half)
        *call = rows - *people;
    else
        *call = rows - (*people = half);
}

static void place_stacked(struct layout *out, const struct layout_request *r, struct rect *rest)
{
    int call, people;
    int third = r->rows / 3 - 2, all = rest->rows - 4; /* three titles and one row of transcript */
    share_rows(r, r->no_turns ? int_max(all, third) : third, &call, &people);
    place_pane(out, PANE_CALL, rest, call);
    place_pane(out, PANE_PARTICIPANTS, rest, people);
    place_last_pane(out, PANE_TURNS, rest);
}

static int left_cols(int cols)
{
    return int_max(LEFT_MIN_COLS, int_min(cols / 3, LEFT_MAX_COLS));
}

static bool fits_side(int cols)
{
    return cols >= left_cols(cols) + 1 + RIGHT_MIN_COLS;
}

static void place_side(struct layout *out, const struct layout_request *r, struct rect *rest)
{
    struct rect left = take_left(rest, left_cols(r->cols));
    out->divider = take_left(rest, 1);
    int call, people;
    share_rows(r, left.rows - 2, &call, &people);
    place_pane(out, PANE_CALL, &left, call);
    place_last_pane(out, PANE_PARTICIPANTS, &left);
    place_last_pane(out, PANE_TURNS, rest);
}

static void place_panes(struct layout *out, const struct layout_request *r)
{
    *out = (struct layout){.too_small = r->rows < MIN_ROWS || r->cols < MIN_COLS};
    struct rect rest = {0, 0, int_max(0, r->rows), int_max(0, r->cols)};
    if (out->too_small) {
        out->status = take_top(&rest, 1);
        return;
    }
    out->status = take_bottom(&rest);
    if (r->zoom && !is_on_top(r->focus)) {
        place_last_pane(out, r->focus, &rest);
        return;
    }
    if (r->tabs)
        out->tabs = take_top(&rest, 1);
    place_provider_and_id(out, r, &rest);
    if (r->rows < MANY_ROWS)
        place_last_pane(out, is_on_top(r->focus) ? PANE_TURNS : r->focus, &rest);
    else if (r->side && fits_side(r->cols))
        place_side(out, r, &rest);
    else
        place_stacked(out, r, &rest);
}

void layout_make(struct layout *out, const struct layout_request *r)
{
    place_panes(out, r);
    struct rect *turns = &out->body[PANE_TURNS];
    if (r->timeline && turns->rows > TIMELINE_MIN_ROWS)
        out->timeline = take_top(turns, 1);
}
