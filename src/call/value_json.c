/* Values as compact JSON, with every character escaped that could act on a terminal. */
#include "call/value.h"
#include "text/utf8.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Control, bidi, zero-width and tag characters: a terminal may obey them, and people do not see
 * them. */
static bool must_escape(int c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0xad || c == 0x61c || c == 0x180e ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
           (c >= 0xe0000 && c <= 0xe007f);
}

static size_t put_char(struct buf *out, const char *s, size_t n)
{
    int c;
    size_t used = utf8_read(s, n, &c);
    unsigned pair = (unsigned)c - 0x10000; /* of surrogates, ten bits each */
    if (c == '"' || c == '\\')
        buf_printf(out, "\\%c", c);
    else if (c >= 0 && !must_escape(c))
        buf_add(out, s, used);
    else if (c < 0x10000)
        buf_printf(out, "\\u%04x", c < 0 ? 0xfffd : (unsigned)c);
    else
        buf_printf(out, "\\u%04x\\u%04x", 0xd800 + (pair >> 10), 0xdc00 + (pair & 0x3ff));
    return used;
}

/* The number of bytes that need no escaping, so that long texts are copied in few pieces. */
static size_t plain_bytes(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && s[i] >= 0x20 && s[i] < 0x7f && s[i] != '"' && s[i] != '\\')
        i++;
    return i;
}

void value_put_json_string(struct buf *out, const char *s, size_t bytes)
{
    buf_putc(out, '"');
    for (size_t at = 0; at < bytes;) {
        size_t plain = plain_bytes(s + at, bytes - at);
        if (plain)
            buf_add(out, s + at, plain);
        at += plain;
        if (at < bytes)
            at += put_char(out, s + at, bytes - at);
    }
    buf_putc(out, '"');
}

enum { DIGITS_BYTES = 32, DIGITS_MAX = 17, POSITIONAL_MAX = 21, POSITIONAL_MIN = -7 };

/* The fewest digits that read back as the same double; returns their count, and the value is
 * 0.DIGITS * 10^*point. A normal double holds any 15 digits, so fewer are tried for subnormal ones
 * only. */
static int shortest_digits(double number, char *digits, int *point)
{
    char text[DIGITS_BYTES];
    for (int p = fabs(number) < DBL_MIN ? 1 : DBL_DIG; p <= DIGITS_MAX; p++) {
        snprintf(text, sizeof text, "%.*e", p - 1, number);
        if (strtod(text, NULL) >= number && strtod(text, NULL) <= number)
            break;
    }
    int n = 0;
    const char *c = text;
    for (; *c != 'e'; c++)
        if (*c >= '0' && *c <= '9')
            digits[n++] = *c;
    *point = (int)strtol(c + 1, NULL, 10) + 1;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    return n;
}

static void put_positional(struct buf *out, const char *digits, int n, int point)
{
    if (point <= 0)
        buf_puts(out, "0.");
    for (int i = point < 0 ? point : 0; i < n || i < point; i++) {
        if (i > 0 && i == point)
            buf_putc(out, '.');
        buf_putc(out, i >= 0 && i < n ? digits[i] : '0');
    }
}

void value_put_json_number(struct buf *out, double number)
{
    if (!isfinite(number)) {
        buf_puts(out, "null");
        return;
    }
    if (signbit(number))
        buf_putc(out, '-');
    char digits[DIGITS_BYTES] = "0";
    int point, n = shortest_digits(fabs(number), digits, &point);
    if (fabs(number) <= 0 || (point > POSITIONAL_MIN + 1 && point <= POSITIONAL_MAX)) {
        put_positional(out, digits, n, point);
        return;
    }
    buf_putc(out, digits[0]);
    if (n > 1)
        buf_printf(out, ".%.*s", n - 1, digits + 1);
    buf_printf(out, "e%d", point - 1);
}

static void put_members(struct buf *out, const struct value *v)
{
    buf_putc(out, v->type == VALUE_ARRAY ? '[' : '{');
    for (const struct value *child = value_first(v); child; child = child->next) {
        if (child != value_first(v))
            buf_putc(out, ',');
        if (v->type == VALUE_OBJECT) {
            value_put_json_string(out, child->name, strlen(child->name));
            buf_putc(out, ':');
        }
        value_put_json(out, child);
    }
    buf_putc(out, v->type == VALUE_ARRAY ? ']' : '}');
}

void value_put_json(struct buf *out, const struct value *v)
{
    if (value_is_container(v))
        put_members(out, v);
    else if (v->type == VALUE_STRING)
        value_put_json_string(out, v->text, v->bytes);
    else if (v->type == VALUE_NUMBER)
        value_put_json_number(out, v->number);
    else if (v->type == VALUE_BOOL)
        buf_puts(out, v->truth ? "true" : "false");
    else
        buf_puts(out, "null");
}

void value_put_text(struct buf *out, const struct value *v)
{
    if (v->hidden)
        buf_puts(out, "(hidden, J shows it)");
    else if (v->type == VALUE_STRING)
        buf_add(out, v->text, v->bytes);
    else
        value_put_json(out, v);
}
