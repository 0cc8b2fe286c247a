#include "provider/json_number.h"

#include "base/buf.h"
#include "call/value.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHORT_BYTES = 17,     /* 15 digits, a sign and a point */
    NUMBER_DIGITS = 17,   /* no double needs more */
    NUMBER_EXPONENT = 400 /* beyond this every double is 0 or infinite */
};

#define SHORT_LIMIT INT64_C(1000000000000000)

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

/* Reads a number of at most 15 digits without an exponent: a double holds its digits and the power
 * of ten that they are divided by, so that the result is rounded once, and names them again
 * (Clinger, "How to Read Floating Point Numbers Accurately", 1990). False for others. */
static bool read_short(const char *s, size_t n, double *value)
{
    static const double tens[] = {1e0, 1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7, 1e8,
                                  1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16};
    int64_t digits = 0;
    size_t places = 0;
    bool minus = *s == '-', fraction = false;
    if (n > SHORT_BYTES || FLT_EVAL_METHOD != 0)
        return false;
    for (size_t i = minus; i < n; i++) {
        if (s[i] == '.') {
            fraction = true;
        } else if (s[i] >= '0' && s[i] <= '9') {
            digits = digits * 10 + (s[i] - '0');
            places += fraction;
        } else {
            return false;
        }
    }
    *value = (double)digits / (minus ? -tens[places] : tens[places]);
    return digits < SHORT_LIMIT;
}

bool json_number_fits(const char *s, size_t n, double *value)
{
    if (read_short(s, n, value))
        return true;
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
    return isfinite(*value) && asked.count == held.count && asked.point == held.point &&
           !memcmp(asked.digits, held.digits, asked.count);
}
