/* libvterm 0.1.4 reports neither its private modes nor the OSC strings that it does not know, so
 * term_scan reads those from the same bytes. */
#include "tests/support/term.h"

#include "base/alloc.h"
#include "tests/support/term_record.h"
#include "tests/support/term_scan.h"

#include <stdlib.h>
#include <string.h>

#include <vterm.h>

struct term {
    VTerm *vt;
    VTermScreen *screen;
    struct scan scan;
    struct buf raw;
    struct buf held;  /* for libvterm: plain text, or an incomplete sequence */
    size_t held_text; /* bytes of it before the sequence */
    char last;        /* the character that CSI n b repeats */
    struct buf *rows; /* what term_row returned */
    int row_count;
    bool cursor_hidden;
    size_t bells;
    struct term_record *record;
};

static int on_prop(VTermProp prop, VTermValue *value, void *user)
{
    struct term *t = user;
    if (prop == VTERM_PROP_CURSORVISIBLE)
        t->cursor_hidden = !value->boolean;
    return 1;
}

static int on_bell(void *user)
{
    ((struct term *)user)->bells++;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_prop, .bell = on_bell};

struct term *term_new(int rows, int cols, void (*reply)(const char *bytes, size_t n, void *user),
                      void *user)
{
    struct term *t = xcalloc(1, sizeof *t);
    t->vt = vterm_new(rows, cols);
    vterm_set_utf8(t->vt, 1);
    vterm_output_set_callback(t->vt, reply, user);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_set_callbacks(t->screen, &callbacks, t);
    vterm_screen_reset(t->screen, 1);
    t->record = term_record_new(t);
    return t;
}

static void free_rows(struct term *t)
{
    for (int i = 0; i < t->row_count; i++)
        buf_done(&t->rows[i]);
    free(t->rows);
    t->rows = NULL;
    t->row_count = 0;
}

void term_free(struct term *t)
{
    if (!t)
        return;
    term_record_free(t->record, t);
    free_rows(t);
    scan_done(&t->scan);
    buf_done(&t->raw);
    buf_done(&t->held);
    vterm_free(t->vt);
    free(t);
}

static void hold(struct term *t, char c)
{
    scan_feed(&t->scan, &c, 1);
    if (t->scan.repeat) {
        t->held.len = t->held_text;
        for (long i = 0; i < t->scan.repeat && i < 10000; i++)
            buf_putc(&t->held, t->last);
    } else {
        buf_putc(&t->held, c);
    }
    if (t->scan.state != SCAN_TEXT)
        return;
    if (t->held.len == t->held_text + 1 && c >= ' ')
        t->last = c;
    t->held_text = t->held.len;
}

/* libvterm 0.1.4 wraps too early when CSI n b (of ASCII) ends in the last column, so it is given
 * the repeated characters themselves. */
void term_feed(struct term *t, const char *bytes, size_t n)
{
    buf_add(&t->raw, bytes, n);
    for (size_t i = 0; i < n; i++)
        hold(t, bytes[i]);
    if (t->held_text)
        vterm_input_write(t->vt, buf_str(&t->held), t->held_text);
    memmove(t->held.data, buf_str(&t->held) + t->held_text, t->held.len - t->held_text + 1);
    t->held.len -= t->held_text;
    t->held_text = 0;
}

void term_resize(struct term *t, int rows, int cols)
{
    vterm_set_size(t->vt, rows, cols);
    term_record_size(t->record, t);
}

void term_seen(struct term *t)
{
    term_record_screen(t->record, t);
}

static const struct key_row {
    const char *name;
    VTermKey key;
    VTermModifier modifier;
} key_rows[] = {
    {"Up", VTERM_KEY_UP, VTERM_MOD_NONE},       {"Down", VTERM_KEY_DOWN, VTERM_MOD_NONE},
    {"Left", VTERM_KEY_LEFT, VTERM_MOD_NONE},   {"Right", VTERM_KEY_RIGHT, VTERM_MOD_NONE},
    {"Home", VTERM_KEY_HOME, VTERM_MOD_NONE},   {"End", VTERM_KEY_END, VTERM_MOD_NONE},
    {"PgUp", VTERM_KEY_PAGEUP, VTERM_MOD_NONE}, {"PgDn", VTERM_KEY_PAGEDOWN, VTERM_MOD_NONE},
    {"Insert", VTERM_KEY_INS, VTERM_MOD_NONE},  {"Delete", VTERM_KEY_DEL, VTERM_MOD_NONE},
    {"S-Tab", VTERM_KEY_TAB, VTERM_MOD_SHIFT},
};

