#include "provider/json_number.h"

#include "base/buf.h"
#include "call/value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    NUMBER_DIGITS = 17,   /* no double needs more */
    NUMBER_EXPONENT = 400 /* beyond this every double is 0 or infinite */
};

/* A decimal number: 0.DIGITS * 10^point, without zeros at either end; no digits: zero. */
struct decimal {
    char digits[NUMBER_DIGITS + 1];
    size_t count; /* may be more than are kept */
    long long point;
};

static long long exponent_of(const char *s, size_t n)
{
    bool minus = n && *s == '-';
    long long value = 0;
    for (size_t i = 0; i < n; i++)
        if (s[i] >= '0' && s[i] <= '9' && value < 1000000000000)
            value = value * 10 + (s[i] - '0');
    return minus ? -value : value;
}

static struct decimal decimal_of(const char *s, size_t n)
{
    struct decimal d = {.count = 0};
    bool fraction = false;
    size_t i = 0, digits = 0; /* from the first that is not 0 */
    for (; i < n && s[i] != 'e' && s[i] != 'E'; i++) {
        fraction |= s[i] == '.';
        if (s[i] < '0' || s[i] > '9')
            continue;
        bool leading = !digits && s[i] == '0';
        d.point += fraction ? -leading : !leading;
        if (!leading && digits++ < NUMBER_DIGITS)
            d.digits[digits - 1] = s[i];
        if (s[i] != '0')
            d.count = digits;
    }
    if (i < n)
        d.point += exponent_of(s + i + 1, n - i - 1);
    return d;
}

static bool decimal_same(const struct decimal *a, const struct decimal *b)
{
    if (a->count != b->count)
        return false;
    return !a->count || (a->point == b->point && !memcmp(a->digits, b->digits, a->count));
}

bool json_number_fits(const char *s, size_t n, double *value)
{
    struct decimal asked = decimal_of(s, n);
    if (!asked.count)
        return *value = *s == '-' ? -0.0 : 0.0, true;
    if (asked.count > NUMBER_DIGITS || llabs(asked.point) > NUMBER_EXPONENT)
        return false;
    struct buf text = {0};
    buf_printf(&text, "%s0.%.*se%lld", *s == '-' ? "-" : "", (int)asked.count, asked.digits,
               asked.point);
    *value = strtod(buf_str(&text), NULL);
    buf_clear(&text);
    value_put_json_number(&text, *value);
    struct decimal held = decimal_of(buf_str(&text), text.len);
    buf_done(&text);
    return isfinite(*value) && decimal_same(&asked, &held);
}
