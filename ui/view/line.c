/* Pure but for line_draw, which belongs to the UI thread. */
#include "ui/view/line.h"

#include "base/alloc.h"
#include "base/int.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/grapheme.h"
#include "text/utf8.h"
#include "ui/term/screen.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Enough input for a column, including hidden characters and marks; the rest need not be read. */
enum { INPUT_BYTES_PER_COL = 64 };

void line_clear(struct line *l)
{
    buf_clear(&l->text);
    l->count = 0;
    l->cols = 0;
    l->next_from = 0;
}

void line_done(struct line *l)
{
    buf_done(&l->text);
    free(l->spans);
    *l = (struct line){0};
}

void line_from(struct line *l, size_t offset)
{
    l->next_from = offset + 1;
}

void line_shift_from(struct line *l, size_t first_span, size_t bytes)
{
    for (size_t i = first_span; i < l->count; i++)
        if (l->spans[i].from != LINE_NOWHERE)
            l->spans[i].from += bytes;
}

static void append_span(struct line *l, struct span span)
{
    if (l->count == l->cap) {
        l->cap = l->cap ? 2 * l->cap : 8;
        l->spans = xreallocarray(l->spans, l->cap, sizeof *l->spans);
    }
    l->spans[l->count++] = span;
}

static void add_span(struct line *l, enum role role, size_t begin, int cols)
{
    size_t from = l->next_from - 1; /* of 0: LINE_NOWHERE */
    l->next_from = 0;
    if (l->text.len == begin)
        return;
    append_span(l, (struct span){.role = role,
                                 .begin = begin,
                                 .bytes = l->text.len - begin,
                                 .from = from,
                                 .cols = cols});
    l->cols += cols;
}

void line_put_clean(struct line *l, enum role role, const char *s, size_t bytes)
{
    size_t begin = l->text.len;
    bool plain = utf8_plain_bytes(s, bytes) == bytes;
    assert(plain || clean_is_clean(s, bytes, CLEAN_SCREEN));
    buf_add(&l->text, s, bytes);
    add_span(l, role, begin, plain ? (int)bytes : cols_of(s, bytes));
}

void line_put(struct line *l, enum role role, const char *s, size_t bytes)
{
    size_t begin = l->text.len;
    if (utf8_plain_bytes(s, bytes) == bytes) {
        line_put_clean(l, role, s, bytes);
        return;
    }
    clean_text(&l->text, s, bytes, CLEAN_SCREEN);
    add_span(l, role, begin, cols_of(buf_str(&l->text) + begin, l->text.len - begin));
}

void line_puts(struct line *l, enum role role, const char *s)
{
    line_put(l, role, s, strlen(s));
}

void line_printf(struct line *l, enum role role, const char *fmt, ...)
{
    struct buf b = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&b, fmt, args);
    va_end(args);
    line_put(l, role, buf_str(&b), b.len);
    buf_done(&b);
}

/* `more`: s is the beginning of a longer text. */
static void put_cut(struct line *l, enum role role, const char *s, size_t bytes, bool more,
                    int cols)
{
    int used, dots = cols < 2 ? int_max(cols, 0) : 2;
    size_t begin = l->text.len, fits = cols_fit(s, bytes, cols, &used);
    more = more || fits < bytes;
    if (more)
        fits = cols_fit(s, fits, int_max(cols - 2, 0), &used);
    buf_add(&l->text, s, cols > 0 ? fits : 0);
    buf_add(&l->text, "..", more ? (size_t)dots : 0);
    add_span(l, role, begin, more ? used + dots : used);
}

void line_put_clean_cut(struct line *l, enum role role, const char *s, size_t bytes, int cols)
{
    put_cut(l, role, s, bytes, false, cols);
}

void line_put_cut(struct line *l, enum role role, const char *s, size_t bytes, int cols)
{
    struct buf clean = {0};
    size_t kept = utf8_prefix_bytes(s, bytes, (size_t)int_max(cols, 0) * INPUT_BYTES_PER_COL + 256);
    clean_text(&clean, s, kept, CLEAN_SCREEN);
    put_cut(l, role, buf_str(&clean), clean.len, kept < bytes, cols);
    buf_done(&clean);
}

