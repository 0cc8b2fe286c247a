/* A scanner: an address or a number may begin only where a word does. The scanner never goes back
 * into what it has read, so the time is linear. */
#include "text/mask.h"

#include "base/buf.h"
#include "text/mask_number.h"

#include <stdlib.h>

enum { PHONE_MIN = 7, PHONE_MAX = 15, QUOTED_MAX = 64 /* a local part by RFC 5321 */ };

static size_t word_end(const struct mask_scan *x, size_t i)
{
    while (mask_is_word(mask_at(x, i)))
        i++;
    return i;
}

static bool is_local(char c)
{
    return mask_is_word(c) || c == '.' || c == '-' || c == '+' || c == '\'' || c == FOLD_LETTER;
}

/* The functions *_end() return the offset after a thing of that name which begins at i, else 0. */

/* An at sign, which may have blanks around it, be percent-encoded in a link or quoted as in
 * Markdown. */
static size_t at_sign_end(const struct mask_scan *x, size_t i)
{
    static const char *const signs[] = {"@ ", "@", " @ ", " @", "%40", "\\@"};
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (mask_begins(x, i, signs[k]))
            return i + strlen(signs[k]);
    return 0;
}

/* A host name has a dot inside. What is between two dots is either of a script without blanks or of
 * other letters and digits, since a sentence may continue directly after an address. What was
 * masked comes first. */
static size_t host_end(const struct mask_scan *x, size_t i)
{
    size_t end = 0, label = i;
    bool dotted = false, shown = false;
    for (char kind = 0;; i++) {
        char c = mask_at(x, i), of = c == FOLD_IDEOGRAPH ? FOLD_IDEOGRAPH : FOLD_LETTER;
        if (c == '.' && end == i && i > label) {
            label = i + 1;
            kind = 0;
            continue;
        }
        if (c == '-' && i > label)
            continue;
        bool belongs = (mask_is_letter(c) || ascii_is_digit(c)) && (!kind || kind == of);
        if (!belongs && (c != '#' || shown))
            return dotted ? end : 0;
        kind = belongs ? of : kind;
        shown = shown || belongs;
        dotted = dotted || (end && label > end);
        end = i + 1;
    }
}

/* Ideographs may end a local part; if another letter follows, an address begins there. In one that
 * was masked no letter or digit is left. */
static size_t local_end(const struct mask_scan *x, size_t i)
{
    bool masked = false, shown = false;
    for (; is_local(mask_at(x, i)) || mask_at(x, i) == '#'; i++) {
        masked = masked || mask_at(x, i) == '#';
        shown = shown || ascii_is_digit(x->s[i]) || mask_is_letter(x->s[i]);
        if (masked && shown)
            return i;
    }
    while (mask_at(x, i) == FOLD_IDEOGRAPH && !masked)
        i++;
    return i;
}

/* The functions mask_*() mask such a thing at i and return the offset after it, else 0. */

/* An address whose local part ends at `sign`. In "a@b.c@d.e" both hosts belong to it. */
static size_t mask_mail_at(struct mask_scan *x, size_t i, size_t sign)
{
    size_t host = at_sign_end(x, sign), end = host ? host_end(x, host) : 0;
    if (!end)
        return 0;
    mask_hide(x, i, sign, 0);
    for (size_t next; (next = at_sign_end(x, end)) && host_end(x, next); end = host_end(x, next)) {
        mask_hide(x, host, end, 0);
        host = next;
    }
    mask_hide(x, host, end, MASK_KEPT);
    x->mails++;
    return end;
}

static size_t mask_mail(struct mask_scan *x, size_t i)
{
    if (i < x->no_mail)
        return 0;
    size_t sign = local_end(x, i);
    size_t end = sign > i ? mask_mail_at(x, i, sign) : 0;
    if (!end)
        x->no_mail = sign;
    return end;
}

/* "john doe"@example.com */
static size_t mask_quoted_mail(struct mask_scan *x, size_t i)
{
    size_t close = i + 1;
    while (close < i + QUOTED_MAX && mask_at(x, close) && !strchr("\"\n", mask_at(x, close)))
        close++;
    return mask_at(x, close) == '"' ? mask_mail_at(x, i, close + 1) : 0;
}

/* "+18005551234" or "%2B18005551234" */
static size_t mask_link_phone(struct mask_scan *x, size_t i)
{
    size_t begin = i;
    if (mask_at(x, i) == '+')
        begin = i + 1;
    else if (mask_begins(x, i, "%2B") || mask_begins(x, i, "%2b"))
        begin = i + 3;
    if (begin == i)
        return 0;
    size_t shown = begin;
    while (mask_at(x, shown) == '#')
        shown++;
    size_t end = shown;
    while (ascii_is_digit(mask_at(x, end)))
        end++;
    if (end - begin < PHONE_MIN || end - begin > PHONE_MAX)
        return 0;
    if (shown > begin) /* it was masked */
        return end - shown == MASK_KEPT ? end : 0;
    mask_hide(x, begin, end, MASK_KEPT);
    x->phones++;
    return end;
}

