#include "ui/view/turn_rows.h"

#include "base/alloc.h"
#include "base/sorted.h"
#include "call/facts.h"
#include "text/cols.h"
#include "ui/view/turn_text.h"
#include "ui/view/wrap_cache.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { CACHED_TURNS = 256, SHIFT_MAX_COLS = 1000000 };

/* What is unfolded of a turn: the words and the payload of a tool call; also what was measured and
 * what else the provider sent. */
enum opened { OPEN_NOTHING, OPEN_REST, OPEN_ALL };

struct exception {
    size_t turn;
    enum opened open;
};

/* The text of one turn. */
struct shown {
    size_t turn;           /* 1 + its index; 0: this entry is empty */
    struct turn_text text; /* for a folded tool call only the first line */
    /* The rows of the text, or of what is below the first line of a tool call. Not begun when the
     * text is one row. */
    struct wrap_cache wrapped;
};

struct turn_rows {
    const struct call *call;
    struct turn_rows_style style;
    long shift_cols;                  /* scrolled out on the left, when rows are not wrapped */
    struct shown cache[CACHED_TURNS]; /* indexed by turn modulo CACHED_TURNS */
    bool all_open;                    /* the words and payloads of all turns are unfolded, */
    struct exception *exceptions;     /* except that these are as they say; in order of turns */
    size_t exception_count;
};

static void shown_done(struct shown *s)
{
    turn_text_done(&s->text);
    wrap_cache_done(&s->wrapped);
    *s = (struct shown){0};
}

struct turn_rows *turn_rows_new(const struct call *c)
{
    struct turn_rows *r = xcalloc(1, sizeof *r);
    r->call = c;
    r->style = (struct turn_rows_style){.cols = 1, .wrap = true};
    return r;
}

static void clear_cache(struct turn_rows *r)
{
    for (size_t i = 0; i < CACHED_TURNS; i++)
        shown_done(&r->cache[i]);
}

void turn_rows_free(struct turn_rows *r)
{
    clear_cache(r);
    free(r->exceptions);
    free(r);
}

void turn_rows_set_form(struct turn_rows *r, const struct call *c)
{
    r->call = c;
    clear_cache(r);
}

void turn_rows_layout(struct turn_rows *r, const struct turn_rows_style *style)
{
    r->style = *style;
    clear_cache(r);
}

void turn_rows_text(struct buf *out, const struct turn *t)
{
    struct turn_text text = {0};
    if (!t->tool) {
        facts_turn_words(out, t);
        return;
    }
    turn_text_put_searched(&text, t);
    buf_add(out, buf_str(&text.text), text.text.len);
    turn_text_done(&text);
}

static bool is_tool(const struct turn_rows *r, size_t turn)
{
    return call_turn(r->call, turn)->tool != NULL;
}

/* What the agent was told is long and seldom read: it has one row until it is unfolded. */
static bool is_folded_text(const struct turn *t)
{
    return t->class == SPEAKER_SYSTEM && !t->tool;
}

static bool folds_by_rule(const struct turn *t)
{
    return turn_text_has_rest(t) || is_folded_text(t);
}

static bool is_before(const void *exception, const void *turn)
{
    return ((const struct exception *)exception)->turn < *(const size_t *)turn;
}

/* Where the exception of a turn is, or would be. */
static size_t exception_at(const struct turn_rows *r, size_t turn)
{
    return sorted_before(r->exceptions, r->exception_count, sizeof *r->exceptions, is_before,
                         &turn);
}

static enum opened open_of(const struct turn_rows *r, size_t turn)
{
    size_t i = exception_at(r, turn);
    if (i < r->exception_count && r->exceptions[i].turn == turn)
        return r->exceptions[i].open;
    return r->all_open && folds_by_rule(call_turn(r->call, turn)) ? OPEN_REST : OPEN_NOTHING;
}

static bool is_one_row(const struct turn_rows *r, size_t turn)
{
    const struct turn *t = call_turn(r->call, turn);
    return !open_of(r, turn) && (t->tool || is_folded_text(t) || !r->style.wrap);
}

