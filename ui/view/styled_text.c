#include "ui/view/styled_text.h"

#include "text/clean.h"

#include <string.h>

void pieces_clear(struct pieces *p)
{
    buf_done(&p->text);
    wrapped_done(&p->wrapped);
    *p = (struct pieces){0};
}

void pieces_put(struct pieces *p, enum role role, const char *s, size_t bytes)
{
    size_t before = p->text.len;
    if (p->count == PIECES_MAX)
        return;
    text_clean(&p->text, s, bytes, TEXT_SCREEN);
    if (p->text.len == before)
        return;
    p->list[p->count].role = role;
    p->list[p->count++].end = p->text.len;
}

void pieces_puts(struct pieces *p, enum role role, const char *s)
{
    pieces_put(p, role, s, strlen(s));
}

void pieces_fix(struct pieces *p)
{
    p->fixed = p->text.len;
}

void pieces_make(struct pieces *p, int cols, int hang)
{
    p->made = true;
    p->hang = cols > 2 * hang ? hang : 0;
    if (cols > 0)
        wrapped_begin(&p->wrapped, buf_str(&p->text), cols - p->hang);
}

int pieces_rows(struct pieces *p, int max)
{
    return p->wrapped.text ? wrapped_rows(&p->wrapped, max) : 1;
}

/* The pieces, or the parts of them, that stand between two places of the text. */
static void put_between(const struct pieces *p, size_t at, size_t end, struct line *out)
{
    for (int i = 0; i < p->count && at < end; i++) {
        size_t stop = p->list[i].end < end ? p->list[i].end : end;
        if (stop <= at)
            continue;
        line_from(out, p->from + at);
        line_put(out, p->list[i].role, buf_str(&p->text) + at, stop - at);
        at = stop;
    }
}

/* The only row of a text that is not wrapped, and is too long for it. */
static void put_shifted(const struct pieces *p, int skip_cols, int cols, struct line *out)
{
    const char *s = buf_str(&p->text);
    int stop = out->cols + cols;
    size_t skipped = text_fit(s + p->fixed, p->text.len - p->fixed, skip_cols, NULL);
    size_t at = p->fixed + skipped, fixed = text_fit(s, p->fixed, cols, NULL);
    put_between(p, 0, fixed, out);
    size_t end = at + text_fit(s + at, p->text.len - at, stop - out->cols, NULL);
    put_between(p, at, end, out);
    if (end == p->text.len)
        return;
    line_pad(out, stop);
    line_puts(out, ROLE_MARK, ">");
}

void pieces_row(struct pieces *p, int row, int skip_cols, int cols, struct line *out)
{
    const char *text = buf_str(&p->text), *s = text;
    size_t bytes = p->text.len;
    if (p->wrapped.text)
        s = wrapped_row(&p->wrapped, row, &bytes);
    if (bytes == 0)
        return;
    size_t at = (size_t)(s - text), fits = text_fit(s, bytes, cols, NULL);
    if (!p->wrapped.text && fits < bytes) {
        put_shifted(p, skip_cols, cols, out);
        return;
    }
    if (row > 0)
        line_pad(out, out->cols + p->hang);
    put_between(p, at, at + fits, out);
}

int pieces_row_of(struct pieces *p, size_t offset)
{
    bool wrapped = p->wrapped.text && offset > p->from;
    return wrapped ? wrapped_row_of(&p->wrapped, offset - p->from) : 0;
}

size_t pieces_offset_of(struct pieces *p, int row)
{
    return p->from + (p->wrapped.text ? wrapped_offset(&p->wrapped, row) : 0);
}

struct pieces *pieces_cache_get(struct pieces_cache *c, size_t what)
{
    struct pieces *p = &c->kept[what % PIECES_KEPT];
    if (p->key == what + 1)
        return p;
    pieces_clear(p);
    p->key = what + 1;
    return p;
}

void pieces_cache_clear(struct pieces_cache *c)
{
    for (int i = 0; i < PIECES_KEPT; i++)
        pieces_clear(&c->kept[i]);
}
