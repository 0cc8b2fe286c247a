/* A text of a call comes from a string of the JSON. The letters of a word in it are the same
 * letters there, unless a character that is not plain ASCII, or an escape, is dropped or becomes
 * such a letter. Digits are left out, because a number may be written in other ways. */
#include "keep/kept_sieve.h"

#include "text/ascii.h"
#include "text/caseless.h"
#include "text/utf8.h"

#include <string.h>

enum { LETTERS_MIN = 3, ESCAPE_BYTES = 6 };

/* ---- the words ---- */

/* What is shown in place of a secret, see value_put_text; it is in no answer. */
static const char shown_for_secrets[] = "(hidden, j shows it)";

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static size_t letters_at(const char *s)
{
    size_t n = 0;
    while (is_letter(s[n]))
        n++;
    return n;
}

/* Takes the longest part that is letters. */
static void add_word(struct kept_sieve *s, const char *folded)
{
    size_t longest = 0;
    const char *at = folded;
    for (const char *c = folded; *c; c++) {
        size_t n = letters_at(c);
        if (n > longest) {
            longest = n;
            at = c;
        }
        c += n ? n - 1 : 0;
    }
    bool usable = longest >= LETTERS_MIN && s->count < KEPT_SIEVE_WORDS &&
                  !memmem(shown_for_secrets, strlen(shown_for_secrets), at, longest);
    if (!usable)
        return;
    s->words[s->count].letters = at;
    s->words[s->count++].count = longest;
}

struct kept_sieve kept_sieve_of(const struct query *q)
{
    struct kept_sieve s = {.count = 0};
    for (size_t i = 0; i < q->count; i++) {
        const struct query_clause *c = &q->list[i];
        if ((c->kind == QUERY_TEXT || c->kind == QUERY_WORD) && !c->negated)
            add_word(&s, c->folded);
    }
    return s;
}

/* ---- the text ---- */

static bool begins(const char *s, const char *letters, size_t n)
{
    size_t i = 0;
    while (i < n && (s[i] | 0x20) == letters[i])
        i++;
    return i == n;
}

/* In any case of letters. Other characters than letters do not become letters by that bit. */
static bool has(const char *text, size_t bytes, const char *letters, size_t n)
{
    for (size_t i = 0; i + n <= bytes; i++)
        if ((text[i] | 0x20) == letters[0] && begins(text + i, letters, n))
            return true;
    return false;
}

/* The character of the escape \uXXXX; -1 if there is none. */
static int escape_at(const char *s, size_t n)
{
    int c = 0;
    if (n < ESCAPE_BYTES || s[0] != '\\' || s[1] != 'u')
        return -1;
    for (int i = 2; i < ESCAPE_BYTES; i++) {
        int digit = ascii_hex_value(s[i]);
        if (digit < 0)
            return -1;
        c = c * 16 + digit;
    }
    return c;
}

/* Line ends and tabs end a word. Characters beyond U+FFFF that are dropped come in two escapes, of
 * which the first is U+DB40. */
static bool is_calm_escape(int c)
{
    return c == '\n' || c == '\r' || c == '\t' || (c != 0xdb40 && caseless_is_calm(c));
}

/* A backslash may begin an escape; a backspace is dropped. */
static bool is_calm_backslash(const char *s, size_t n)
{
    int c = escape_at(s, n);
    return c >= 0 ? is_calm_escape(c) : n < 2 || s[1] != 'b';
}

/* Whether letters of the call can only come from the same letters of the text. */
static bool is_calm(const char *text, size_t bytes)
{
    for (size_t i = 0; i < bytes;) {
        int c = 0;
        size_t n = 1;
        if (text[i] & 0x80)
            n = utf8_decode(text + i, bytes - i, &c);
        if (c ? !caseless_is_calm(c) : text[i] == '\\' && !is_calm_backslash(text + i, bytes - i))
            return false;
        i += n;
    }
    return true;
}

static bool is_ours(const char *text, size_t bytes)
{
    static const char begin[] = "{\"schema\":1,";
    return bytes >= sizeof begin - 1 && memcmp(text, begin, sizeof begin - 1) == 0;
}

bool kept_sieve_passes(const struct kept_sieve *s, const char *text, size_t bytes)
{
    for (size_t i = 0; i < s->count; i++)
        if (!has(text, bytes, s->words[i].letters, s->words[i].count))
            return !is_ours(text, bytes) || !is_calm(text, bytes);
    return true;
}
