/* The bytes of an incomplete key are kept until they are complete or have expired. */
#include "ui/term/input.h"

#include "text/utf8.h"
#include "ui/term/background.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

enum {
    REST_MS = 1000, /* for the rest of a sequence that has certainly begun */
    LATE_MS = 500,  /* after Esc: what comes so soon may continue its ESC */
    STALLED_MS = 2000,
    CTRL_C = 3,
    BEL = 7,
    ST = 0x9c, /* string terminator, as one byte */
    /* Instead of a key: */
    MORE = -2, /* bytes are missing */
    SKIP = -3, /* the bytes mean nothing here */
};

static const char PASTE_END[] = "\x1b[201~";
enum { PASTE_END_BYTES = sizeof PASTE_END - 1 };

/* What follows ESC in sequences that are longer: CSI, SS3, and strings (ECMA-48, 5.6). */
static bool is_introducer(int byte)
{
    return byte && strchr("[O]P_^X", byte);
}

void input_done(struct input *in)
{
    buf_done(&in->paste);
}

void input_reset(struct input *in)
{
    in->count = in->again_count = 0;
    in->in_string = in->string_esc = in->pasting = false;
    in->began = INPUT_AT_ONCE;
    in->esc_acted_ms = 0;
}

static void add(struct input *in, int byte)
{
    in->count -= in->count == INPUT_SEQUENCE_MAX;
    in->sequence[in->count++] = (char)byte;
}

static int byte_at(const struct input *in, size_t at)
{
    return (unsigned char)in->sequence[at];
}

static int last_byte(const struct input *in)
{
    return byte_at(in, in->count - 1);
}

/* These bytes are read again before any others. There is room: they were read since. */
static void read_again(struct input *in, const char *bytes, size_t n)
{
    assert(in->again_count + n <= sizeof in->again);
    memmove(in->again + n, in->again, in->again_count);
    memcpy(in->again, bytes, n);
    in->again_count += n;
}

/* The sequence ends after `used` bytes; the others belong to the next keys. */
static int finish(struct input *in, size_t used, int key)
{
    read_again(in, in->sequence + used, in->count - used);
    in->count = 0;
    in->in_string = in->string_esc = false;
    return key;
}

/* Reads bytes that have arrived, at most `most`. Returns how many, 0 when none have, -1 for a
 * closed terminal. */
static int read_bytes(struct input *in, char *bytes, size_t most)
{
    if (in->again_count) {
        bytes[0] = in->again[0];
        memmove(in->again, in->again + 1, --in->again_count);
        return 1;
    }
    struct pollfd p = {.fd = in->fd, .events = POLLIN};
    if (poll(&p, 1, 0) <= 0)
        return 0;
    ssize_t n = read(in->fd, bytes, most);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return 0;
    return n > 0 ? (int)n : -1;
}

/* Characters of one byte may use the numbers of the C1 controls. */
static bool is_c1(const struct input *in, int byte)
{
    if (byte < 0x80 || byte > 0x9f)
        return false;
    wint_t wide = in->utf8 ? WEOF : btowc(byte);
    return wide == WEOF || wide == (wint_t)byte;
}

/* The key of the sequence by terminfo; MORE if it only begins one, SKIP otherwise. */
static int named_key(const struct input *in)
{
    int found = SKIP;
    for (size_t i = 0; i < in->name_count; i++)
        if (strncmp(in->names[i].bytes, in->sequence, in->count) == 0) {
            if (!in->names[i].bytes[in->count])
                return in->names[i].key;
            found = MORE;
        }
    return found;
}

/* The key of an introducer after which no sequence came. */
static int introducer_key(const struct input *in)
{
    int key = byte_at(in, 1);
    return in->began == INPUT_AT_ONCE ? key | K_ALT : in->began == INPUT_LATE ? key : SKIP;
}

/* A character, or Alt and a character when `from` is 1. */
static int recognise_character(struct input *in, size_t from)
{
    const char *s = in->sequence + from;
    int key = (unsigned char)*s, alt = from ? K_ALT : 0;
    size_t need = key < 0xc2 || key > 0xf4 ? 1 : key < 0xe0 ? 2 : key < 0xf0 ? 3 : 4;
    if (key < 0x80)
        return finish(in, from + 1, key | alt);
    if (!in->utf8) {
        wint_t wide = btowc(key);
        return finish(in, from + 1, wide == WEOF ? SKIP : (int)wide | alt);
    }
    if (in->count > from + 1 && (last_byte(in) & 0xc0) != 0x80)
        return finish(in, in->count - 1, SKIP);
    if (in->count < from + need)
        return MORE;
    bool valid = utf8_is_valid(s, need);
    if (valid)
        utf8_decode(s, need, &key);
    return finish(in, from + need, valid ? key | alt : SKIP);
}

