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
    FEW_ROWS = 4, /* of other fields, where there is no transcript */
    LEFT_WIDE_PERCENT = 40,
    LEFT_WIDE_COLS = 84,
    RIGHT_MIN_COLS = 30,
    TALL_ROWS = 24,        /* from this height on call and participants have two rows more */
    TIMELINE_MIN_ROWS = 8, /* of turns below it, where not all are shown */
};

static struct rect take_top(struct rect *rest, int rows)
{
    rows = int_max(0, int_min(rows, rest->rows));
    struct rect r = {rest->y, rest->x, rows, rest->cols};
    rest->y += rows;
    rest->rows -= rows;
    return r;
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

/* Panes one below the other, while their rows are given out. */
struct column {
    const struct layout_request *request;
    int left; /* rows that are not given yet */
    int rows[PANE_COUNT];
};

/* Gives a pane more rows, up to so many in all. */
static void give(struct column *c, enum pane_id pane, int rows)
{
    int more = int_clamp(rows - c->rows[pane], 0, int_max(c->left, 0));
    c->rows[pane] += more;
    c->left -= more;
}

/* Gives call and participants what they need, up to so many rows together, or else equally many; on
 * a tall screen the call, which has figures, is one ahead. */
static void give_fairly(struct column *c, int rows)
{
    int ahead = c->request->rows >= TALL_ROWS;
    const int *wanted = c->request->wanted, *have = c->rows;
    while (c->left > 0 && have[PANE_CALL] + have[PANE_PARTICIPANTS] < rows) {
        bool call = have[PANE_CALL] < wanted[PANE_CALL];
        bool people = have[PANE_PARTICIPANTS] < wanted[PANE_PARTICIPANTS];
        if (!call && !people)
            return;
        bool next = !people || (call && have[PANE_CALL] <= have[PANE_PARTICIPANTS] + ahead);
        enum pane_id pane = next ? PANE_CALL : PANE_PARTICIPANTS;
        give(c, pane, have[pane] + 1);
    }
}

static bool has_other(const struct layout_request *r)
{
    return r->wanted[PANE_OTHER] > 0;
}

/* Begins a column: call and participants get a row each. */
static struct column column_new(const struct layout_request *r, int rows)
{
    struct column c = {.request = r, .left = rows};
    give(&c, PANE_CALL, 1);
    give(&c, PANE_PARTICIPANTS, 1);
    return c;
}

static void place_stacked(struct layout *out, const struct layout_request *r, struct rect *rest)
{
    int titles = has_other(r) ? 4 : 3, third = r->rows / 3;
    const int *wanted = r->wanted;
    struct column c = column_new(r, rest->rows - titles);
    give(&c, PANE_TURNS, 1);
    if (r->no_turns || r->focus == PANE_OTHER)
        give(&c, PANE_OTHER,
             int_min(wanted[PANE_OTHER], r->focus == PANE_OTHER ? third : FEW_ROWS));
    give_fairly(&c, r->rows < TALL_ROWS ? third - 2 : third);
    give(&c, PANE_TURNS, r->no_turns ? 1 : wanted[PANE_TURNS] + r->timeline);
    give_fairly(&c, rest->rows);
    give(&c, PANE_OTHER, wanted[PANE_OTHER]);
    give(&c, r->no_turns && has_other(r) ? PANE_OTHER : PANE_TURNS, rest->rows);
    place_pane(out, PANE_CALL, rest, c.rows[PANE_CALL]);
    place_pane(out, PANE_PARTICIPANTS, rest, c.rows[PANE_PARTICIPANTS]);
    place_pane(out, PANE_TURNS, rest, c.rows[PANE_TURNS]);
    if (has_other(r))
        place_last_pane(out, PANE_OTHER, rest);
}

static int left_cols(const struct layout_request *r)
{
    int usual = int_clamp(r->cols / 3, LEFT_MIN_COLS, LEFT_MAX_COLS);
    int wide = int_min(r->cols * LEFT_WIDE_PERCENT / 100, LEFT_WIDE_COLS);
    if (r->no_turns)
        return r->cols / 2;
    return r->left_cols > usual ? int_max(usual, wide) : usual;
}

static void place_side(struct layout *out, const struct layout_request *r, struct rect *rest)
{
    struct rect left = take_left(rest, left_cols(r));
    bool other = has_other(r) && !r->no_turns;
    out->divider = take_left(rest, 1);
    struct column c = column_new(r, left.rows - 2 - other);
    if (other)
        give(&c, PANE_OTHER, int_min(r->wanted[PANE_OTHER], left.rows / 3));
    give_fairly(&c, left.rows);
    place_pane(out, PANE_CALL, &left, c.rows[PANE_CALL]);
    place_pane(out, PANE_PARTICIPANTS, &left, other ? c.rows[PANE_PARTICIPANTS] : left.rows - 1);
    if (other)
        place_last_pane(out, PANE_OTHER, &left);
    place_pane(out, PANE_TURNS, rest, r->no_turns ? 1 : rest->rows - 1);
    if (r->no_turns)
        place_last_pane(out, PANE_OTHER, rest);
}

static void place_panes(struct layout *out, const struct layout_request *r)
{
    *out = (struct layout){.too_small = r->rows < MIN_ROWS || r->cols < MIN_COLS};
    struct rect rest = {0, 0, int_max(0, r->rows), int_max(0, r->cols)};
    if (out->too_small) {
        out->status = take_top(&rest, 1);
        return;
    }
    rest.rows--;
    out->status = (struct rect){rest.rows, 0, 1, rest.cols};
    if (r->zoom && !is_on_top(r->focus)) {
        place_last_pane(out, r->focus, &rest);
        return;
    }
    if (r->tabs)
        out->tabs = take_top(&rest, 1);
    place_provider_and_id(out, r, &rest);
    bool has_right = !r->no_turns || has_other(r);
    if (r->rows < MANY_ROWS)
        place_last_pane(out, is_on_top(r->focus) ? PANE_TURNS : r->focus, &rest);
    else if (r->side && has_right && r->cols >= left_cols(r) + 1 + RIGHT_MIN_COLS)
        place_side(out, r, &rest);
    else
        place_stacked(out, r, &rest);
}

void layout_make(struct layout *out, const struct layout_request *r)
{
    place_panes(out, r);
    struct rect *turns = &out->body[PANE_TURNS];
    if (r->timeline && turns->rows > int_clamp(r->wanted[PANE_TURNS], 1, TIMELINE_MIN_ROWS))
        out->timeline = take_top(turns, 1);
}
