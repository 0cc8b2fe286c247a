/* A row is a buffer of pieces, each followed by its text, in the order of drawing. */
#include "ui/term/screen_rows.h"

#include "base/alloc.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* What a change of colour and a rule's character take on the line, in bytes. */
enum { COLOUR_BYTES = 10, RULE_BYTES = 3 };

struct row {
    struct buf now, shown;
    bool known; /* `shown` is what ncurses has */
};

static struct {
    struct row *rows;
    int count;
    struct buf moved; /* while rows move */
} r;

static const struct buf blank;

static void add(struct buf *row, const struct piece *piece, const char *text)
{
    buf_add(row, (const char *)piece, sizeof *piece);
    buf_add(row, text, piece->bytes);
}

void screen_rows_begin(int rows)
{
    screen_rows_done();
    r.rows = xcalloc((size_t)rows, sizeof *r.rows);
    r.count = rows;
}

void screen_rows_done(void)
{
    for (int y = 0; y < r.count; y++) {
        buf_done(&r.rows[y].now);
        buf_done(&r.rows[y].shown);
    }
    buf_done(&r.moved);
    free(r.rows);
    r.rows = NULL;
    r.count = 0;
}

void screen_rows_forget(void)
{
    for (int y = 0; y < r.count; y++)
        r.rows[y].known = false;
}

void screen_rows_clear(void)
{
    for (int y = 0; y < r.count; y++)
        buf_clear(&r.rows[y].now);
}

void screen_rows_add(int y, const struct piece *piece, const char *text)
{
    assert(y >= 0 && y < r.count);
    add(&r.rows[y].now, piece, text);
}

static void copy(struct buf *to, const struct buf *from)
{
    buf_clear(to);
    buf_add(to, buf_str(from), from->len);
}

bool screen_rows_changed(int y)
{
    const struct row *row = &r.rows[y];
    return !row->known || row->now.len != row->shown.len ||
           memcmp(buf_str(&row->now), buf_str(&row->shown), row->now.len) != 0;
}

void screen_rows_show(int y)
{
    copy(&r.rows[y].shown, &r.rows[y].now);
    r.rows[y].known = true;
}

static bool next(const struct buf *row, size_t *at, struct piece *piece, const char **text)
{
    if (*at == row->len)
        return false;
    memcpy(piece, row->data + *at, sizeof *piece);
    *text = row->data + *at + sizeof *piece;
    *at += sizeof *piece + piece->bytes;
    return true;
}

bool screen_rows_next(int y, size_t *at, struct piece *piece, const char **text)
{
    return next(&r.rows[y].now, at, piece, text);
}

/* Moving */

/* The pieces of a row that begin in an area, or those that do not. */
struct part {
    const struct buf *row;
    const struct screen_area *area;
    bool inside;
    size_t at;
};

static bool is_inside(const struct screen_area *area, const struct piece *piece)
{
    return piece->x >= area->x && piece->x < area->x + area->cols;
}

static bool part_next(struct part *part, struct piece *piece, const char **text)
{
    while (next(part->row, &part->at, piece, text))
        if (is_inside(part->area, piece) == part->inside)
            return true;
    return false;
}

static long piece_bytes(const struct piece *piece)
{
    bool is_rule = piece->kind != PIECE_TEXT && piece->kind != PIECE_BLANKS;
    return (long)piece->bytes + COLOUR_BYTES + (is_rule ? piece->cols * RULE_BYTES : 0);
}

/* About how many bytes turn what a part of a row shows into another one: the pieces after those
 * that both begin with, where blanks may have to cover what was there. */
static long change_bytes(struct part from, struct part to)
{
    struct piece old = {0}, new = {0};
    const char *its_old = NULL, *its_new = NULL;
    bool has_old, has_new, same = true;
    long sum = 0;
    do {
        has_old = part_next(&from, &old, &its_old);
        has_new = part_next(&to, &new, &its_new);
        same = same && has_old == has_new &&
               (!has_new ||
                (memcmp(&old, &new, sizeof old) == 0 && memcmp(its_old, its_new, old.bytes) == 0));
        sum += same || !has_new ? 0 : piece_bytes(&new);
        sum += same || has_new || !has_old ? 0 : COLOUR_BYTES;
    } while (has_old || has_new);
    return sum;
}

size_t screen_rows_bytes(int y)
{
    static const struct screen_area all = {0, 0, INT_MAX, INT_MAX};
    const struct row *row = &r.rows[y];
    struct part from = {row->known ? &row->shown : &blank, &all, true, 0};
    return (size_t)change_bytes(from, (struct part){&row->now, &all, true, 0});
}

