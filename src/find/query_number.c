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

enum query_number_result query_number_read(const char *s, size_t n, struct query_number *out)
{
    struct buf digits = {0};
    enum query_number_result result = QUERY_NUMBER_READ;
    bool is_number = take_digits(s, n, &digits) && digits.len;
    const char *all = buf_str(&digits), *rest = all + strspn(all, "0");
    if (!is_number)
        result = QUERY_NUMBER_NONE;
    else if (digits.len < QUERY_NUMBER_MIN_DIGITS || digits.len > QUERY_NUMBER_MAX_DIGITS)
        result = QUERY_NUMBER_LENGTH;
    else if (!*rest)
        result = QUERY_NUMBER_ZEROS;
    else
        memcpy(out->digits, rest, strlen(rest) + 1);
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
