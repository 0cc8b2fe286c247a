#include "ui/view/styled_text.h"

#include "text/clean.h"
#include "text/cols.h"

#include <string.h>

void styled_text_clear(struct styled_text *p)
{
    buf_done(&p->text);
    wrap_cache_done(&p->wrapped);
    *p = (struct styled_text){0};
}

void styled_text_put(struct styled_text *p, enum role role, const char *s, size_t bytes)
{
    size_t before = p->text.len;
    if (p->count == STYLED_TEXT_PARTS_MAX)
        return;
    clean_text(&p->text, s, bytes, CLEAN_SCREEN);
    if (p->text.len == before)
        return;
    p->parts[p->count].role = role;
    p->parts[p->count++].end = p->text.len;
}

void styled_text_puts(struct styled_text *p, enum role role, const char *s)
{
    styled_text_put(p, role, s, strlen(s));
}

void styled_text_fix(struct styled_text *p)
{
    p->fixed = p->text.len;
}

void styled_text_wrap(struct styled_text *p, int cols, int hang)
{
    p->is_complete = true;
    p->hang = cols > 2 * hang ? hang : 0;
    if (cols > 0)
        wrap_cache_begin(&p->wrapped, buf_str(&p->text), cols - p->hang);
}

int styled_text_rows(struct styled_text *p, int max)
{
    return p->wrapped.text ? wrap_cache_rows(&p->wrapped, max) : 1;
}

/* Writes the bytes between two offsets, each in the role of its part. */
static void put_between(const struct styled_text *p, size_t at, size_t end, struct line *out)
{
    for (int i = 0; i < p->count && at < end; i++) {
        size_t stop = p->parts[i].end < end ? p->parts[i].end : end;
        if (stop <= at)
            continue;
        line_from(out, p->from + at);
        line_put_clean(out, p->parts[i].role, buf_str(&p->text) + at, stop - at);
        at = stop;
    }
}

/* Writes the row of a text that is not wrapped and too long for it. */
static void put_shifted(const struct styled_text *p, int skip_cols, int cols, struct line *out)
{
    const char *s = buf_str(&p->text);
    int stop = out->cols + cols;
    size_t skipped = cols_fit(s + p->fixed, p->text.len - p->fixed, skip_cols, NULL);
    size_t at = p->fixed + skipped, fixed = cols_fit(s, p->fixed, cols, NULL);
    put_between(p, 0, fixed, out);
    size_t end = at + cols_fit(s + at, p->text.len - at, stop - out->cols, NULL);
    put_between(p, at, end, out);
    if (end == p->text.len)
        return;
    line_pad(out, stop);
    line_puts(out, ROLE_MARK, ">");
}

void styled_text_row(struct styled_text *p, int row, int skip_cols, int cols, struct line *out)
{
    const char *text = buf_str(&p->text), *s = text;
    size_t bytes = p->text.len;
    if (p->wrapped.text)
        s = wrap_cache_row(&p->wrapped, row, &bytes);
    if (bytes == 0)
        return;
    size_t at = (size_t)(s - text), fits = cols_fit(s, bytes, cols, NULL);
    if (!p->wrapped.text && fits < bytes) {
        put_shifted(p, skip_cols, cols, out);
        return;
    }
    if (row > 0)
        line_pad(out, out->cols + p->hang);
    put_between(p, at, at + fits, out);
}

int styled_text_row_of(struct styled_text *p, size_t offset)
{
    bool wrapped = p->wrapped.text && offset > p->from;
    return wrapped ? wrap_cache_row_of(&p->wrapped, offset - p->from) : 0;
}

size_t styled_text_offset_of(struct styled_text *p, int row)
{
    return p->from + (p->wrapped.text ? wrap_cache_offset(&p->wrapped, row) : 0);
}

struct styled_text *styled_text_cache_get(struct styled_text_cache *c, size_t key)
{
    struct styled_text *p = &c->entries[key % STYLED_TEXT_CACHED];
    if (p->key == key + 1)
        return p;
    styled_text_clear(p);
    p->key = key + 1;
    return p;
}

void styled_text_cache_clear(struct styled_text_cache *c)
{
    for (int i = 0; i < STYLED_TEXT_CACHED; i++)
        styled_text_clear(&c->entries[i]);
}