bool term_key(struct term *t, const char *name)
{
    for (size_t i = 0; i < sizeof key_rows / sizeof *key_rows; i++)
        if (strcmp(key_rows[i].name, name) == 0) {
            vterm_keyboard_key(t->vt, key_rows[i].key, key_rows[i].modifier);
            return true;
        }
    long n = name[0] == 'F' ? strtol(name + 1, NULL, 10) : 0;
    if (n < 1 || n > 12)
        return false;
    vterm_keyboard_key(t->vt, (VTermKey)VTERM_KEY_FUNCTION(n), VTERM_MOD_NONE);
    return true;
}

int term_rows(const struct term *t)
{
    int rows, cols;
    vterm_get_size(t->vt, &rows, &cols);
    return rows;
}

int term_cols(const struct term *t)
{
    int rows, cols;
    vterm_get_size(t->vt, &rows, &cols);
    return cols;
}

void term_cursor(const struct term *t, int *row, int *col)
{
    VTermPos pos;
    vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &pos);
    *row = pos.row;
    *col = pos.col;
}

bool term_cursor_visible(const struct term *t)
{
    return !t->cursor_hidden;
}

static int colour(const struct term *t, VTermColor c)
{
    (void)t;
    if (VTERM_COLOR_IS_DEFAULT_FG(&c) || VTERM_COLOR_IS_DEFAULT_BG(&c))
        return -1;
    return VTERM_COLOR_IS_INDEXED(&c) ? c.indexed.idx : -2;
}

void term_cell_at(const struct term *t, int row, int col, struct term_cell *out)
{
    VTermScreenCell cell;
    memset(out, 0, sizeof *out);
    if (!vterm_screen_get_cell(t->screen, (VTermPos){row, col}, &cell))
        return;
    for (size_t i = 0; i < 6 && cell.chars[i] && cell.chars[i] != (uint32_t)-1; i++)
        out->chars[i] = cell.chars[i];
    out->width = (unsigned char)cell.width;
    out->reverse = cell.attrs.reverse;
    out->bold = cell.attrs.bold;
    out->underline = cell.attrs.underline != 0;
    out->blink = cell.attrs.blink;
    out->fg = colour(t, cell.fg);
    out->bg = colour(t, cell.bg);
}

static void put_utf8(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_putc(out, (char)c);
        return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    buf_putc(out, (char)(lead[more] | (c >> (6 * more))));
    while (more-- > 0)
        buf_putc(out, (char)(0x80 | ((c >> (6 * more)) & 0x3f)));
}

static void render(const struct term *t, int row, int from, struct buf *out)
{
    struct term_cell cell;
    size_t end = out->len;
    for (int x = from, cols = term_cols(t); x<cols; x += cell.width> 1 ? cell.width : 1) {
        term_cell_at(t, row, x, &cell);
        if (!cell.chars[0])
            buf_putc(out, ' ');
        for (size_t i = 0; i < 6 && cell.chars[i]; i++)
            put_utf8(out, cell.chars[i]);
        if (cell.chars[0] && cell.chars[0] != ' ')
            end = out->len;
    }
    if (out->data)
        out->data[out->len = end] = 0;
}

const char *term_row(struct term *t, int row)
{
    if (row < 0 || row >= term_rows(t))
        return "";
    if (row >= t->row_count) {
        t->rows = xreallocarray(t->rows, (size_t)row + 1, sizeof *t->rows);
        memset(t->rows + t->row_count, 0, (size_t)(row + 1 - t->row_count) * sizeof *t->rows);
        t->row_count = row + 1;
    }
    buf_clear(&t->rows[row]);
    render(t, row, 0, &t->rows[row]);
    return buf_str(&t->rows[row]);
}

