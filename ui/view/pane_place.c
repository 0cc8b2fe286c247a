/* A pane counts the rows of items only as far as it needs them, because an item may be megabytes of
 * text. UI thread. */
#include "ui/view/pane_place.h"

#include <limits.h>

enum { COUNTED_ROWS = 100 };

size_t pane_items(const struct pane *p)
{
    return p->view ? p->view->ops->items(p->view) : 0;
}

int pane_item_rows(const struct pane *p, size_t item, int max)
{
    return p->view->ops->rows ? p->view->ops->rows(p->view, item, max) : 1;
}

void pane_select(struct pane *p)
{
    p->selecting = true;
    p->anchor = p->cursor.item;
}

void pane_selected(const struct pane *p, size_t *first, size_t *last)
{
    size_t items = pane_items(p), to = p->cursor.item, from = p->selecting ? p->anchor : to;
    if (from >= items) /* the view has fewer items now */
        from = items ? items - 1 : to;
    *first = from < to ? from : to;
    *last = from < to ? to : from;
}

static bool place_before(struct place a, struct place b)
{
    return a.item < b.item || (a.item == b.item && a.row < b.row);
}

bool pane_place_next(const struct pane *p, struct place *at)
{
    if (at->row + 1 < pane_item_rows(p, at->item, at->row + 2))
        at->row++;
    else if (at->item + 1 < pane_items(p))
        *at = (struct place){at->item + 1, 0};
    else
        return false;
    return true;
}

static bool place_previous(const struct pane *p, struct place *at)
{
    if (at->row > 0)
        at->row--;
    else if (at->item > 0)
        *at = (struct place){at->item - 1, pane_item_rows(p, at->item - 1, INT_MAX) - 1};
    else
        return false;
    return true;
}

static void place_move(const struct pane *p, struct place *at, long rows)
{
    for (; rows > 0 && pane_place_next(p, at); rows--)
        ;
    for (; rows < 0 && place_previous(p, at); rows++)
        ;
}

/* Moves a place back into the view, after the view or its width changed. */
static void place_clamp(const struct pane *p, struct place *at)
{
    size_t items = pane_items(p);
    if (items == 0) {
        *at = (struct place){0, 0};
        return;
    }
    if (at->item >= items)
        *at = (struct place){items - 1, 0};
    int rows = pane_item_rows(p, at->item, at->row + 1);
    if (at->row >= rows)
        at->row = rows - 1;
}

/* Moves the window up while it has empty rows below the end of the view. */
static void fill_window(struct pane *p)
{
    struct place last = p->top;
    int seen = 1;
    while (seen < p->rows && pane_place_next(p, &last))
        seen++;
    place_move(p, &p->top, -(long)(p->rows - seen));
}

/* Moves the window down until it shows a place that is not above it. */
static void show_place(struct pane *p, struct place at)
{
    place_move(p, &at, -(long)(p->rows - 1)); /* the highest top that shows it */
    if (place_before(p->top, at))
        p->top = at;
}

static void keep_cursor_seen(struct pane *p)
{
    if (pane_items(p) == 0 || p->rows < 1)
        return;
    if (place_before(p->cursor, p->top))
        p->top = p->cursor;
    show_place(p, p->cursor);
    fill_window(p);
}

void pane_refresh(struct pane *p)
{
    if (!p->view)
        return;
    place_clamp(p, &p->cursor);
    place_clamp(p, &p->top);
    keep_cursor_seen(p);
}

size_t pane_number_of(const struct pane *p, size_t item, size_t *all)
{
    const struct view *v = p->view;
    *all = pane_items(p);
    return v && v->ops->number ? v->ops->number(v, item, all) : item;
}

size_t pane_item_at(const struct pane *p, size_t number)
{
    const struct view *v = p->view;
    return v && v->ops->at_number ? v->ops->at_number(v, number) : number;
}

size_t pane_number(const struct pane *p, size_t *all)
{
    return pane_number_of(p, p->cursor.item, all);
}

void pane_move(struct pane *p, long rows)
{
    if (pane_items(p) == 0)
        return;
    place_move(p, &p->cursor, rows);
    keep_cursor_seen(p);
}

