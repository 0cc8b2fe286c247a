/* Enforces the grammar of RFC 8259 where cJSON is lax (01, 1., control characters as blanks), and
 * repairs what cJSON would refuse or cut off. */
#include "provider/json_scan.h"

#include "base/alloc.h"
#include "provider/json_number.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_TEXTS = 64 };

#define ONES UINT64_C(0x0101010101010101)

static const char replacement[] = "\\ufffd";

static bool bad(struct json_scan *s, size_t at)
{
    return err_set(s->e, "not JSON at byte %zu", at + 1);
}

/* The UTF-16 code unit of the \uXXXX at `at`; -1 if there is none. */
static int code_unit(const struct json_scan *s, size_t at)
{
    char digits[4 + 1] = "";
    if (at > s->n || s->n - at < 6 || s->in[at] != '\\' || s->in[at + 1] != 'u')
        return -1;
    memcpy(digits, s->in + at + 2, 4);
    if (strspn(digits, "0123456789abcdefABCDEF") < 4)
        return -1;
    return (int)strtol(digits, NULL, 16);
}

/* Copies \uXXXX, or both of a surrogate pair; replaces a lone surrogate and \u0000. No other escape
 * may be here. */
static bool scan_code_unit(struct json_scan *s)
{
    int unit = code_unit(s, s->at);
    if (unit < 0)
        return bad(s, s->at);
    size_t used = 6;
    bool good = unit && (unit < 0xd800 || unit > 0xdfff);
    if (unit >= 0xd800 && unit < 0xdc00) {
        int low = code_unit(s, s->at + 6);
        good = low >= 0xdc00 && low <= 0xdfff;
        used = good ? 12 : 6;
    }
    if (good)
        buf_add(&s->out, s->in + s->at, used);
    else
        buf_puts(&s->out, replacement);
    s->at += used;
    return true;
}

/* A tab or a line end that was not escaped; other control characters are replaced. */
static const char *escape_of(int codepoint)
{
    return codepoint == '\t'   ? "\\t"
           : codepoint == '\n' ? "\\n"
           : codepoint == '\r' ? "\\r"
                               : replacement;
}

static void scan_odd_byte(struct json_scan *s)
{
    int codepoint;
    size_t used = utf8_read(s->in + s->at, s->n - s->at, &codepoint);
    if (codepoint >= 0x20)
        buf_add(&s->out, s->in + s->at, used);
    else
        buf_puts(&s->out, escape_of(codepoint));
    s->at += used;
}