void line_put_end(struct line *l, enum role role, const char *s, int cols)
{
    char *clean = clean_dup(s, CLEAN_SCREEN);
    size_t n = strlen(clean), skip = 0, from = l->next_from;
    l->next_from = 0;
    if (cols_of(clean, n) > cols) {
        skip = cols_skip(clean, n, int_max(cols - 2, 0));
        line_put_clean(l, role, "..", cols < 2 ? (size_t)int_max(cols, 0) : 2);
    }
    l->next_from = from ? from + skip : 0;
    line_put_clean(l, role, clean + skip, n - skip);
    free(clean);
}

void line_put_clean_middle(struct line *l, enum role role, const char *s, const char *mark,
                           int cols)
{
    size_t n = strlen(s), tail, from = l->next_from;
    size_t head = cols_cut_middle(s, n, cols, (int)strlen(mark), &tail);
    line_put_clean(l, role, s, head);
    l->next_from = 0;
    line_put_clean(l, role, mark, head < n ? strlen(mark) : 0);
    l->next_from = from ? from + tail : 0;
    line_put_clean(l, role, s + tail, n - tail);
}

void line_pad(struct line *l, int col)
{
    static const char blanks[] = "                                ";
    enum { BLANKS = sizeof blanks - 1 };
    int missing = col - l->cols;
    size_t begin = l->text.len;
    for (int left = missing; left > 0; left -= BLANKS)
        buf_add(&l->text, blanks, (size_t)int_min(left, BLANKS));
    if (missing > 0)
        add_span(l, ROLE_TEXT, begin, missing);
}

void line_fill(struct line *l, enum role role, int cols)
{
    line_pad(l, cols);
    for (size_t i = 0; i < l->count; i++)
        l->spans[i].role = role;
}

/* Appends the span that follows, if it has the same role. */
static bool span_extend(struct span *s, const struct span *next)
{
    if (s->role != next->role)
        return false;
    s->bytes += next->bytes;
    s->cols += next->cols;
    return true;
}

void line_recolour(struct line *l,
                   enum role (*role_at)(const void *arg, size_t from, size_t bytes, enum role own),
                   const void *arg)
{
    struct span *old = l->spans;
    size_t count = l->count;
    l->spans = NULL;
    l->count = l->cap = 0;
    for (size_t i = 0; i < count; i++) {
        if (old[i].from == LINE_NOWHERE)
            append_span(l, old[i]);
        for (size_t at = 0; old[i].from != LINE_NOWHERE && at < old[i].bytes;) {
            struct span one = old[i]; /* only the cluster at this byte */
            one.begin += at;
            one.from += at;
            one.bytes = grapheme_next(buf_str(&l->text) + one.begin, one.bytes - at, &one.cols);
            one.role = role_at(arg, one.from, one.bytes, old[i].role);
            if (at == 0 || !span_extend(&l->spans[l->count - 1], &one))
                append_span(l, one);
            at += one.bytes;
        }
    }
    free(old);
}

/* Blanks whose look is invisible keep the role of the text before them, or ROLE_TEXT at the start
 * of the line, because each change of role sends about ten bytes to the terminal. */
static enum role role_to_draw(const struct line *l, const struct span *span, enum role before)
{
    for (size_t i = 0; i < span->bytes; i++)
        if (buf_str(&l->text)[span->begin + i] != ' ')
            return span->role;
    bool shows = screen_shows_on_blanks(span->role) || screen_shows_on_blanks(before);
    return shows ? span->role : before;
}

/* The spans from *next on that are drawn in one role, which follows `before`, as one span; the text
 * of spans is joined in the line. */
static struct span take_run(const struct line *l, size_t *next, enum role before)
{
    struct span run = l->spans[(*next)++];
    run.role = role_to_draw(l, &run, before);
    while (*next < l->count && role_to_draw(l, &l->spans[*next], run.role) == run.role) {
        run.bytes += l->spans[*next].bytes;
        run.cols += l->spans[(*next)++].cols;
    }
    return run;
}

void line_draw(const struct line *l, int y, int x, int max_cols)
{
    int at = 0;
    enum role role = ROLE_TEXT;
    for (size_t i = 0; i < l->count && at < max_cols;) {
        struct span run = take_run(l, &i, role);
        const char *text = buf_str(&l->text) + run.begin;
        role = run.role;
        int used = screen_put(y, x + at, role, text, run.bytes, max_cols - at);
        at += used;
        if (used < run.cols)
            return; /* a wide character did not fit, so nothing may follow it */
    }
}
