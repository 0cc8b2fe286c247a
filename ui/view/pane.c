/* Places on views. A pane counts rows of items only as far as it needs them: an item may be
 * megabytes of text. UI thread. */
#include "ui/view/pane.h"

#include "ui/term/screen.h"
#include "ui/view/pane_search.h"

#include <limits.h>
#include <string.h>

void view_free(struct view *v)
{
    if (v)
        v->ops->free(v);
}

size_t pane_items(const struct pane *p)
{
    return p->view ? p->view->ops->items(p->view) : 0;
}

/* Its rows; of one with more than max, max or more. */
static int item_rows(const struct pane *p, size_t item, int max)
{
    return p->view->ops->rows(p->view, item, max);
}

void pane_select(struct pane *p)
{
    p->selecting = true;
    p->anchor = p->cursor.item;
}

void pane_selected(const struct pane *p, size_t *first, size_t *last)
{
    size_t items = pane_items(p), to = p->cursor.item, from = p->selecting ? p->anchor : to;
    if (from >= items) /* there were more */
        from = items ? items - 1 : to;
    *first = from < to ? from : to;
    *last = from < to ? to : from;
}

static bool place_equal(struct place a, struct place b)
{
    return a.item == b.item && a.row == b.row;
}

static bool place_before(struct place a, struct place b)
{
    return a.item < b.item || (a.item == b.item && a.row < b.row);
}

/* One row on; false at the end. */
static bool place_next(const struct pane *p, struct place *at)
{
    if (at->row + 1 < item_rows(p, at->item, at->row + 2))
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
        *at = (struct place){at->item - 1, item_rows(p, at->item - 1, INT_MAX) - 1};
    else
        return false;
    return true;
}

static void place_move(const struct pane *p, struct place *at, long rows)
{
    for (; rows > 0 && place_next(p, at); rows--)
        ;
    for (; rows < 0 && place_previous(p, at); rows++)
        ;
}

/* Back into the view, after it or its width changed. */
static void place_clamp(const struct pane *p, struct place *at)
{
    size_t items = pane_items(p);
    if (items == 0) {
        *at = (struct place){0, 0};
        return;
    }
    if (at->item >= items)
        *at = (struct place){items - 1, 0};
    int rows = item_rows(p, at->item, at->row + 1);
    if (at->row >= rows)
        at->row = rows - 1;
}

/* No empty rows below the end while there is something above the top. */
static void fill_window(struct pane *p)
{
    struct place last = p->top;
    int seen = 1;
    while (seen < p->rows && place_next(p, &last))
        seen++;
    place_move(p, &p->top, -(long)(p->rows - seen));
}

static void keep_cursor_seen(struct pane *p)
{
    if (pane_items(p) == 0 || p->rows < 1)
        return;
    if (place_before(p->cursor, p->top))
        p->top = p->cursor;
    struct place first = p->cursor; /* the highest top that still shows the cursor */
    place_move(p, &first, -(long)(p->rows - 1));
    if (place_before(p->top, first))
        p->top = first;
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

struct pane_numbers pane_numbers(const struct pane *p)
{
    size_t all;
    return (struct pane_numbers){
        pane_number_of(p, p->top.item, &all), pane_number_of(p, p->cursor.item, &all),
        pane_number_of(p, p->here.item, &all), pane_number_of(p, p->anchor, &all)};
}

/* A place at a number, in the same row if it is the same item still. */
static struct place place_at(const struct pane *p, size_t number, int row)
{
    size_t all, item = pane_item_at(p, number);
    return (struct place){item, pane_number_of(p, item, &all) == number ? row : 0};
}

void pane_renumber(struct pane *p, const struct pane_numbers *before)
{
    size_t all;
    p->top = place_at(p, before->top, p->top.row);
    p->cursor = place_at(p, before->cursor, p->cursor.row);
    p->here.item = (uint32_t)pane_item_at(p, before->here);
    p->anchor = pane_item_at(p, before->anchor);
    p->has_here = p->has_here && pane_number_of(p, p->here.item, &all) == before->here;
    pane_refresh(p);
    pane_search_again(p);
}

/* The search borrows the view, so it is taken down first and set up anew. */
void pane_set_view(struct pane *p, struct view *view)
{
    struct pattern *pattern = p->search ? pattern_hold(search_pattern(p->search)) : NULL;
    struct pane_numbers before = pane_numbers(p);
    pane_search(p, NULL);
    view_free(p->view);
    p->view = view;
    if (view && p->cols > 0)
        view->ops->layout(view, p->cols);
    pane_renumber(p, &before);
    pane_search(p, pattern);
    pattern_free(pattern);
}

void pane_done(struct pane *p)
{
    pane_search(p, NULL);
    view_free(p->view);
    *p = (struct pane){0};
}

/* The cursor stays on the match it is on, whatever row that stands in then. */
void pane_layout(struct pane *p)
{
    struct buf before = {0}, after = {0};
    struct view *v = p->view;
    bool on_match = pane_on_match(p);
    if (on_match)
        pane_searched_text(p, p->here.item, &before);
    v->ops->layout(v, p->cols);
    if (on_match)
        pane_searched_text(p, p->here.item, &after);
    if (on_match && strcmp(buf_str(&before), buf_str(&after)) == 0)
        pane_goto_match(p, &p->here);
    else
        p->has_here = false;
    pane_refresh(p);
    if (v->ops->items_by_width)
        pane_search_again(p);
    buf_done(&before);
    buf_done(&after);
}

void pane_resize(struct pane *p, int rows, int cols)
{
    if (p->rows == rows && p->cols == cols)
        return;
    bool other_width = p->cols != cols;
    p->rows = rows;
    p->cols = cols;
    if (p->view && other_width && cols > 0)
        pane_layout(p);
    else
        pane_refresh(p);
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
    if (pane_items(p) == 0)
        return;
    place_move(p, &p->top, rows);
    fill_window(p);
    place_move(p, &p->cursor, rows);
    keep_cursor_seen(p);
}

/* What is seen already stays where it is; else what stands around the place is seen too. */
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
    struct place end = p->cursor; /* the whole item is seen, if it fits */
    if (pane_items(p) == 0)
        return;
    end.row = item_rows(p, end.item, p->rows + 1) - 1;
    if (end.row >= p->rows)
        return;
    struct place first = end;
    place_move(p, &first, -(long)(p->rows - 1));
    if (place_before(p->top, first))
        p->top = first;
}