/* A text that is one row has blanks for its line ends, so that offsets stay the same. */
static void make_text(const struct turn_rows *r, size_t turn, struct shown *s)
{
    const struct turn *t = call_turn(r->call, turn);
    enum opened open = open_of(r, turn);
    if (open)
        turn_text_put_searched(&s->text, t);
    else
        turn_text_put_folded(&s->text, t);
    turn_text_put_interrupted(&s->text, t);
    if (open == OPEN_ALL && turn_text_has_measured(r->call, t))
        turn_text_put_measured(&s->text, r->call, t);
    if (open == OPEN_ALL && turn_text_has_other(t))
        turn_text_put_other(&s->text, t);
    struct buf *text = &s->text.text;
    bool one_row = is_one_row(r, turn);
    for (size_t i = 0; one_row && i < text->len; i++)
        if (text->data[i] == '\n')
            text->data[i] = ' ';
}

static struct shown *shown_of(struct turn_rows *r, size_t turn)
{
    struct shown *s = &r->cache[turn % CACHED_TURNS];
    if (s->turn != turn + 1) {
        shown_done(s);
        s->turn = turn + 1;
        make_text(r, turn, s);
    }
    if (!s->wrapped.text && !is_one_row(r, turn))
        wrap_cache_begin(&s->wrapped, buf_str(&s->text.text) + s->text.rest,
                         r->style.wrap ? r->style.cols : INT_MAX);
    return s;
}

int turn_rows_count(struct turn_rows *r, size_t turn, int max)
{
    if (is_one_row(r, turn))
        return 1;
    return wrap_cache_rows(&shown_of(r, turn)->wrapped, max) + is_tool(r, turn);
}

int turn_rows_row_of(struct turn_rows *r, size_t turn, size_t offset)
{
    if (is_one_row(r, turn))
        return 0;
    struct shown *s = shown_of(r, turn);
    if (offset < s->text.rest)
        return 0;
    return wrap_cache_row_of(&s->wrapped, offset - s->text.rest) + is_tool(r, turn);
}

size_t turn_rows_offset_of(struct turn_rows *r, size_t turn, int row)
{
    row -= is_tool(r, turn);
    if (is_one_row(r, turn) || row < 0)
        return 0;
    struct shown *s = shown_of(r, turn);
    return s->text.rest + wrap_cache_offset(&s->wrapped, row);
}

/* Drawing */

static void put_first(const struct turn_rows *r, const struct shown *s, struct line *out)
{
    struct tool_row row = {.turn = call_turn(r->call, s->turn - 1),
                           .text = buf_str(&s->text.text),
                           .head = s->text.head,
                           .ascii = r->style.ascii,
                           .cols = r->style.cols};
    if (open_of(r, s->turn - 1))
        tool_text_draw(out, &row);
    else
        tool_text_draw_folded(out, &row);
}

static void put_words(struct turn_rows *r, struct shown *s, int row, struct line *out)
{
    const char *all = buf_str(&s->text.text), *text = all;
    size_t bytes = s->text.text.len;
    int begin = out->cols;
    if (s->wrapped.text)
        text = wrap_cache_row(&s->wrapped, row, &bytes);
    size_t skipped = r->style.wrap ? 0 : cols_fit(text, bytes, (int)r->shift_cols, NULL);
    text += skipped;
    bytes -= skipped;
    size_t fits = cols_fit(text, bytes, r->style.cols, NULL);
    if (fits)
        turn_text_draw(out, &s->text, (size_t)(text - all), fits);
    if (fits < bytes) {
        line_pad(out, begin + r->style.cols);
        line_puts(out, ROLE_MARK, ">");
    }
}

void turn_rows_put(struct turn_rows *r, size_t turn, int row, struct line *out)
{
    struct shown *s = shown_of(r, turn);
    if (row < is_tool(r, turn))
        put_first(r, s, out);
    else
        put_words(r, s, row - is_tool(r, turn), out);
}

/* Sideways */

static long clamp_shift(long cols)
{
    return cols < 0 ? 0 : cols < SHIFT_MAX_COLS ? cols : SHIFT_MAX_COLS;
}

static long half_cols(const struct turn_rows *r)
{
    return r->style.cols / 2 > 0 ? r->style.cols / 2 : 1;
}

void turn_rows_sideways(struct turn_rows *r, long steps)
{
    r->shift_cols = r->style.wrap ? 0 : clamp_shift(r->shift_cols + steps * half_cols(r));
}

