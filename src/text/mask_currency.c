#include "text/mask_currency.h"

#include <string.h>

/* True if a word ends at i that is not the beginning of an e-mail address, which would be masked.
 */
static bool ends_word(const struct mask_scan *x, size_t i)
{
    i += mask_at(x, i) == '.';
    char c = mask_at(x, i);
    return !c || strchr(",;:)!?\"\n", c) || (c == ' ' && mask_at(x, i + 1) != '@');
}

/* The code of a currency (ISO 4217). */
static bool is_currency_code(const struct mask_scan *x, size_t i)
{
    static const char codes[][4] = {"AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP",
                                    "HUF", "INR", "JPY", "MXN", "NOK", "PLN", "SEK", "USD"};
    if ((i && mask_is_word(x->s[i - 1])) || !ends_word(x, i + 3))
        return false;
    for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
        if (mask_begins(x, i, codes[k]))
            return true;
    return false;
}

/* True if digits end before i, or before the blank before it. */
static bool digits_end_before(const struct mask_scan *x, size_t i)
{
    i -= i && x->s[i - 1] == ' ';
    return i && ascii_is_digit(x->s[i - 1]);
}

static bool digits_begin_after(const struct mask_scan *x, size_t i)
{
    return ascii_is_digit(mask_at(x, i + (mask_at(x, i) == ' ')));
}

/* The sign or the code of a currency before i; a blank may be between, unless the currency is that
 * of an amount before it. */
static bool is_after_currency(const struct mask_scan *x, size_t i)
{
    if (i && x->s[i - 1] == '$')
        return true;
    i -= i && x->s[i - 1] == ' ';
    if (i && x->s[i - 1] == '$')
        return !digits_end_before(x, i - 1);
    return i >= 3 && is_currency_code(x, i - 3) && !digits_end_before(x, i - 3);
}

/* Likewise at `end`: not that of an amount after it. */
static bool is_before_currency(const struct mask_scan *x, size_t end)
{
    end += mask_at(x, end) == ' ';
    if (mask_at(x, end) == '$')
        return !ascii_is_digit(mask_at(x, end + 1));
    return is_currency_code(x, end) && !digits_begin_after(x, end + 3);
}

bool mask_currency_beside(const struct mask_scan *x, size_t i, size_t end)
{
    return is_after_currency(x, i) || is_before_currency(x, end);
}