/* A byte that is no part of CSI or SS3 ends it, and belongs to the next key. */
static int break_off(struct input *in)
{
    return in->count == 3 ? finish(in, 2, introducer_key(in)) : finish(in, in->count - 1, SKIP);
}

static int recognise_mouse(struct input *in)
{
    if (in->count < 6)
        return MORE;
    return finish(in, 6, input_sequence_mouse(in->sequence + 3, &in->mouse) ? K_MOUSE : SKIP);
}

/* DSR; and DECRPM for mode 69, which is on or off where it is known (VT510 Reference Manual,
 * chapter 5). */
static int answer_of(const char *params, char final)
{
    if (final == 'n')
        return strcmp(params, "0") == 0 ? INPUT_READY : K_NONE;
    bool known = strcmp(params, "?69;1$") == 0 || strcmp(params, "?69;2$") == 0;
    return final == 'y' && known ? INPUT_MARGINS : K_NONE;
}

/* ESC [ parameters final. The Linux console sends ESC [ [ A, and mice of the old kind ESC [ M and
 * three bytes. */
static int recognise_csi(struct input *in)
{
    char params[INPUT_SEQUENCE_MAX] = "";
    int c = last_byte(in);
    if (in->sequence[2] == 'M')
        return recognise_mouse(in);
    if (c < ' ' || c > '~')
        return break_off(in);
    if (c < '@' || (in->count == 3 && c == '['))
        return MORE;
    if (in->count == INPUT_SEQUENCE_MAX)
        return finish(in, in->count, SKIP);
    memcpy(params, in->sequence + 2, in->count - 3);
    if (strcmp(params, "200") == 0 && c == '~') {
        buf_clear(&in->paste);
        in->pasting = true;
        in->matched = 0;
        return finish(in, in->count, SKIP);
    }
    int answer = answer_of(params, (char)c);
    if (answer != K_NONE) {
        in->esc_acted_ms = in->esc_before_ms;
        return finish(in, in->count, answer);
    }
    int key = input_sequence_csi(params, (char)c, &in->mouse);
    return finish(in, in->count, key == K_NONE ? SKIP : key);
}

static int recognise_ss3(struct input *in)
{
    int c = last_byte(in);
    if (c < ' ' || c > '~')
        return break_off(in);
    if ((c >= '0' && c <= '9') || c == ';')
        return MORE;
    int key = in->count == 3 ? input_sequence_ss3((char)c) : K_NONE;
    return finish(in, in->count, key == K_NONE ? SKIP : key);
}

static int recognise(struct input *in)
{
    int key = named_key(in), second = byte_at(in, 1);
    if (key >= 0)
        return finish(in, in->count, key);
    if (key == MORE)
        return MORE;
    if (in->sequence[0] != K_ESC)
        return recognise_character(in, 0);
    if (in->count == 1)
        return MORE;
    if (second == K_ESC) {
        in->esc_acted_ms = in->read_ms; /* in case that an answer follows */
        return finish(in, 1, K_ESC);
    }
    if (!is_introducer(second))
        return recognise_character(in, 1);
    in->in_string = second != '[' && second != 'O';
    in->string_rest = 0;
    if (in->count == 2)
        return MORE;
    return second == '[' ? recognise_csi(in) : recognise_ss3(in);
}

/* Counts the bytes of characters, in which a byte like ST means nothing. */
static bool ends_string(struct input *in, int byte)
{
    bool continues = in->string_rest > 0 && (byte & 0xc0) == 0x80;
    if (continues)
        in->string_rest--;
    else
        in->string_rest = !in->utf8 || byte < 0xc2 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    return byte == BEL || (byte == ST && !continues && is_c1(in, byte));
}

static int finish_string(struct input *in)
{
    static const char begin[] = "\x1b]" BACKGROUND_ANSWER;
    size_t end = in->count - in->string_esc;
    bool is_answer = strncmp(in->sequence, begin, sizeof begin - 1) == 0;
    memcpy(in->answer, in->sequence + 2, end - 2);
    in->answer[end - 2] = '\0';
    return finish(in, in->count, is_answer ? INPUT_ANSWER : SKIP);
}

/* Within OSC, DCS, APC, PM and SOS, which end with ST or BEL, or with another sequence. */
static int read_string(struct input *in, int byte)
{
    if (in->string_esc && byte != '\\') {
        const char next[] = {K_ESC, (char)byte};
        int key = in->count == 3 ? introducer_key(in) : SKIP;
        finish(in, in->count, SKIP);
        read_again(in, next, sizeof next);
        return key;
    }
    if (in->string_esc || ends_string(in, byte))
        return finish_string(in);
    in->string_esc = byte == K_ESC;
    add(in, byte);
    return MORE;
}