void pane_scroll(struct pane *p, long rows)
{
    if (pane_items(p) == 0 || p->rows < 1)
        return;
    place_move(p, &p->top, rows);
    fill_window(p);
    place_move(p, &p->cursor, rows);
    keep_cursor_seen(p);
}

/* The window does not move if it shows the place already; otherwise a third of it shows the rows
 * above the place. */
void pane_goto_place(struct pane *p, struct place place)
{
    p->cursor = place;
    if (!p->view)
        return;
    place_clamp(p, &p->cursor);
    place_clamp(p, &p->top);
    if (pane_cursor_row(p) < 0) {
        p->top = p->cursor;
        if (pane_items(p) > 0)
            place_move(p, &p->top, -(long)(p->rows / 3));
    }
    keep_cursor_seen(p);
}

void pane_goto(struct pane *p, size_t item)
{
    pane_goto_place(p, (struct place){item, 0});
    struct place end = p->cursor; /* all rows of the item are shown, if they fit */
    if (pane_items(p) == 0)
        return;
    end.row = pane_item_rows(p, end.item, p->rows + 1) - 1;
    if (end.row < p->rows)
        show_place(p, end);
}

void pane_goto_end(struct pane *p)
{
    if (p->view)
        view_complete(p->view);
    size_t items = pane_items(p);
    if (items == 0)
        return;
    p->cursor = (struct place){items - 1, pane_item_rows(p, items - 1, INT_MAX) - 1};
    keep_cursor_seen(p);
}

bool pane_goto_row(struct pane *p, int row)
{
    struct place at = p->top;
    if (pane_items(p) == 0 || row < 0 || row >= p->rows)
        return false;
    for (; row > 0; row--)
        if (!pane_place_next(p, &at))
            return false;
    p->cursor = at;
    return true;
}

void pane_goto_number(struct pane *p, size_t number)
{
    if (p->view)
        view_complete(p->view);
    pane_goto(p, pane_item_at(p, number));
}

void pane_goto_top(struct pane *p, size_t item)
{
    p->top = p->cursor = (struct place){item, 0};
    pane_refresh(p);
}

/* An item has at least one row, so many items need not be wrapped. */
int pane_rows_wanted(struct pane *p, int max)
{
    int rows = 0;
    if (max > 0 && pane_items(p) >= (size_t)max)
        return max;
    for (size_t i = 0; i < pane_items(p) && rows < max; i++)
        rows += pane_item_rows(p, i, max);
    return rows < max ? rows : max;
}

size_t pane_rows_below(const struct pane *p)
{
    struct place at = p->top;
    size_t items = pane_items(p);
    int rows = items ? 1 - p->rows : 0;
    while (items && rows < COUNTED_ROWS && pane_place_next(p, &at))
        rows++;
    if (rows == COUNTED_ROWS)
        return COUNTED_ROWS + items - 1 - at.item;
    return rows > 0 ? (size_t)rows : 0;
}

bool pane_fits(struct pane *p)
{
    return pane_rows_wanted(p, p->rows + 1) <= p->rows;
}

int pane_cursor_col(const struct pane *p)
{
    bool has = pane_items(p) && p->view->ops->mark_col;
    return has ? p->view->ops->mark_col(p->view, p->cursor.item) : 0;
}

int pane_cursor_row(const struct pane *p)
{
    struct place at = p->top;
    for (int row = 0; pane_items(p) && row < p->rows; row++) {
        if (at.item == p->cursor.item && at.row == p->cursor.row)
            return row;
        if (!pane_place_next(p, &at))
            break;
    }
    return -1;
}

size_t pane_last_item(const struct pane *p)
{
    struct place at = p->top;
    for (int row = 1; pane_items(p) && row < p->rows && pane_place_next(p, &at); row++)
        ;
    return at.item;
}

void pane_goto_item_in_row(struct pane *p, size_t item, int row)
{
    p->cursor.item = item;
    place_clamp(p, &p->cursor);
    p->top = p->cursor;
    if (pane_items(p) > 0)
        place_move(p, &p->top, row > 0 ? -(long)row : 0);
    pane_refresh(p);
}

void pane_show_below(struct pane *p, long rows)
{
    long half = (p->rows + 1) / 2;
    struct place last = p->cursor;
    if (p->rows < 2)
        return;
    place_move(p, &last, rows < half ? rows : half);
    show_place(p, last);
}
