/* The file is JSON: {"rows", "cols", "events": [{"at": BYTES, ...}], "bytes": HEX}. An event is a
 * new size, or a screen: its cursor, the modes that are on, and the cells that are not blank as
 * [row, column, text, width, foreground, background, attributes]. */
#include "tests/support/term_record.h"

#include "base/alloc.h"
#include "tests/support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct term_record {
    int rows, cols; /* at the beginning */
    struct buf events;
    size_t seen; /* bytes at the last screen */
};

struct term_record *term_record_new(const struct term *t)
{
    const char *dir = getenv("CALLBROWSER_TEST_RECORD");
    if (!dir || !*dir)
        return NULL;
    struct term_record *r = xcalloc(1, sizeof *r);
    r->rows = term_rows(t);
    r->cols = term_cols(t);
    return r;
}

static void begin_event(struct term_record *r, const struct term *t)
{
    buf_printf(&r->events, "%s\n{\"at\":%zu", r->events.len ? "," : "", term_raw(t)->len);
}

static void put_text(struct buf *out, const struct term_cell *c)
{
    buf_putc(out, '[');
    for (size_t i = 0; i < 6 && c->chars[i]; i++)
        buf_printf(out, "%s%u", i ? "," : "", c->chars[i]);
    buf_putc(out, ']');
}

/* Returns how many columns the cell has. */
static int put_cell(struct buf *out, const struct term *t, int row, int col)
{
    struct term_cell c;
    term_cell_at(t, row, col, &c);
    int width = c.width > 1 ? c.width : 1;
    bool blank = (!c.chars[0] || c.chars[0] == ' ') && c.width == 1;
    if (blank && c.bg == -1 && !c.reverse && !c.underline)
        return width;
    buf_printf(out, "%s[%d,%d,", out->data[out->len - 1] == '[' ? "" : ",", row, col);
    put_text(out, &c);
    buf_printf(out, ",%d,%d,%d,%d]", c.width, c.fg, c.bg,
               c.bold | c.underline << 1 | c.blink << 2 | c.reverse << 3);
    return width;
}

static void put_modes(struct buf *out, const struct term *t)
{
    static const int modes[] = {1, 1000, 1002, 1006, 1049, 2004};
    buf_puts(out, ",\"modes\":[0");
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (term_mode(t, modes[i]))
            buf_printf(out, ",%d", modes[i]);
    buf_puts(out, "]");
}

void term_record_screen(struct term_record *r, const struct term *t)
{
    int row, col;
    if (!r || r->seen == term_raw(t)->len)
        return;
    r->seen = term_raw(t)->len;
    begin_event(r, t);
    term_cursor(t, &row, &col);
    buf_printf(&r->events, ",\"cursor\":[%d,%d,%d]", row, col, term_cursor_visible(t));
    put_modes(&r->events, t);
    buf_puts(&r->events, ",\"cells\":[");
    for (int y = 0; y < term_rows(t); y++)
        for (int x = 0; x < term_cols(t);)
            x += put_cell(&r->events, t, y, x);
    buf_puts(&r->events, "]}");
}

void term_record_size(struct term_record *r, const struct term *t)
{
    if (!r)
        return;
    begin_event(r, t);
    buf_printf(&r->events, ",\"rows\":%d,\"cols\":%d}", term_rows(t), term_cols(t));
}

void term_record_free(struct term_record *r, const struct term *t)
{
    static unsigned count;
    if (!r)
        return;
    struct buf text = {0};
    const struct buf *raw = term_raw(t);
    buf_printf(&text, "{\"rows\":%d,\"cols\":%d,\"events\":[%s],\n\"bytes\":\"", r->rows, r->cols,
               buf_str(&r->events));
    for (size_t i = 0; i < raw->len; i++)
        buf_printf(&text, "%02x", (unsigned char)raw->data[i]);
    buf_puts(&text, "\"}\n");
    char *name = xasprintf("%s-%d-%u.json", program_invocation_short_name, (int)getpid(), count++);
    scratch_write(getenv("CALLBROWSER_TEST_RECORD"), name, 0644, buf_str(&text));
    free(name);
    buf_done(&text);
    buf_done(&r->events);
    free(r);
}
