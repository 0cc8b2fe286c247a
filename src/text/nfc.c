/* Most characters are stable: composition neither changes them nor joins them to what is before
 * them. Only the others are handed to the library, each run of them with the character before
 * that is in the same grapheme cluster. */
#include "text/nfc.h"

#include "base/alloc.h"
#include "base/sorted.h"
#include "text/char_kind.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unigbrk.h>
#include <uninorm.h>

enum { FIRST_UNSTABLE = 0x300, PIECE_BYTES = 256 };

/* The bytes of stable text at the beginning of s. *last is where its last character begins. */
static size_t stable_bytes(const char *s, size_t n, size_t *last)
{
    size_t at = 0, bytes;
    int cp;
    for (*last = 0; at < n; at += bytes) {
        bytes = utf8_plain_bytes(s + at, n - at);
        if (bytes) {
            *last = at + bytes - 1;
            continue;
        }
        bytes = utf8_decode(s + at, n - at, &cp);
        if (cp >= FIRST_UNSTABLE && !(char_kind(cp) & CHAR_STABLE))
            break;
        *last = at;
    }
    return at;
}

static ucs4_t char_at(const char *s, size_t n)
{
    int cp;
    utf8_decode(s, n, &cp);
    return (ucs4_t)cp;
}

/* The bytes of characters that are not stable, up to where a grapheme cluster begins: composition
 * never goes beyond that. */
static size_t unstable_bytes(const char *s, size_t n)
{
    size_t at = 0, bytes;
    ucs4_t before = 0;
    for (int cp; at < n; at += bytes, before = (ucs4_t)cp) {
        bytes = utf8_decode(s + at, n - at, &cp);
        if (cp < FIRST_UNSTABLE || char_kind(cp) & CHAR_STABLE)
            break;
        if (at && uc_is_grapheme_break(before, (ucs4_t)cp))
            break;
    }
    return at;
}

/* Appends s[begin..end) composed. When that changes it, what is before it since *kept is appended
 * first, and *kept becomes its end. */
static void compose_piece(struct nfc *n, const char *s, size_t begin, size_t end, size_t *kept)
{
    uint8_t room[PIECE_BYTES];
    size_t bytes = sizeof room, before = end - begin;
    uint8_t *made = u8_normalize(UNINORM_NFC, (const uint8_t *)s + begin, before, room, &bytes);
    if (!made)
        die("out of memory");
    if (bytes != before || memcmp(made, s + begin, bytes) != 0) {
        buf_add(&n->text, s + *kept, begin - *kept);
        n->list = xgrow(n->list, n->count, sizeof *n->list);
        n->list[n->count++] = (struct nfc_change){n->text.len, bytes, begin, before};
        buf_add(&n->text, (const char *)made, bytes);
        *kept = end;
    }
    if (made != room)
        free(made);
}

bool nfc_compose(struct nfc *n, const char *s, size_t bytes)
{
    size_t kept = 0;
    n->count = 0;
    buf_clear(&n->text);
    for (size_t at = 0, last; at < bytes;) {
        size_t stable = at + stable_bytes(s + at, bytes - at, &last);
        size_t end = stable + unstable_bytes(s + stable, bytes - stable);
        size_t begin = at + last;
        if (end > stable && stable > at &&
            uc_is_grapheme_break(char_at(s + begin, bytes - begin),
                                 char_at(s + stable, bytes - stable)))
            begin = stable;
        if (end > stable)
            compose_piece(n, s, begin, end, &kept);
        at = end;
    }
    if (n->count)
        buf_add(&n->text, s + kept, bytes - kept);
    return n->count > 0;
}

static bool begins_by(const void *change, const void *offset)
{
    return ((const struct nfc_change *)change)->begin <= *(const size_t *)offset;
}

static size_t place(const struct nfc *n, size_t offset, bool is_end)
{
    /* the changes that begin at or before the offset; the last of them decides */
    size_t begun = sorted_before(n->list, n->count, sizeof *n->list, begins_by, &offset);
    if (!begun)
        return offset;
    const struct nfc_change *c = &n->list[begun - 1];
    if (offset == c->begin)
        return c->begin_before;
    if (offset < c->begin + c->bytes)
        return c->begin_before + (is_end ? c->bytes_before : 0);
    return c->begin_before + c->bytes_before + (offset - c->begin - c->bytes);
}

size_t nfc_begin(const struct nfc *n, size_t begin)
{
    return place(n, begin, false);
}

size_t nfc_end(const struct nfc *n, size_t end)
{
    return place(n, end, true);
}

void nfc_done(struct nfc *n)
{
    buf_done(&n->text);
    free(n->list);
    *n = (struct nfc){0};
}
