/* A text of a call comes from a string of the JSON. The letters of a word in it are the same
 * letters there, unless a character that is not plain ASCII, or an escape, is dropped or becomes
 * such a letter. Digits are left out, because a number may be written in other ways. */
#include "keep/kept_sieve.h"

#include "text/ascii.h"
#include "text/caseless.h"
#include "text/utf8.h"

#include <string.h>

/* BLOCK_BYTES: of loops without branches, which compilers make vector code of. */
enum { LETTERS_MIN = 3, ESCAPE_BYTES = 6, BLOCK_BYTES = 64 };

/* ---- letters in any case ---- */

/* Other characters than letters do not become letters by that bit. */
static unsigned lower(char c)
{
    return (unsigned char)c | 0x20;
}

static bool begins(const char *s, const char *letters, size_t n)
{
    size_t i = 0;
    while (i < n && lower(s[i]) == lower(letters[i]))
        i++;
    return i == n;
}

/* Whether LETTERS_MIN letters may be in a block and as many bytes behind it. */
static bool may_begin(const char *block, const char *letters)
{
    unsigned first = lower(letters[0]), second = lower(letters[1]), third = lower(letters[2]);
    unsigned char any = 0;
    for (int i = 0; i < BLOCK_BYTES; i++) {
        unsigned differ = (lower(block[i]) ^ first) | (lower(block[i + 1]) ^ second) |
                          (lower(block[i + 2]) ^ third);
        any |= differ == 0;
    }
    return any;
}

/* There are at least LETTERS_MIN letters. */
static bool has(const char *text, size_t bytes, const char *letters, size_t n)
{
    for (size_t i = 0; i + n <= bytes;) {
        size_t end = i + BLOCK_BYTES;
        if (end + LETTERS_MIN > bytes)
            end = bytes - n + 1;
        else if (!may_begin(text + i, letters))
            i = end;
        for (; i < end && i + n <= bytes; i++)
            if (begins(text + i, letters, n))
                return true;
    }
    return false;
}

/* ---- the words ---- */

/* What is shown in place of a secret, see value_put_text; it is in no answer. */
static const char shown_for_secrets[] = "(hidden, J shows it)";

static size_t letters_at(const char *s)
{
    size_t n = 0;
    while (ascii_is_letter(s[n]))
        n++;
    return n;
}

/* Takes letters that each call which matches has. */
static void add_word(struct kept_sieve *s, const char *letters, size_t n)
{
    bool usable = n >= LETTERS_MIN && s->count < KEPT_SIEVE_WORDS &&
                  !has(shown_for_secrets, strlen(shown_for_secrets), letters, n);
    if (!usable)
        return;
    s->words[s->count].letters = letters;
    s->words[s->count++].count = n;
}

/* Whether the letters of an expression stand for themselves, one after the other: it has no
 * alternatives, groups and classes, and no escapes but those of one letter. */
static bool is_plain_expression(const char *text)
{
    for (const char *c = text; *c; c++) {
        if (strchr("|()[", *c))
            return false;
        if (*c == '\\' && ascii_is_alnum(*++c) && !strchr("dDsSwWbB", *c))
            return false;
        if (!*c)
            return false;
    }
    return true;
}

/* Takes the longest part of a text that is letters; of a plain expression, without letters that may
 * be missing. */
static void add_longest(struct kept_sieve *s, const char *text, bool is_expression)
{
    size_t longest = 0;
    const char *at = text;
    for (const char *c = text; *c;) {
        size_t n = letters_at(c), sure = n;
        if (is_expression && n && c[n] && strchr("*?{", c[n]))
            sure = n - 1;
        if (sure > longest) {
            longest = sure;
            at = c;
        }
        c += is_expression && *c == '\\' ? 2 : n ? n : 1;
    }
    add_word(s, at, longest);
}

struct kept_sieve kept_sieve_of(const struct query *q)
{
    struct kept_sieve s = {.count = 0};
    for (size_t i = 0; i < q->count; i++) {
        const struct query_clause *c = &q->list[i];
        if (c->negated)
            continue;
        if (c->kind == QUERY_TEXT || c->kind == QUERY_WORD)
            add_longest(&s, c->folded, false);
        if (c->kind == QUERY_REGEX && is_plain_expression(c->text))
            add_longest(&s, c->text, true);
    }
    return s;
}

/* ---- the text ---- */

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

/* Whether a block and the byte behind it are ASCII without an escape that matters. */
static bool is_calm_block(const char *block)
{
    unsigned char odd = 0;
    for (int i = 0; i < BLOCK_BYTES; i++)
        odd |= ((unsigned char)block[i] >= 0x80) |
               ((block[i] == '\\') & ((block[i + 1] == 'b') | (block[i + 1] == 'u')));
    return !odd;
}

/* Whether letters of the call can only come from the same letters of the text. */
static bool is_calm(const char *text, size_t bytes)
{
    size_t looked = 0; /* up to there blocks were looked at */
    for (size_t i = 0; i < bytes;) {
        int c = 0;
        if (i >= looked && bytes - i > BLOCK_BYTES) {
            looked = i + BLOCK_BYTES;
            i = is_calm_block(text + i) ? looked : i;
        }
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