/* As in a text outside of links, where these characters are passed over. */
static bool begins_local(char c)
{
    return c == '#' || (is_local(c) && !strchr(".-'", c));
}

/* An ideograph ends a link, unless it begins an address: masked, that is no ideograph any more. So
 * does a sign after an address, which may be followed by a number of the text. */
static size_t mask_link(struct mask_scan *x, size_t i)
{
    while (mask_at(x, i) && !strchr(" \n\"<>", x->s[i])) {
        bool ideograph = x->s[i] == FOLD_IDEOGRAPH;
        size_t end = ideograph || begins_local(x->s[i]) ? mask_mail(x, i) : 0;
        if (end && mask_at(x, end) && strchr(",;/", mask_at(x, end)))
            return end;
        if (ideograph && !end)
            break;
        if (!end)
            end = mask_link_phone(x, i);
        if (!end && mask_is_word(x->s[i]))
            end = word_end(x, i);
        i = end ? end : i + 1;
    }
    return i;
}

/* Masks what begins at i, the beginning of a word or no part of one. Returns the offset after it,
 * which is > i. */
static size_t step(struct mask_scan *x, size_t i)
{
    char c = x->s[i];
    bool number = ascii_is_digit(c) || c == '+' || c == '(' || c == '#';
    if (c == '"' || c == '%') { /* a percent sign is in what a form or a link contains */
        size_t end = c == '"' ? mask_quoted_mail(x, i) : mask_link_phone(x, i);
        return end ? end : i + 1;
    }
    if (!number && !mask_is_word(c) && !mask_is_letter(c))
        return i + 1;
    if (mask_is_kept(x, i))
        return i + x->keep_bytes;
    if (mask_number_uuid(x, i))
        return i + mask_number_uuid(x, i);
    if (mask_begins(x, i, "https://") || mask_begins(x, i, "http://"))
        return mask_link(x, i);
    size_t end = mask_mail(x, i);
    if (!end && number)
        end = mask_number(x, i);
    if (!end)
        end = word_end(x, i);
    return end > i ? end : i + 1;
}

enum { LOOK_BYTES = 32 };

/* True for a byte that needs a closer look. There are no branches, so that the compiler can check
 * many bytes at once. */
static unsigned is_suspect(unsigned char c)
{
    unsigned plain = ((unsigned)c - ' ' < 0x7fu - ' ') | (c == '\n');
    return !plain | (c == '@') | (c == '%');
}

bool mask_may_find(const char *s, size_t n)
{
    const unsigned char *bytes = (const unsigned char *)s;
    size_t digits = 0, i = 0;
    for (; n - i >= LOOK_BYTES; i += LOOK_BYTES) {
        unsigned char found = 0, suspect = 0;
        for (int k = 0; k < LOOK_BYTES; k++) {
            found = (unsigned char)(found + ((unsigned)bytes[i + (size_t)k] - '0' < 10));
            suspect = (unsigned char)(suspect | is_suspect(bytes[i + (size_t)k]));
        }
        digits += found;
        if (suspect)
            return true;
    }
    for (; i < n; i++) {
        digits += ascii_is_digit(s[i]);
        if (is_suspect(bytes[i]))
            return true;
    }
    return digits >= PHONE_MIN;
}

size_t mask_text(char *s, size_t n, const char *keep, struct mask_count *count)
{
    struct mask_run run; /* it is large, so only its count is set */
    run.count = 0;
    struct mask_scan x = {.run = &run};
    char *kept = mask_fold(keep ? keep : "", keep ? strlen(keep) : 0, &x.keep_bytes);
    x.keep = kept;
    x.s = mask_fold(s, n, &x.n);
    if (!memchr(x.s, '@', x.n) && !memchr(x.s, '%', x.n))
        x.no_mail = x.n;
    for (size_t i = 0; i < x.n;)
        i = step(&x, i);
    if (count) {
        count->phones += x.phones;
        count->mails += x.mails;
        count->cards += x.cards;
    }
    bool found = x.phones || x.mails || x.cards;
    size_t length = found ? mask_unfold(s, n, x.s) : n;
    if (length < n)
        s[length] = '\0';
    free(x.s);
    free(kept);
    return length;
}

static void put_count(struct buf *out, size_t count, const char *one, const char *many)
{
    if (count)
        buf_printf(out, "%s%zu %s", out->len ? ", " : "", count, count == 1 ? one : many);
}

char *mask_count_text(const struct mask_count *count)
{
    struct buf out = {0};
    put_count(&out, count->phones, "phone number", "phone numbers");
    put_count(&out, count->mails, "e-mail address", "e-mail addresses");
    put_count(&out, count->cards, "card number", "card numbers");
    if (!out.len)
        buf_puts(&out, "nothing");
    return buf_take(&out);
}
