/* Pure functions, any thread; columns follow LC_CTYPE. */
#include "text/cols.h"

#include "text/grapheme.h"
#include "text/utf8.h"

int cols_of(const char *s, size_t n)
{
    int sum = 0;
    for (size_t at = 0; at < n;) {
        int cols;
        size_t plain = utf8_plain_bytes(s + at, n - at);
        if (plain > 1) { /* all but the last, which may carry marks */
            at += plain - 1;
            sum += (int)(plain - 1);
        }
        at += grapheme_next(s + at, n - at, &cols);
        sum += cols;
    }
    return sum;
}

size_t cols_fit(const char *s, size_t n, int cols, int *used)
{
    size_t at = 0;
    int sum = 0;
    while (at < n) {
        int more;
        size_t bytes = grapheme_next(s + at, n - at, &more);
        if (sum + more > cols)
            break;
        at += bytes;
        sum += more;
    }
    if (used)
        *used = sum;
    return at;
}
