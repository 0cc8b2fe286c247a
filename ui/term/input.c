/* UI thread. Never waits longer than delay_ms. */
#include "ui/term/input.h"

#include "text/time.h"
#include "text/utf8.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

enum {
    CSI_MAX_BYTES = 32,
    STALLED_MS = 2000,
    CTRL_C = 3,
    SKIP = -2, /* a sequence was read that means nothing here */
};

static const char PASTE_END[] = "\x1b[201~";
enum { PASTE_END_BYTES = sizeof PASTE_END - 1 };

void input_init(struct input *in, int (*next)(void), int fd, int delay_ms, bool utf8)
{
    *in =
        (struct input){.next = next, .fd = fd, .delay_ms = delay_ms, .utf8 = utf8, .held = K_NONE};
}

void input_done(struct input *in)
{
    buf_done(&in->paste);
}

static int next(struct input *in)
{
    int c = in->held == K_NONE ? in->next() : in->held;
    in->held = K_NONE;
    return c;
}

/* The next byte of an incomplete sequence; K_NONE if it does not arrive in time. */
static int next_soon(struct input *in)
{
    int c = next(in);
    if (c != K_NONE)
        return c;
    struct pollfd p = {.fd = in->fd, .events = POLLIN};
    return poll(&p, 1, in->delay_ms) > 0 ? next(in) : K_NONE;
}

static const struct {
    char params[4], final;
    int key;
} csi_keys[] = {
    {"", 'A', K_UP},        {"", 'B', K_DOWN},      {"", 'C', K_RIGHT},     {"", 'D', K_LEFT},
    {"", 'H', K_HOME},      {"", 'F', K_END},       {"", 'Z', K_BACKTAB},   {"1", '~', K_HOME},
    {"7", '~', K_HOME},     {"4", '~', K_END},      {"8", '~', K_END},      {"2", '~', K_INSERT},
    {"3", '~', K_DELETE},   {"5", '~', K_PGUP},     {"6", '~', K_PGDN},     {"11", '~', K_F0 + 1},
    {"12", '~', K_F0 + 2},  {"13", '~', K_F0 + 3},  {"14", '~', K_F0 + 4},  {"15", '~', K_F0 + 5},
    {"17", '~', K_F0 + 6},  {"18", '~', K_F0 + 7},  {"19", '~', K_F0 + 8},  {"20", '~', K_F0 + 9},
    {"21", '~', K_F0 + 10}, {"23", '~', K_F0 + 11}, {"24", '~', K_F0 + 12},
};
enum { CSI_KEYS = sizeof csi_keys / sizeof *csi_keys };

/* The key of the escape sequence ESC [ params final (ECMA-48), K_NONE if it is unknown. The
 * modifier ";3" is Alt; keys with other modifiers cannot be bound. */
static int csi_key(const char *params, char final)
{
    size_t n = strcspn(params, ";");
    const char *modifier = params + n;
    if (*modifier && strcmp(modifier, ";3") != 0)
        return K_NONE;
    if (*modifier && n == 1 && params[0] == '1' && final != '~')
        n = 0;
    for (size_t i = 0; i < CSI_KEYS; i++)
        if (csi_keys[i].final == final && strlen(csi_keys[i].params) == n &&
            memcmp(csi_keys[i].params, params, n) == 0)
            return csi_keys[i].key | (*modifier ? K_ALT : 0);
    return K_NONE;
}

static void begin_paste(struct input *in)
{
    buf_clear(&in->paste);
    in->pasting = true;
    in->matched = 0;
    in->pasted_ms = time_now_ms();
}

/* Finishes sequences that ECMA-48 does not allow: old mouse reports, keys of the Linux console. */
static int finish_odd(struct input *in, char final)
{
    int c = next_soon(in);
    if (final == '[')
        return c >= 'A' && c <= 'E' ? K_F0 + 1 + (c - 'A') : SKIP;
    for (int i = 0; i < 2 && c != K_NONE; i++)
        c = next_soon(in);
    return SKIP;
}

/* Reads the rest of ESC [. A byte that cannot continue the sequence is kept for the next key. */
static int read_csi(struct input *in, int c)
{
    char params[CSI_MAX_BYTES + 1];
    size_t n = 0;
    for (; c >= 0x20 && c < 0x40; c = next_soon(in))
        if (n < CSI_MAX_BYTES)
            params[n++] = (char)c;
    params[n] = '\0';
    if (c < 0x40 || c > 0x7e) {
        in->held = c;
        return SKIP;
    }
    if (n == 0 && (c == 'M' || c == '['))
        return finish_odd(in, (char)c);
    if (c == '~' && strcmp(params, "200") == 0) {
        begin_paste(in);
        return SKIP;
    }
    int key = csi_key(params, (char)c);
    return key == K_NONE ? SKIP : key;
}

