#include "ui/view/turn_rows.h"

#include "base/alloc.h"
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
    int *counts;                      /* rows of each turn at this width; 0: not known yet */
    enum opened *open;                /* for each turn */
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
    r->counts = xcalloc(c->turn_count, sizeof *r->counts);
    r->open = xcalloc(c->turn_count, sizeof *r->open);
    return r;
}

void turn_rows_free(struct turn_rows *r)
{
    for (size_t i = 0; i < CACHED_TURNS; i++)
        shown_done(&r->cache[i]);
    free(r->counts);
    free(r->open);
    free(r);
}

void turn_rows_layout(struct turn_rows *r, const struct turn_rows_style *style)
{
    r->style = *style;
    for (size_t i = 0; i < CACHED_TURNS; i++)
        shown_done(&r->cache[i]);
    memset(r->counts, 0, r->call->turn_count * sizeof *r->counts);
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
    return r->call->turns[turn].tool != NULL;
}

/* What the agent was told is long and seldom read: it has one row until it is unfolded. */
static bool is_folded_text(const struct turn *t)
{
    return t->class == SPEAKER_SYSTEM && !t->tool;
}

static bool is_one_row(const struct turn_rows *r, size_t turn)
{
    const struct turn *t = &r->call->turns[turn];
    return !r->open[turn] && (t->tool || is_folded_text(t) || !r->style.wrap);
}

static void put_blanks(struct buf *text)
{
    for (size_t i = 0; i < text->len; i++)
        if (text->data[i] == '\n')
            text->data[i] = ' ';
}

/* A text that is one row has blanks for its line ends, so that offsets stay the same. */
static void make_text(const struct turn_rows *r, size_t turn, struct shown *s)
{
    const struct turn *t = &r->call->turns[turn];
    if (r->open[turn])
        turn_text_put_searched(&s->text, t);
    else
        turn_text_put_folded(&s->text, t);
    turn_text_put_interrupted(&s->text, t);
    if (r->open[turn] == OPEN_ALL && turn_text_has_measured(r->call, t))
        turn_text_put_measured(&s->text, r->call, t);
    if (r->open[turn] == OPEN_ALL && turn_text_has_other(t))
        turn_text_put_other(&s->text, t);
    if (is_one_row(r, turn))
        put_blanks(&s->text.text);
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
    if (r->counts[turn])
        return r->counts[turn];
    struct wrap_cache *w = &shown_of(r, turn)->wrapped;
    int found = wrap_cache_rows(w, max) + is_tool(r, turn);
    if (wrap_cache_is_complete(w))
        r->counts[turn] = found;
    return found;
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

static struct tool_row tool_row(const struct turn_rows *r, const struct shown *s)
{
    return (struct tool_row){.turn = &r->call->turns[s->turn - 1],
                             .text = buf_str(&s->text.text),
                             .head = s->text.head,
                             .ascii = r->style.ascii,
                             .cols = r->style.cols};
}

static void put_first(const struct turn_rows *r, const struct shown *s, struct line *out)
{
    struct tool_row row = tool_row(r, s);
    if (r->open[s->turn - 1])
        tool_text_draw(out, &row);
    else
        tool_text_draw_folded(out, &row);
}

/* The part of the text that a row shows, before it is cut at the right. */
static const char *row_text(const struct turn_rows *r, struct shown *s, int row, size_t *bytes)
{
    const char *text = buf_str(&s->text.text);
    *bytes = s->text.text.len;
    if (s->wrapped.text)
        text = wrap_cache_row(&s->wrapped, row, bytes);
    if (r->style.wrap)
        return text;
    size_t skipped = cols_fit(text, *bytes, (int)r->shift_cols, NULL);
    *bytes -= skipped;
    return text + skipped;
}

static void put_words(struct turn_rows *r, struct shown *s, int row, struct line *out)
{
    size_t bytes;
    const char *text = row_text(r, s, row, &bytes);
    size_t fits = cols_fit(text, bytes, r->style.cols, NULL);
    int begin = out->cols;
    if (fits)
        turn_text_draw(out, &s->text, (size_t)(text - buf_str(&s->text.text)), fits);
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
    if (r->open[turn] == open)
        return;
    r->open[turn] = open;
    r->counts[turn] = 0;
    if (s->turn == turn + 1)
        shown_done(s);
}

void turn_rows_reveal(struct turn_rows *r, size_t turn, size_t offset, size_t bytes)
{
    bool rest = offset >= shown_of(r, turn)->text.rest;
    bool folds = is_tool(r, turn) || is_folded_text(&r->call->turns[turn]);
    if (folds && rest && !r->open[turn])
        set_open(r, turn, OPEN_REST);
    const struct shown *s = shown_of(r, turn);
    if (!r->style.wrap && rest && offset + bytes <= s->text.text.len)
        reveal_sideways(r, s, offset, bytes);
}

bool turn_rows_toggle(struct turn_rows *r, size_t turn)
{
    if (!can_open(r->call, &r->call->turns[turn]))
        return false;
    set_open(r, turn, r->open[turn] ? OPEN_NOTHING : OPEN_ALL);
    return true;
}

/* What was measured and what else the provider sent with each turn is much more than the
 * transcript: it is unfolded turn by turn only. */
static bool set_all(struct turn_rows *r, enum opened open)
{
    bool any = false;
    for (size_t i = 0; i < r->call->turn_count; i++) {
        const struct turn *t = &r->call->turns[i];
        bool folds = turn_text_has_rest(t) || is_folded_text(t);
        if (!folds && (open || !r->open[i]))
            continue;
        any = true;
        if (!open || !r->open[i])
            set_open(r, i, open);
    }
    return any;
}

bool turn_rows_fold_all(struct turn_rows *r)
{
    return set_all(r, OPEN_NOTHING);
}

bool turn_rows_unfold_all(struct turn_rows *r)
{
    return set_all(r, OPEN_REST);
}

void turn_rows_follow(struct turn_rows *r, const struct turn_rows *other)
{
    const struct call *one = r->call, *two = other->call;
    bool same = strcmp(one->provider, two->provider) == 0 && strcmp(one->id, two->id) == 0;
    for (size_t i = 0; same && i < one->turn_count && i < two->turn_count; i++)
        if (r->open[i] != other->open[i] && can_open(one, &one->turns[i]))
            set_open(r, i, other->open[i]);
    r->shift_cols = same ? other->shift_cols : 0;
}
