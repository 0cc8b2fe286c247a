#include "tests/support/terminfo_term.h"

#include "base/alloc.h"
#include "tests/support/terminfo_strings.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { TEXT_BYTES = 32, TAB = 8 };

struct cell {
    char text[TEXT_BYTES]; /* "": blank; "\1": the right half of a wide character */
};

struct position {
    int row, col;
};

struct terminfo_term {
    struct terminfo_strings *strings;
    int rows, cols, top, bottom; /* the last two: what scrolls */
    struct position at, saved;
    bool wraps;      /* the next character begins a new row */
    bool modes[OPS]; /* those that begin with a capability and end with another */
    struct cell *cells;
    struct buf held; /* bytes that may be the beginning of a sequence or character */
    struct buf unknown;
};

struct terminfo_term *terminfo_term_new(const char *name, int rows, int cols)
{
    struct terminfo_strings *s = terminfo_strings_new(name, rows, cols);
    if (!s)
        return NULL;
    struct terminfo_term *t = xcalloc(1, sizeof *t);
    t->strings = s;
    t->rows = rows;
    t->cols = cols;
    t->bottom = rows - 1;
    t->cells = xcalloc((size_t)rows * (size_t)cols, sizeof *t->cells);
    return t;
}

void terminfo_term_free(struct terminfo_term *t)
{
    if (!t)
        return;
    terminfo_strings_free(t->strings);
    buf_done(&t->held);
    buf_done(&t->unknown);
    free(t->cells);
    free(t);
}

bool terminfo_term_can_move(const struct terminfo_term *t)
{
    return terminfo_strings_facts(t->strings)->can_move;
}

static struct cell *row_of(const struct terminfo_term *t, int row)
{
    return t->cells + row * t->cols;
}

static void erase(struct terminfo_term *t, int row, int from, int to)
{
    if (from < to)
        memset(row_of(t, row) + from, 0, (size_t)(to - from) * sizeof *t->cells);
}

static void erase_rows(struct terminfo_term *t, int from, int to)
{
    for (int row = from; row < to; row++)
        erase(t, row, 0, t->cols);
}

/* Moves the rows from `top` to `bottom` up by n, or down if that is negative. */
static void scroll(struct terminfo_term *t, int top, int bottom, int n)
{
    int count = bottom - top + 1, by = abs(n) > count ? count : abs(n);
    size_t bytes = (size_t)((count - by) * t->cols) * sizeof *t->cells;
    if (n > 0) {
        memmove(row_of(t, top), row_of(t, top + by), bytes);
        erase_rows(t, bottom + 1 - by, bottom + 1);
    } else if (n < 0) {
        memmove(row_of(t, top + by), row_of(t, top), bytes);
        erase_rows(t, top, top + by);
    }
}

static void shift(struct terminfo_term *t, int n, bool insert)
{
    struct cell *row = row_of(t, t->at.row);
    int left = t->cols - t->at.col, by = n > left ? left : n;
    struct cell *a = row + t->at.col, *b = a + by;
    size_t bytes = (size_t)(left - by) * sizeof *row;
    memmove(insert ? b : a, insert ? a : b, bytes);
    erase(t, t->at.row, insert ? t->at.col : t->cols - by, insert ? t->at.col + by : t->cols);
}

static void go(struct terminfo_term *t, int row, int col)
{
    t->at.row = row < 0 ? 0 : row >= t->rows ? t->rows - 1 : row;
    t->at.col = col < 0 ? 0 : col >= t->cols ? t->cols - 1 : col;
    t->wraps = false;
}

static void down(struct terminfo_term *t, int n)
{
    for (; n > 0; n--)
        if (t->at.row == t->bottom)
            scroll(t, t->top, t->bottom, 1);
        else
            go(t, t->at.row + 1, t->at.col);
}

static void up(struct terminfo_term *t, int n)
{
    for (; n > 0; n--)
        if (t->at.row == t->top)
            scroll(t, t->top, t->bottom, -1);
        else
            go(t, t->at.row - 1, t->at.col);
}

static void left(struct terminfo_term *t, int n)
{
    bool wraps = terminfo_strings_facts(t->strings)->wraps_left && n == 1 && t->at.col == 0;
    if (wraps && t->at.row > 0)
        go(t, t->at.row - 1, t->cols - 1);
    else
        go(t, t->at.row, t->at.col - n);
}

static void wrap(struct terminfo_term *t)
{
    go(t, t->at.row, 0);
    down(t, 1);
}