static bool is_plain(char c)
{
    return c >= 0x20 && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

/* The highest bit of a byte that is zero, of eight bytes. That of a byte that is not may be set
 * too, but only after one that is. */
static uint64_t zeros(uint64_t w)
{
    return (w - ONES) & ~w & (0x80 * ONES);
}

/* How many of the next eight bytes are plain, from the first. */
static size_t plain_of_word(const char *s)
{
    uint64_t w;
    memcpy(&w, s, sizeof w);
    if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
        w = __builtin_bswap64(w);
    uint64_t odd =
        ((w | (w - 0x20 * ONES)) & (0x80 * ONES)) | zeros(w ^ '"' * ONES) | zeros(w ^ '\\' * ONES);
    return odd ? (size_t)__builtin_ctzll(odd) / 8 : sizeof w;
}

/* The plain bytes at the beginning, eight at a time. */
static size_t run_of_plain(const char *s, size_t n)
{
    size_t at = 0, more = sizeof(uint64_t);
    while (more == sizeof(uint64_t) && n - at >= sizeof(uint64_t))
        at += more = plain_of_word(s + at);
    while (more == sizeof(uint64_t) && at < n && is_plain(s[at]))
        at++;
    return at;
}

/* The bytes at the beginning that stand for themselves, with characters beyond ASCII. */
static size_t plain_bytes(const char *s, size_t n)
{
    size_t at = 0;
    int codepoint = 0;
    while (at < n && codepoint >= 0) {
        at += run_of_plain(s + at, n - at);
        if (at == n || (unsigned char)s[at] < 0x80)
            break;
        size_t used = utf8_read(s + at, n - at, &codepoint);
        at += codepoint < 0 ? 0 : used;
    }
    return at;
}

/* The bytes at the beginning that are copied as they are: plain ones, and escapes of two bytes. */
static size_t good_bytes(const char *s, size_t n)
{
    size_t at = 0;
    for (;;) {
        at += run_of_plain(s + at, n - at);
        if (n - at < 2 || s[at] != '\\' || !s[at + 1] || !strchr("\"\\/bfnrt", s[at + 1]))
            return at;
        at += 2;
    }
}

static void add_text(struct json_scan *s, const char *text, size_t n)
{
    if (s->text_count == s->text_room) {
        s->text_room = s->text_room ? 2 * s->text_room : FIRST_TEXTS;
        s->texts = xreallocarray(s->texts, s->text_room, sizeof *s->texts);
    }
    s->texts[s->text_count++] = (struct json_text){text, n, s->out.len, 0};
}

/* A string with escapes, or with something to repair. */
static bool scan_escaped(struct json_scan *s)
{
    size_t start = s->at++;
    buf_putc(&s->out, '"');
    while (s->at < s->n) {
        size_t run = good_bytes(s->in + s->at, s->n - s->at);
        buf_add(&s->out, s->in + s->at, run);
        s->at += run;
        if (s->at == s->n)
            break;
        if (s->in[s->at] == '"')
            return s->at++, buf_putc(&s->out, '"');
        if (s->in[s->at] != '\\')
            scan_odd_byte(s);
        else if (!scan_code_unit(s))
            return false;
    }
    return bad(s, start);
}

static bool scan_string(struct json_scan *s)
{
    size_t begin = s->at + 1, n = plain_bytes(s->in + begin, s->n - begin);
    bool is_plain = begin + n < s->n && s->in[begin + n] == '"';
    add_text(s, is_plain ? s->in + begin : NULL, n);
    if (!is_plain)
        return scan_escaped(s);
    s->at = begin + n + 1;
    return buf_add(&s->out, "\"\"", 2);
}

static size_t digits_at(const struct json_scan *s, size_t at)
{
    size_t n = 0;
    while (at + n < s->n && s->in[at + n] >= '0' && s->in[at + n] <= '9')
        n++;
    return n;
}

static bool byte_is(const struct json_scan *s, size_t at, const char *set)
{
    return at < s->n && s->in[at] && strchr(set, s->in[at]);
}

/* The length of the number here, by the grammar of RFC 8259 section 6; 0 if there is none. */
static size_t number_bytes(const struct json_scan *s)
{
    size_t at = s->at + byte_is(s, s->at, "-");
    size_t integer = digits_at(s, at);
    if (!integer || (integer > 1 && s->in[at] == '0'))
        return 0;
    at += integer;
    if (byte_is(s, at, ".")) {
        size_t fraction = digits_at(s, at + 1);
        if (!fraction)
            return 0;
        at += 1 + fraction;
    }
    if (byte_is(s, at, "eE")) {
        at += 1 + byte_is(s, at + 1, "+-");
        size_t exponent = digits_at(s, at);
        if (!exponent)
            return 0;
        at += exponent;
    }
    return at - s->at;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* A number or word must be followed by something else: cJSON would read `01` as 1. */
static bool ends_here(const struct json_scan *s)
{
    if (s->at == s->n)
        return true;
    char c = s->in[s->at];
    return c == ',' || c == ']' || c == '}' || is_blank(c);
}

static bool scan_number(struct json_scan *s)
{
    size_t n = number_bytes(s);
    const char *text = s->in + s->at;
    double value;
    s->at += n;
    if (!n || !ends_here(s))
        return bad(s, s->at);
    if (!json_number_fits(text, n, &value)) {
        add_text(s, text, n);
        return buf_puts(&s->out, "\"\"");
    }
    add_text(s, text, n - 1);
    s->texts[s->text_count - 1].number = value;
    return buf_putc(&s->out, '0');
}

static bool scan_word(struct json_scan *s)
{
    static const char *const words[] = {"null", "true", "false"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (s->n - s->at < n || memcmp(s->in + s->at, words[i], n) != 0)
            continue;
        s->at += n;
        return ends_here(s) ? buf_puts(&s->out, words[i]) : bad(s, s->at);
    }
    return bad(s, s->at);
}

static bool scan_mark(struct json_scan *s, char c)
{
    if ((c == ']' || c == '}') && !s->depth--)
        return bad(s, s->at);
    if (c == ':' && s->mark != 's')
        return bad(s, s->at);
    if (c == ':' && s->values)
        s->values--; /* the string before the colon is a name, not a value */
    s->at++;
    s->mark = c;
    return buf_putc(&s->out, c);
}

static size_t most_values(const struct json_scan *s)
{
    size_t most = s->n / JSON_BYTES_A_VALUE;
    return most > JSON_ALWAYS_VALUES ? most : JSON_ALWAYS_VALUES;
}

static bool scan_value(struct json_scan *s, char c)
{
    if (++s->values > most_values(s))
        return err_set(s->e, "more than %zu values", most_values(s));
    if (c == '[' || c == '{') {
        if (s->depth == JSON_MAX_DEPTH)
            return err_set(s->e, "more than %d levels deep", JSON_MAX_DEPTH);
        s->open[s->depth++] = c;
        return scan_mark(s, c);
    }
    s->mark = c == '"' ? 's' : 'v';
    if (c == '"')
        return scan_string(s);
    return byte_is(s, s->at, "-0123456789") ? scan_number(s) : scan_word(s);
}

void json_scan_again(struct json_scan *s)
{
    buf_clear(&s->out);
    s->text_count = 0;
}

void json_scan_done(struct json_scan *s)
{
    buf_done(&s->out);
    free(s->texts);
}

bool json_scan_token(struct json_scan *s)
{
    char c = s->in[s->at];
    if (is_blank(c))
        return s->at++, buf_putc(&s->out, ' ');
    if (c == ',' || c == ':' || c == ']' || c == '}')
        return scan_mark(s, c);
    return scan_value(s, c);
}