long turn_rows_shift(const struct turn_rows *r)
{
    return r->style.wrap ? 0 : r->shift_cols;
}

/* Scrolls by the same steps as the keys do, so that the bytes begin in the left half. */
static void reveal_sideways(struct turn_rows *r, const struct shown *s, size_t offset, size_t bytes)
{
    size_t line = offset;
    while (line > s->text.rest && s->text.text.data[line - 1] != '\n')
        line--;
    long begin = cols_of(s->text.text.data + line, offset - line);
    long end = begin + cols_of(s->text.text.data + offset, bytes);
    if (begin < r->shift_cols || end > r->shift_cols + r->style.cols)
        r->shift_cols = clamp_shift(begin / half_cols(r) * half_cols(r));
}

/* Folding */

static bool can_open(const struct call *c, const struct turn *t)
{
    return turn_text_has_rest(t) || turn_text_has_measured(c, t) || turn_text_has_other(t) ||
           is_folded_text(t);
}

/* Folds or unfolds a turn, whose rows have to be made again. */
static void set_open(struct turn_rows *r, size_t turn, enum opened open)
{
    struct shown *s = &r->cache[turn % CACHED_TURNS];
    size_t i = exception_at(r, turn);
    if (open_of(r, turn) == open)
        return;
    if (i == r->exception_count || r->exceptions[i].turn != turn) {
        r->exceptions = xgrow(r->exceptions, r->exception_count, sizeof *r->exceptions);
        memmove(r->exceptions + i + 1, r->exceptions + i,
                (r->exception_count++ - i) * sizeof *r->exceptions);
    }
    r->exceptions[i] = (struct exception){turn, open};
    if (s->turn == turn + 1)
        shown_done(s);
}

void turn_rows_reveal(struct turn_rows *r, size_t turn, size_t offset, size_t bytes)
{
    bool rest = offset >= shown_of(r, turn)->text.rest;
    bool folds = is_tool(r, turn) || is_folded_text(call_turn(r->call, turn));
    if (folds && rest && !open_of(r, turn))
        set_open(r, turn, OPEN_REST);
    const struct shown *s = shown_of(r, turn);
    if (!r->style.wrap && rest && offset + bytes <= s->text.text.len)
        reveal_sideways(r, s, offset, bytes);
}

bool turn_rows_toggle(struct turn_rows *r, size_t turn)
{
    if (!can_open(r->call, call_turn(r->call, turn)))
        return false;
    set_open(r, turn, open_of(r, turn) ? OPEN_NOTHING : OPEN_ALL);
    return true;
}

bool turn_rows_can_unfold(const struct call *c)
{
    for (size_t i = 0; i < c->turn_count; i++)
        if (folds_by_rule(call_turn(c, i)))
            return true;
    return false;
}

/* What was measured and what else the provider sent with each turn is much more than the
 * transcript: it is unfolded turn by turn only. */
static void set_all(struct turn_rows *r, bool open)
{
    size_t kept = 0;
    for (size_t i = 0; open && i < r->exception_count; i++)
        if (r->exceptions[i].open)
            r->exceptions[kept++] = r->exceptions[i];
    r->exception_count = kept;
    r->all_open = open;
    clear_cache(r);
}

bool turn_rows_fold_all(struct turn_rows *r)
{
    bool any = r->all_open;
    for (size_t i = 0; i < r->exception_count; i++)
        any = any || r->exceptions[i].open;
    set_all(r, false);
    return any;
}

void turn_rows_unfold_all(struct turn_rows *r)
{
    set_all(r, true);
}

void turn_rows_follow(struct turn_rows *r, const struct turn_rows *other)
{
    const struct call *one = r->call, *two = other->call;
    bool same = strcmp(one->provider, two->provider) == 0 && strcmp(one->id, two->id) == 0;
    r->all_open = same && other->all_open;
    for (size_t i = 0; same && i < other->exception_count; i++) {
        struct exception e = other->exceptions[i];
        if (e.turn < one->turn_count && can_open(one, call_turn(one, e.turn)))
            set_open(r, e.turn, e.open);
    }
    r->shift_cols = same ? other->shift_cols : 0;
}