static int column_of(const struct term *t, int row, const char *text)
{
    struct buf tail = {0};
    int found = -1;
    for (int x = 0; found < 0 && x < term_cols(t); x++) {
        buf_clear(&tail);
        render(t, row, x, &tail);
        if (strncmp(buf_str(&tail), text, strlen(text)) == 0)
            found = x;
    }
    buf_done(&tail);
    return found;
}

bool term_find(struct term *t, const char *text, int *row, int *col)
{
    for (int y = 0, rows = term_rows(t); y < rows; y++) {
        if (!strstr(term_row(t, y), text))
            continue;
        if (row)
            *row = y;
        if (col)
            *col = column_of(t, y, text);
        return true;
    }
    return false;
}

void term_text(struct term *t, struct buf *out)
{
    for (int y = 0, rows = term_rows(t); y < rows; y++)
        buf_printf(out, "%s\n", term_row(t, y));
}

static void frame_rule(struct buf *out, int cols)
{
    buf_putc(out, '+');
    for (int i = 0; i < cols; i++)
        buf_putc(out, '-');
    buf_puts(out, "+\n");
}

void term_frame(struct term *t, struct buf *out)
{
    int rows = term_rows(t), cols = term_cols(t), row, col;
    term_cursor(t, &row, &col);
    buf_printf(out, "%dx%d, cursor at row %d, column %d%s\n", cols, rows, row, col,
               t->cursor_hidden ? ", hidden" : "");
    frame_rule(out, cols);
    for (int y = 0; y < rows; y++)
        buf_printf(out, "|%s\n", term_row(t, y));
    frame_rule(out, cols);
}

bool term_mode(const struct term *t, int mode)
{
    return scan_mode(&t->scan, mode);
}

bool term_pen_is_plain(const struct term *t)
{
    VTermState *state = vterm_obtain_state(t->vt);
    static const VTermAttr flags[] = {VTERM_ATTR_BOLD, VTERM_ATTR_UNDERLINE, VTERM_ATTR_ITALIC,
                                      VTERM_ATTR_BLINK, VTERM_ATTR_REVERSE};
    VTermValue v;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        memset(&v, 0, sizeof v);
        if (vterm_state_get_penattr(state, flags[i], &v) && v.number)
            return false;
    }
    vterm_state_get_penattr(state, VTERM_ATTR_FOREGROUND, &v);
    if (!VTERM_COLOR_IS_DEFAULT_FG(&v.color))
        return false;
    vterm_state_get_penattr(state, VTERM_ATTR_BACKGROUND, &v);
    return VTERM_COLOR_IS_DEFAULT_BG(&v.color);
}

size_t term_osc_count(const struct term *t, const char *prefix)
{
    size_t n = 0;
    for (size_t i = 0; i < t->scan.osc_count; i++)
        n += strncmp(t->scan.osc[i], prefix, strlen(prefix)) == 0;
    return n;
}

const char *term_osc_last(const struct term *t, const char *prefix)
{
    for (size_t i = t->scan.osc_count; i-- > 0;)
        if (strncmp(t->scan.osc[i], prefix, strlen(prefix)) == 0)
            return t->scan.osc[i];
    return NULL;
}

static bool decode64(const char *s, struct buf *out)
{
    static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned bits = 0, have = 0;
    for (; *s && *s != '='; s++) {
        const char *at = strchr(set, *s);
        if (!at)
            return false;
        bits = (bits << 6 | (unsigned)(at - set)) & 0xffff;
        have += 6;
        if (have >= 8) {
            have -= 8;
            buf_putc(out, (char)(bits >> have & 0xff));
        }
    }
    return true;
}

char *term_clipboard(const struct term *t)
{
    const char *osc = term_osc_last(t, "52;");
    const char *data = osc ? strchr(osc + 3, ';') : NULL;
    struct buf out = {0};
    if (data && decode64(data + 1, &out))
        return buf_take(&out);
    buf_done(&out);
    return NULL;
}

size_t term_bells(const struct term *t)
{
    return t->bells;
}

const struct buf *term_raw(const struct term *t)
{
    return &t->raw;
}