static bool contains(const struct screen_area *area, int y)
{
    return y >= area->y && y < area->y + area->rows;
}

/* What moving row `from` there saves in one part of row y. */
static long saved_in_row(const struct screen_area *area, int y, int from, bool inside)
{
    const struct buf *moved = contains(area, from) ? &r.rows[from].shown : &blank;
    struct part now = {&r.rows[y].now, area, inside, 0};
    return change_bytes((struct part){&r.rows[y].shown, area, inside, 0}, now) -
           change_bytes((struct part){moved, area, inside, 0}, now);
}

/* Returns false if the area is not known, or a piece in its rows reaches over its edge. */
static bool can_move(const struct screen_area *area)
{
    for (int y = area->y; y < area->y + area->rows; y++) {
        struct piece piece;
        const char *text;
        for (size_t at = 0; next(&r.rows[y].shown, &at, &piece, &text);) {
            bool ends_inside =
                piece.x + piece.cols > area->x && piece.x + piece.cols <= area->x + area->cols;
            if (is_inside(area, &piece) != ends_inside && piece.cols > 0)
                return false;
        }
        if (!r.rows[y].known)
            return false;
    }
    return true;
}

static long saved_at(const struct screen_area *area, int y, int n, bool whole)
{
    return saved_in_row(area, y, y + n, true) + (whole ? saved_in_row(area, y, y + n, false) : 0);
}

/* Leaves the rows next to each other whose moving saves most together, and those that they come
 * from; returns what that saves, but for the rows that are left empty. */
static long choose_rows(struct screen_area *area, int n, bool whole)
{
    int first = n > 0 ? area->y : area->y - n, begin = first, count = 0;
    int end = first + area->rows - abs(n);
    long sum = 0, most = 0;
    for (int y = begin; y < end; y++) {
        sum += saved_at(area, y, n, whole);
        if (sum > 0 && sum >= most) {
            most = sum;
            first = begin;
            count = y + 1 - begin;
        } else if (sum < 0) {
            sum = 0;
            begin = y + 1;
        }
    }
    area->y = n > 0 ? first : first + n;
    area->rows = count ? count + abs(n) : 0;
    return most;
}

long screen_rows_saved(struct screen_area *area, int n, bool whole)
{
    assert(area->y >= 0 && area->rows > abs(n) && area->y + area->rows <= r.count);
    if (!can_move(area))
        return 0;
    long saved = choose_rows(area, n, whole);
    int empty = n > 0 ? area->y + area->rows - n : area->y;
    for (int y = empty; y < empty + abs(n) && area->rows; y++)
        saved += saved_at(area, y, n, whole);
    return saved;
}

static void add_part(struct buf *out, struct part part)
{
    struct piece piece;
    for (const char *text; part_next(&part, &piece, &text);) {
        add(out, &piece, text);
    }
}

/* Gives row y what row `from` shows in the area, where its own pieces in the area were. */
static void move_row(const struct screen_area *area, int y, int from)
{
    const struct buf *shown = &r.rows[y].shown;
    const struct buf *source = contains(area, from) ? &r.rows[from].shown : &blank;
    struct piece piece;
    const char *text;
    bool done = false;
    buf_clear(&r.moved);
    for (size_t at = 0; next(shown, &at, &piece, &text);) {
        if (!is_inside(area, &piece)) {
            add(&r.moved, &piece, text);
        } else if (!done) {
            add_part(&r.moved, (struct part){source, area, true, 0});
            done = true;
        }
    }
    if (!done)
        add_part(&r.moved, (struct part){source, area, true, 0});
    copy(&r.rows[y].shown, &r.moved);
}

/* Gives row y all that row `from` shows. */
static void move_whole_row(const struct screen_area *area, int y, int from)
{
    struct buf empty = r.rows[y].shown;
    buf_clear(&empty);
    if (contains(area, from)) {
        r.rows[y].shown = r.rows[from].shown;
        r.rows[from].shown = empty;
    } else {
        r.rows[y].shown = empty;
    }
}

void screen_rows_move(const struct screen_area *area, int n, bool whole)
{
    for (int i = 0; i < area->rows; i++) {
        int y = n > 0 ? area->y + i : area->y + area->rows - 1 - i;
        if (whole)
            move_whole_row(area, y, y + n);
        else
            move_row(area, y, y + n);
    }
}
