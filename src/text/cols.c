/* Pure functions, any thread; columns follow LC_CTYPE. */
#include "text/cols.h"

#include "text/grapheme.h"
#include "text/utf8.h"

#include <limits.h>

int cols_of(const char *s, size_t n)
{
    int sum = 0, more;
    for (size_t at = 0; at < n; sum += more) {
        size_t plain = utf8_plain_bytes(s + at, n - at);
        if (plain > 1) { /* the last one may carry marks */
            at += plain - 1;
            sum += (int)(plain - 1);
        }
        size_t bytes = grapheme_run(s + at, n - at, INT_MAX, &more);
        at += bytes ? bytes : grapheme_next(s + at, n - at, &more);
    }
    return sum;
}

size_t cols_fit(const char *s, size_t n, int cols, int *used)
{
    int sum = 0, more;
    size_t at = grapheme_run(s, n, cols, &sum);
    while (at < n && s[at] != '\n') {
        size_t bytes = grapheme_next(s + at, n - at, &more);
        if (sum + more > cols)
            break;
        sum += more;
        at += bytes;
        at += grapheme_run(s + at, n - at, cols - sum, &more);
        sum += more;
    }
    if (used)
        *used = sum;
    return at;
}