static int feed(struct input *in, int byte, int64_t now_ms)
{
    bool late =
        in->esc_acted_ms && now_ms - in->esc_acted_ms <= LATE_MS && byte && strchr("[O]P_", byte);
    int64_t esc_acted_ms = in->esc_acted_ms;
    in->read_ms = now_ms;
    in->esc_acted_ms = 0;
    if (in->began == INPUT_LATE && in->count == 2 &&
        !input_sequence_begins(in->sequence[1], (char)byte)) {
        add(in, byte);
        return finish(in, 2, byte_at(in, 1));
    }
    if (in->in_string)
        return read_string(in, byte);
    if (in->count == 0) {
        bool c1 = is_c1(in, byte) && is_introducer(byte - 0x40);
        in->began = late ? INPUT_LATE : c1 ? INPUT_C1 : INPUT_AT_ONCE;
        in->esc_before_ms = esc_acted_ms;
        if (late || c1)
            add(in, K_ESC);
        byte -= c1 ? 0x40 : 0; /* ECMA-48, 5.3: ESC and the byte less 0x40 mean the same */
    }
    add(in, byte);
    return recognise(in);
}

/* Returns true while a character lacks bytes; it has no limit of time. */
static bool is_in_character(const struct input *in)
{
    size_t from = in->count > 1 && in->sequence[0] == K_ESC;
    return in->count && (unsigned char)in->sequence[from] >= 0x80;
}

/* How long the next byte may take; -1: for ever. */
static int patience_ms(const struct input *in)
{
    if (in->count == 0 || in->pasting || is_in_character(in))
        return -1;
    if (in->count == 1 || in->sequence[0] != K_ESC || !is_introducer(in->sequence[1]))
        return in->esc_ms;
    return in->count == 2 && in->began == INPUT_LATE ? in->hold_ms : REST_MS;
}

/* No more bytes come. */
static int expire(struct input *in, int64_t now_ms)
{
    int first = byte_at(in, 0), second = in->count > 1 ? byte_at(in, 1) : 0;
    if (is_in_character(in) || (in->in_string && in->count > 2))
        return finish(in, in->count, SKIP);
    if (in->count == 1 || first != K_ESC) {
        in->esc_acted_ms = first == K_ESC ? now_ms : 0;
        return finish(in, 1, first);
    }
    if (!is_introducer(second))
        return finish(in, 2, second | K_ALT);
    return in->count == 2 ? finish(in, 2, introducer_key(in)) : finish(in, in->count, SKIP);
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

/* Never reads more bytes at once than are missing of the end, so that no byte after it is read. If
 * a terminal never ended a paste, all keys would be pasted: Ctrl-C after a long silence ends it. */
static int read_paste(struct input *in, int64_t now_ms)
{
    char bytes[PASTE_END_BYTES];
    int n = 0;
    while (in->pasting && (n = read_bytes(in, bytes, PASTE_END_BYTES - in->matched)) > 0) {
        bool was_abandoned = bytes[0] == CTRL_C && now_ms - in->read_ms > STALLED_MS;
        in->read_ms = now_ms;
        in->pasting = !was_abandoned;
        if (was_abandoned)
            return CTRL_C;
        for (int i = 0; i < n; i++)
            if (read_pasted(in, bytes[i]))
                in->pasting = false;
    }
    return !in->pasting ? K_PASTE : n < 0 ? K_EOF : K_NONE;
}

/* Reads byte by byte, so that what follows a key that leaves the screen is left for others. */
static int read_key(struct input *in, int64_t now_ms)
{
    char c;
    if (in->pasting)
        return read_paste(in, now_ms);
    int n = read_bytes(in, &c, 1);
    if (n > 0)
        return feed(in, (unsigned char)c, now_ms);
    if (input_wait_ms(in, now_ms) == 0 || (n < 0 && in->count))
        return expire(in, now_ms);
    return n < 0 ? K_EOF : K_NONE;
}

int input_key(struct input *in, int64_t now_ms)
{
    int key;
    do
        key = read_key(in, now_ms);
    while (key == MORE || key == SKIP);
    return key;
}

int input_wait_ms(const struct input *in, int64_t now_ms)
{
    int most = patience_ms(in);
    int64_t left = in->read_ms + most - now_ms;
    return most < 0 ? -1 : left < 0 ? 0 : (int)left;
}