static void put(struct terminfo_term *t, const char *text, int width)
{
    const struct terminfo_facts *f = terminfo_strings_facts(t->strings);
    if (width == 0) { /* belongs to the character before */
        int col = t->wraps || !t->at.col ? t->at.col : t->at.col - 1;
        while (col > 0 && row_of(t, t->at.row)[col].text[0] == '\1')
            col--;
        char *have = row_of(t, t->at.row)[col].text;
        if (strlen(have) + strlen(text) < TEXT_BYTES)
            memcpy(have + strlen(have), text, strlen(text) + 1);
        return;
    }
    if (t->wraps || t->at.col + width > t->cols)
        wrap(t);
    if (t->modes[OP_SMIR])
        shift(t, width, true);
    struct cell *c = row_of(t, t->at.row) + t->at.col;
    memcpy(c->text, text, strlen(text) + 1);
    if (width > 1)
        memcpy(c[1].text, "\1", 2);
    if (t->at.col + width < t->cols) {
        t->at.col += width;
        return;
    }
    t->at.col = t->cols - 1;
    t->wraps = f->wraps && f->wraps_late;
    if (f->wraps && !f->wraps_late)
        wrap(t);
}

static void put_byte(struct terminfo_term *t, char c)
{
    bool is_tilde = c == '`' && terminfo_strings_facts(t->strings)->no_tilde;
    const char text[] = {is_tilde ? '~' : c, '\0'};
    const char *line = t->modes[OP_SMACS] ? terminfo_strings_line(t->strings, c) : NULL;
    put(t, line ? line : text, 1);
}

static void repeat(struct terminfo_term *t, int c, int n)
{
    for (int i = 0; i < n; i++)
        put_byte(t, (char)c);
}

static void erase_part(struct terminfo_term *t, enum op op)
{
    if (op == OP_CLEAR)
        go(t, 0, 0);
    if (op == OP_EL1)
        erase(t, t->at.row, 0, t->at.col + 1);
    else
        erase(t, t->at.row, t->at.col, t->cols);
    if (op == OP_CLEAR || op == OP_ED)
        erase_rows(t, t->at.row + 1, t->rows);
}

static void move(struct terminfo_term *t, enum op op, int a, int b)
{
    int row = t->at.row, col = t->at.col;
    switch (op) {
    case OP_CUP:
        go(t, a, b);
        break;
    case OP_HPA:
        go(t, row, a);
        break;
    case OP_VPA:
        go(t, a, col);
        break;
    case OP_HOME:
        go(t, 0, 0);
        break;
    case OP_LL:
        go(t, t->rows - 1, 0);
        break;
    case OP_CR:
        go(t, row, 0);
        break;
    case OP_CUB:
        left(t, a);
        break;
    case OP_CUF:
        go(t, row, col + a);
        break;
    case OP_CUU:
        go(t, row - a, col);
        break;
    case OP_CUD:
        go(t, row + a, col);
        break;
    case OP_HT:
        go(t, row, (col / TAB + 1) * TAB);
        break;
    case OP_CBT:
        go(t, row, (col - 1) / TAB * TAB);
        break;
    case OP_RC:
        go(t, t->saved.row, t->saved.col);
        break;
    default:
        break;
    }
}

static void change(struct terminfo_term *t, enum op op, int a, int b)
{
    switch (op) {
    case OP_IND:
        down(t, a);
        break;
    case OP_RI:
        up(t, a);
        break;
    case OP_NEL:
        wrap(t);
        break;
    case OP_INDN:
        scroll(t, t->top, t->bottom, a);
        break;
    case OP_RIN:
        scroll(t, t->top, t->bottom, -a);
        break;
    case OP_IL:
        scroll(t, t->at.row, t->bottom, -a);
        break;
    case OP_DL:
        scroll(t, t->at.row, t->bottom, a);
        break;
    case OP_ICH:
        shift(t, a, true);
        break;
    case OP_DCH:
        shift(t, a, false);
        break;
    case OP_ECH:
        erase(t, t->at.row, t->at.col, t->at.col + a > t->cols ? t->cols : t->at.col + a);
        break;
    case OP_REP:
        repeat(t, a, b);
        break;
    case OP_SC:
        t->saved = t->at;
        break;
    case OP_CSR:
        t->top = a;
        t->bottom = b;
        go(t, 0, 0);
        break;
    default:
        break;
    }
}

static void run(struct terminfo_term *t, const struct terminfo_string *s)
{
    if (s->op < OP_MODES) {
        t->modes[s->op] = s->a;
        if (s->op == OP_ATTRIBUTES && s->b) { /* sgr and sgr0 are about everything */
            t->modes[OP_COLOURS] = false;
            t->modes[OP_SMACS] = s->b & TERMINFO_DRAWS_LINES;
        }
        return;
    }
    if (s->op == OP_CLEAR || s->op == OP_ED || s->op == OP_EL || s->op == OP_EL1)
        erase_part(t, s->op);
    else if (s->op < OP_CHANGES)
        move(t, s->op, s->a, s->b);
    else
        change(t, s->op, s->a, s->b);
    if (s->op != OP_REP)
        t->wraps = false;
}

