#include "find/query_number.h"

#include "base/buf.h"
#include "text/ascii.h"
#include "text/mask_fold.h"

#include <stdlib.h>
#include <string.h>

/* Appends the digits; returns whether all other characters belong to numbers. */
static bool take_digits(const char *s, size_t n, struct buf *out)
{
    size_t count;
    char *folded = mask_fold(s, n, &count);
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        if (ascii_is_digit(folded[i]))
            buf_putc(out, folded[i]);
        else
            all = all && strchr("+-(). ", folded[i]) && folded[i];
    }
    free(folded);
    return all;
}

static enum query_number_result read_digits(const struct buf *digits, struct query_number *out)
{
    const char *all = buf_str(digits), *rest = all + strspn(all, "0");
    if (digits->len < QUERY_NUMBER_MIN_DIGITS || digits->len > QUERY_NUMBER_MAX_DIGITS)
        return QUERY_NUMBER_LENGTH;
    if (!*rest)
        return QUERY_NUMBER_ZEROS;
    memcpy(out->digits, rest, strlen(rest) + 1);
    return QUERY_NUMBER_READ;
}

enum query_number_result query_number_read(const char *s, size_t n, struct query_number *out)
{
    struct buf digits = {0};
    enum query_number_result result = QUERY_NUMBER_NONE;
    if (take_digits(s, n, &digits) && digits.len)
        result = read_digits(&digits, out);
    out->plus = n && *s == '+';
    buf_done(&digits);
    return result;
}

bool query_number_in(const char *s, size_t n)
{
    struct buf digits = {0};
    take_digits(s, n, &digits);
    bool found = digits.len > 0;
    buf_done(&digits);
    return found;
}

bool query_number_ends(const char *number, const char *digits)
{
    struct buf all = {0};
    take_digits(number, strcspn(number, "@"), &all);
    size_t n = strlen(digits);
    bool ends = all.len >= n && strcmp(buf_str(&all) + all.len - n, digits) == 0;
    buf_done(&all);
    return ends;
}