void pane_goto_end(struct pane *p)
{
    size_t items = pane_items(p);
    if (items == 0)
        return;
    p->cursor = (struct place){items - 1, item_rows(p, items - 1, INT_MAX) - 1};
    keep_cursor_seen(p);
}

bool pane_goto_row(struct pane *p, int row)
{
    struct place at = p->top;
    if (pane_items(p) == 0 || row < 0 || row >= p->rows)
        return false;
    for (; row > 0; row--)
        if (!place_next(p, &at))
            return false;
    p->cursor = at;
    return true;
}

void pane_goto_number(struct pane *p, size_t number)
{
    pane_goto(p, pane_item_at(p, number));
}

void pane_goto_top(struct pane *p, size_t item)
{
    p->top = p->cursor = (struct place){item, 0};
    pane_refresh(p);
}

/* The cursor goes to an item, and the window with it. */
static void put_cursor(struct pane *p, size_t item, int row_on_screen)
{
    p->cursor.item = item;
    place_clamp(p, &p->cursor);
    p->top = p->cursor;
    if (pane_items(p) > 0)
        place_move(p, &p->top, row_on_screen > 0 ? -(long)row_on_screen : 0);
    pane_refresh(p);
}

/* Some of what was unfolded below the cursor is seen, half a window at most, so that the row itself
 * moves as little as it can. */
static void show_below(struct pane *p, long rows)
{
    long half = (p->rows + 1) / 2;
    struct place first = p->cursor; /* the highest top that shows them */
    if (p->rows < 2)
        return;
    place_move(p, &first, rows < half ? rows : half);
    place_move(p, &first, -(long)(p->rows - 1));
    if (place_before(p->top, first))
        p->top = first;
}

/* What folding changes below the cursor: items, or rows of the item there. */
static long below_cursor(const struct pane *p)
{
    if (!p->view->ops->items_stay)
        return (long)pane_items(p);
    return pane_items(p) ? item_rows(p, p->cursor.item, p->rows + 1) : 0;
}

bool pane_fold(struct pane *p, enum fold how)
{
    int row = pane_cursor_row(p);
    size_t item = p->cursor.item;
    if (!p->view || !p->view->ops->fold)
        return false;
    long below = below_cursor(p);
    if (!p->view->ops->fold(p->view, how, &item))
        return false;
    p->has_here = p->has_here && p->view->ops->items_stay;
    put_cursor(p, item, row);
    if (row >= 0 && below_cursor(p) > below)
        show_below(p, below_cursor(p) - below);
    if (!p->view->ops->items_stay)
        pane_search_again(p);
    return true;
}

void pane_set_view_at(struct pane *p, struct view *view, size_t item)
{
    int row = pane_cursor_row(p);
    pane_set_view(p, view);
    put_cursor(p, item, row);
}

int pane_rows_wanted(struct pane *p, int max)
{
    int rows = 0;
    for (size_t i = 0; i < pane_items(p) && rows < max; i++)
        rows += item_rows(p, i, max);
    return rows < max ? rows : max;
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
        if (place_equal(at, p->cursor))
            return row;
        if (!place_next(p, &at))
            break;
    }
    return -1;
}

size_t pane_last_item(const struct pane *p)
{
    struct place at = p->top;
    for (int row = 1; pane_items(p) && row < p->rows && place_next(p, &at); row++)
        ;
    return at.item;
}

static bool is_selected(const struct pane *p, size_t item)
{
    size_t first, last;
    pane_selected(p, &first, &last);
    return p->selecting && first <= item && item <= last;
}

static void draw_row(struct pane *p, const struct rect *r, int row, struct place at, bool mark,
                     struct line *line)
{
    line_clear(line);
    p->view->ops->row(p->view, at.item, at.row, line);
    bool selected = is_selected(p, at.item);
    if (selected)
        line_fill(line, ROLE_SELECTED, r->cols);
    pane_paint_matches(p, at.item, line);
    screen_line(r->y + row, r->x, r->cols, line);
    if (selected)
        screen_put(r->y + row, r->x, ROLE_SELECTED, "*", 1, 1);
    if (mark && place_equal(at, p->cursor))
        screen_put(r->y + row, r->x + pane_cursor_col(p), ROLE_MARK, ">", 1, 1);
}

void pane_draw(struct pane *p, const struct rect *r, bool mark)
{
    p->y = r->y;
    p->x = r->x;
    if (pane_items(p) == 0)
        return;
    struct line line = {0};
    struct place at = p->top;
    for (int row = 0; row < r->rows; row++) {
        draw_row(p, r, row, at, mark, &line);
        if (!place_next(p, &at))
            break;
    }
    line_done(&line);
}