/* How long a sequence is that the entry does not have; 0: it is not complete. ECMA-48, 5.4. */
static size_t sequence_bytes(const char *s, size_t n)
{
    size_t i = 2;
    if (*s != '\x1b' || (n > 1 && s[1] != '[' && s[1] != ']'))
        return *s == '\x1b' ? 2 : 1;
    if (n > 1 && s[1] == ']')
        while (i < n && s[i] != '\a' && s[i - 1] != '\x1b')
            i++;
    else
        while (i < n && (s[i] < '@' || s[i] > '~'))
            i++;
    return i < n ? i + 1 : 0;
}

static void note_unknown(struct terminfo_term *t, const char *s, size_t n)
{
    struct buf name = {0};
    for (size_t i = 0; i < n; i++)
        buf_printf(&name, (unsigned char)s[i] < ' ' || s[i] == 127 ? "\\%o" : "%c",
                   (unsigned char)s[i]);
    buf_putc(&name, ' ');
    if (!strstr(buf_str(&t->unknown), buf_str(&name)))
        buf_puts(&t->unknown, buf_str(&name));
    buf_done(&name);
}

/* Returns how many bytes were a character; 0: it is not complete. */
static size_t take_character(struct terminfo_term *t, const char *s, size_t n)
{
    wchar_t wide = 0;
    mbstate_t state = {0};
    size_t bytes = mbrtowc(&wide, s, n, &state);
    if (bytes == (size_t)-2)
        return 0;
    if (bytes == (size_t)-1 || bytes == 0) {
        note_unknown(t, s, 1);
        return 1;
    }
    char text[TEXT_BYTES] = "";
    memcpy(text, s, bytes);
    if (bytes == 1)
        put_byte(t, *s);
    else
        put(t, text, wcwidth(wide) < 0 ? 1 : wcwidth(wide));
    return bytes;
}

/* Returns how many bytes were read; 0: more have to come. */
static size_t take(struct terminfo_term *t, const char *s, size_t n)
{
    bool unfinished = false;
    const struct terminfo_string *found = terminfo_strings_find(t->strings, s, n, &unfinished);
    if (unfinished)
        return 0;
    if (found) {
        run(t, found);
        return found->bytes;
    }
    if (*s == '\0') /* padding */
        return 1;
    if ((unsigned char)*s >= ' ' && *s != 127)
        return take_character(t, s, n);
    size_t bytes = sequence_bytes(s, n);
    if (bytes)
        note_unknown(t, s, bytes);
    return bytes;
}

void terminfo_term_feed(struct terminfo_term *t, const char *bytes, size_t n)
{
    size_t at = 0, taken;
    buf_add(&t->held, bytes, n);
    while (at < t->held.len && (taken = take(t, t->held.data + at, t->held.len - at)) > 0)
        at += taken;
    memmove(t->held.data, t->held.data + at, t->held.len - at + 1);
    t->held.len -= at;
}

void terminfo_term_text(const struct terminfo_term *t, struct buf *out)
{
    for (int row = 0; row < t->rows; row++) {
        size_t end = out->len;
        for (int col = 0; col < t->cols; col++) {
            const char *text = row_of(t, row)[col].text;
            if (*text != '\1')
                buf_puts(out, *text ? text : " ");
            if (*text && *text != ' ' && *text != '\1')
                end = out->len;
        }
        out->len = end;
        buf_putc(out, '\n');
    }
}

const char *terminfo_term_unrestored(const struct terminfo_term *t)
{
    static const char *const what[OP_MODES] = {
        [OP_SMCUP] = "the alternate screen is still there",
        [OP_SMKX] = "the keypad still sends application keys",
        [OP_CIVIS] = "the cursor is hidden",
        [OP_SMACS] = "lines are still drawn",
        [OP_SMIR] = "characters are still inserted",
        [OP_PASTE] = "paste is still bracketed",
        [OP_ATTRIBUTES] = "attributes are still on",
        [OP_COLOURS] = "colours are still on",
    };
    for (int i = 0; i < OP_MODES; i++)
        if (t->modes[i])
            return what[i];
    if (t->top != 0 || t->bottom != t->rows - 1)
        return "only some rows scroll";
    return NULL;
}

const char *terminfo_term_unknown(const struct terminfo_term *t)
{
    return buf_str(&t->unknown);
}