/* The key of ESC O and this byte. */
static int read_ss3(int c)
{
    if (c >= 'P' && c <= 'S')
        return K_F0 + 1 + (c - 'P');
    int key = c == 'M' ? K_ENTER : c < 0x80 ? csi_key("", (char)c) : K_NONE;
    return key == K_NONE ? SKIP : key;
}

static int finish_part(struct input *in, int key)
{
    bool alt = in->part_alt;
    in->part_bytes = 0;
    in->part_alt = false;
    return key == SKIP ? SKIP : key | (alt ? K_ALT : 0);
}

/* Continues an incomplete character; K_NONE when more bytes are still missing. */
static int read_part(struct input *in)
{
    unsigned char lead = in->part[0];
    size_t need = lead < 0xc2 || lead > 0xf4 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    while (in->part_bytes < need) {
        int c = next(in);
        if (c == K_NONE)
            return K_NONE;
        if (c < 0x80 || c >= 0xc0) {
            in->held = c;
            return finish_part(in, SKIP);
        }
        in->part[in->part_bytes++] = (unsigned char)c;
    }
    const char *s = (const char *)in->part;
    int key = SKIP;
    if (utf8_is_valid(s, need))
        utf8_decode(s, need, &key);
    return finish_part(in, key);
}

static int locale_character(int byte)
{
    wint_t wide = btowc(byte);
    return wide == WEOF ? SKIP : (int)wide;
}

/* The key of a byte or named key other than ESC. */
static int read_plain(struct input *in, int c, int alt)
{
    if (c < 0x80 || c > 0xff)
        return c | alt;
    if (!in->utf8) {
        int key = locale_character(c);
        return key == SKIP ? SKIP : key | alt;
    }
    in->part[0] = (unsigned char)c;
    in->part_bytes = 1;
    in->part_alt = alt;
    return read_part(in);
}

static bool cannot_follow_esc(int c)
{
    return c == K_ESC || c == K_EOF || c == INPUT_PASTE_BEGIN;
}

/* Reads what arrived together with ESC. */
static int read_escape(struct input *in)
{
    int c = next(in);
    if (c == K_NONE)
        return K_ESC;
    if (cannot_follow_esc(c)) {
        in->held = c;
        return K_ESC;
    }
    if (c != '[' && c != 'O')
        return read_plain(in, c, K_ALT);
    int after = c == '[' ? next_soon(in) : next(in);
    if (after == K_NONE || after > 0x7e || after < ' ') {
        in->held = after;
        return c | K_ALT;
    }
    return c == '[' ? read_csi(in, after) : read_ss3(after);
}

static void add_pasted(struct input *in, const char *bytes, size_t n)
{
    if (in->paste.len + n <= INPUT_PASTE_MAX_BYTES)
        buf_add(&in->paste, bytes, n);
}

/* Adds one pasted byte; returns true if it completes the sequence that ends a paste. */
static bool read_pasted(struct input *in, char c)
{
    if (c == PASTE_END[in->matched])
        return ++in->matched == PASTE_END_BYTES;
    add_pasted(in, PASTE_END, in->matched);
    in->matched = c == K_ESC;
    if (!in->matched)
        add_pasted(in, &c, 1);
    return false;
}

/* If a terminal never ended a paste, all keys would be pasted: Ctrl-C after a long silence ends it.
 */
static bool was_abandoned(struct input *in, char first)
{
    int64_t silence_ms = time_now_ms() - in->pasted_ms;
    in->pasted_ms += silence_ms;
    return first == CTRL_C && silence_ms > STALLED_MS;
}

/* Never reads more bytes at once than are missing of the end, so that no byte after it is read. */
static int read_paste(struct input *in)
{
    char bytes[PASTE_END_BYTES];
    struct pollfd p = {.fd = in->fd, .events = POLLIN};
    while (in->pasting && poll(&p, 1, 0) > 0) {
        ssize_t n = read(in->fd, bytes, PASTE_END_BYTES - in->matched);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            return K_NONE;
        if (n <= 0)
            return K_EOF;
        if (was_abandoned(in, bytes[0])) {
            in->pasting = false;
            return CTRL_C;
        }
        for (ssize_t i = 0; i < n; i++)
            if (read_pasted(in, bytes[i]))
                in->pasting = false;
    }
    return in->pasting ? K_NONE : K_PASTE;
}

static int read_key(struct input *in)
{
    if (in->pasting)
        return read_paste(in);
    if (in->part_bytes)
        return read_part(in);
    int c = next(in);
    if (c == K_NONE)
        return K_NONE;
    if (c == K_ESC)
        return read_escape(in);
    if (c != INPUT_PASTE_BEGIN)
        return read_plain(in, c, 0);
    begin_paste(in);
    return SKIP;
}

int input_key(struct input *in)
{
    int key;
    do
        key = read_key(in);
    while (key == SKIP);
    return key;
}
