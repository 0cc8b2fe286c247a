#include "tests/support/masking.h"

#include "base/alloc.h"
#include "text/mask.h"

#include <stdlib.h>
#include <string.h>

static const char *const pieces[] = {
    "1",
    "2",
    "4",
    "12",
    "800",
    "555",
    "1234",
    "4111",
    "2024",
    "01",
    "15",
    "10",
    "1705314600",
    "8005551234",
    "1705314600000",
    "4012888888881881",
    "20240115",
    " ",
    " ",
    " ",
    "-",
    "-",
    ".",
    ".",
    ",",
    ", ",
    ". ",
    "/",
    "_",
    "\n",
    ":",
    "(",
    ")",
    "+",
    " - ",
    "#",
    "##",
    "####",
    "$",
    "\xe2\x82\xac",
    "\xe2\x80\xa6",
    " ... ",
    " USD",
    "EUR ",
    "@ ",
    " @",
    "@",
    " @ ",
    "@",
    "%40",
    "%2B",
    "a",
    "bob",
    "e.com",
    "x",
    "ext",
    "T",
    "Z",
    "\"",
    "'",
    "https://",
    "=",
    "*",
    "\\",
    "~",
    "[",
    "]",
    ";",
    "\xc3\xa9",
    "\xc3\xbc",
    "\xe4\xbe\x8b",
    "\xe3\x80\x82",
    "\xe3\x83\xbc",
    "\xef\xbc\x8d",
    "\xe0\xa5\xa7",
    "\xd9\xa2",
    "\xef\xbc\x98",
    "\xc2\xa0",
    "\xe2\x80\x93",
    "\xe2\x80\x8d",
    "\xcc\x81",
    "\xef\xb8\x8f",
    "550e8400-e29b-41d4-a716-446655440000",
    "call_1",
    "\xef\xbc\x83",
    "\xef\xbc\xa0",
    "\xff",
    "12,34,567",
    "1,234,567",
    "10:30",
    "2024-01-15",
    "0",
};

enum { PIECES = sizeof pieces / sizeof *pieces, PIECES_MAX = 24 };

/* xorshift64*: https://doi.org/10.1145/2845077 */
static size_t random_below(uint64_t *state, size_t limit)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (size_t)((*state * 0x2545f4914f6cdd1d) >> 33) % limit;
}

void masking_text(struct buf *out, uint64_t seed)
{
    uint64_t state = seed * 0x9e3779b97f4a7c15 + 1;
    size_t count = 1 + random_below(&state, PIECES_MAX);
    /* Most texts use few different pieces, so that numbers come about. */
    size_t few = 1 + random_below(&state, 8), choice[8];
    for (size_t i = 0; i < few; i++)
        choice[i] = random_below(&state, PIECES);
    bool any = random_below(&state, 4) == 0;
    for (size_t i = 0; i < count; i++)
        buf_puts(out,
                 pieces[any ? random_below(&state, PIECES) : choice[random_below(&state, few)]]);
}

/* The text without letters, digits and what was masked. */
static void put_rest(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        bool replaced = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c > 0 && c < 0x7f && c != '#' && !replaced)
            buf_putc(out, c);
    }
}

bool masking_holds(const char *s, size_t n, char **once)
{
    struct buf before = {0}, after = {0};
    *once = xstrndup(s, n);
    size_t length = mask_text(*once, n, "call_1", NULL);
    char *twice = xstrndup(*once, length);
    bool holds = length <= n && length == strlen(*once) &&
                 mask_text(twice, length, "call_1", NULL) == length && strcmp(*once, twice) == 0;
    put_rest(&before, s, n);
    put_rest(&after, *once, length);
    holds = holds && strcmp(buf_str(&before), buf_str(&after)) == 0;
    buf_done(&before);
    buf_done(&after);
    free(twice);
    return holds;
}
