/* A scanner: a number or an address may begin only where a word does. The scanner never goes back
 * into what it has read, so the time is linear. */
#include "text/mask.h"

#include "base/buf.h"
#include "text/ascii.h"

#include <stdbool.h>
#include <string.h>

enum {
    KEPT = 4, /* characters at the end that stay readable */
    GROUPS_MAX = 24,
    PHONE_MIN = 7,
    PHONE_MIN_BARE = 9,
    PHONE_MAX = 15,
    CARD_MIN = 13,
    CARD_MAX = 19,
    UUID_BYTES = 36,
};

struct scan {
    char *s;
    size_t n;
    size_t no_mail; /* no address begins before this offset */
    const char *keep;
    size_t keep_bytes;
    struct mask_count *count;
};

/* Digits without a separator between them. */
struct group {
    size_t begin, end;
};

struct run {
    struct group list[GROUPS_MAX];
    size_t count;
    bool plus; /* there is a '+' before it */
};

static bool is_word(char c)
{
    return ascii_is_alnum(c) || c == '_';
}

static char at(const struct scan *x, size_t i)
{
    return i < x->n ? x->s[i] : '\0';
}

static size_t digits_end(const struct scan *x, size_t i)
{
    while (ascii_is_digit(at(x, i)))
        i++;
    return i;
}

static size_t word_end(const struct scan *x, size_t i)
{
    while (is_word(at(x, i)))
        i++;
    return i;
}

static inline bool begins(const struct scan *x, size_t i, const char *with)
{
    size_t n = strlen(with);
    return at(x, i) == *with && x->n - i >= n && memcmp(x->s + i, with, n) == 0;
}

/* Masks the letters and digits from begin to end, except for the last `kept` of them. */
static void hide(struct scan *x, size_t begin, size_t end, int kept)
{
    for (size_t i = end; i-- > begin;)
        if (ascii_is_alnum(x->s[i]) && kept-- <= 0)
            x->s[i] = '*';
}

static bool is_local(char c)
{
    return is_word(c) || c == '.' || c == '+' || c == '-';
}

/* The bytes of an at sign at i, which may be percent-encoded in links; else 0. */
static size_t at_sign_bytes(const struct scan *x, size_t i)
{
    return at(x, i) == '@' ? 1 : begins(x, i, "%40") ? 3 : 0;
}

/* The functions *_end() return the offset after a thing of that name which begins at i, else 0. */

/* A host name has a dot inside. */
static size_t host_end(const struct scan *x, size_t i)
{
    size_t begin = i, end = i;
    bool dotted = false;
    for (; ascii_is_alnum(at(x, i)) || at(x, i) == '-' || at(x, i) == '.'; i++) {
        if (!ascii_is_alnum(x->s[i]))
            continue;
        dotted = dotted || (i > begin && x->s[i - 1] == '.');
        end = i + 1;
    }
    return dotted ? end : 0;
}

/* The functions mask_*() mask such a thing at i and return the offset after it, else 0. */

static size_t mask_mail(struct scan *x, size_t i)
{
    size_t sign = i;
    if (i < x->no_mail)
        return 0;
    while (is_local(at(x, sign)))
        sign++;
    size_t bytes = at_sign_bytes(x, sign);
    size_t end = bytes && sign > i ? host_end(x, sign + bytes) : 0;
    if (!end) {
        x->no_mail = sign;
        return 0;
    }
    hide(x, sign + bytes, end, KEPT);
    hide(x, i, sign, 0);
    x->count->mails++;
    return end;
}

static bool is_hex(char c)
{
    return ascii_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_uuid(const struct scan *x, size_t i)
{
    for (size_t k = 0; k < UUID_BYTES; k++) {
        bool dash = k == 8 || k == 13 || k == 18 || k == 23;
        if (dash ? at(x, i + k) != '-' : !is_hex(at(x, i + k)))
            return false;
    }
    return !is_word(at(x, i + UUID_BYTES));
}

static bool is_kept(const struct scan *x, size_t i)
{
    return x->keep_bytes && begins(x, i, x->keep) && !is_word(at(x, i + x->keep_bytes));
}

static int number_at(const struct scan *x, size_t i, size_t end)
{
    int sum = 0;
    for (; i < end; i++)
        sum = 10 * sum + (x->s[i] - '0');
    return sum;
}

static bool is_year(const struct scan *x, size_t i, size_t end)
{
    return end - i == 4 && (begins(x, i, "19") || begins(x, i, "20"));
}

static bool is_part_of_date(const struct scan *x, size_t i, size_t end)
{
    return end > i && end - i <= 2 && number_at(x, i, end) <= 31;
}

/* 2024-01-15, 15.01.2024 or 1/15/2024 */
static size_t date_end(const struct scan *x, size_t i)
{
    size_t a = digits_end(x, i);
    char between = at(x, a);
    if (between != '-' && between != '.' && between != '/')
        return 0;
    size_t b = digits_end(x, a + 1);
    if (at(x, b) != between || !is_part_of_date(x, a + 1, b))
        return 0;
    size_t c = digits_end(x, b + 1);
    bool first = is_year(x, i, a) && is_part_of_date(x, b + 1, c);
    bool last = is_part_of_date(x, i, a) && is_year(x, b + 1, c);
    return first || last ? c : 0;
}

static bool is_clock(const struct scan *x, size_t end)
{
    return at(x, end) == ':' && ascii_is_digit(at(x, end + 1));
}

/* 10:30:00.123 */
static size_t clock_end(const struct scan *x, size_t i)
{
    size_t end = digits_end(x, i);
    if (end == i || !is_clock(x, end))
        return 0;
    while (is_clock(x, end))
        end = digits_end(x, end + 1);
    if (at(x, end) == '.' && ascii_is_digit(at(x, end + 1)))
        end = digits_end(x, end + 1);
    return end;
}

/* The bytes of a blank, hyphen or dash at i that is not ASCII; else 0. */
static size_t wide_separator(const struct scan *x, size_t i)
{
    if (begins(x, i, "\xc2\xa0"))
        return 2;
    bool dash = begins(x, i, "\xe2\x80") && at(x, i + 2) >= '\x90' && at(x, i + 2) <= '\x95';
    return dash || begins(x, i, "\xe2\x80\xaf") ? 3 : 0;
}

/* The beginning of a number's next digits, after at most three separators; i if no digits follow.
 */
static size_t next_digits(const struct scan *x, size_t i)
{
    size_t to = i;
    for (int k = 0; k < 3 && !ascii_is_digit(at(x, to)); k++) {
        size_t wide = wide_separator(x, to);
        if (!wide && (at(x, to) == '\0' || !strchr(" -.()/", x->s[to])))
            return i;
        to += wide ? wide : 1;
    }
    return ascii_is_digit(at(x, to)) ? to : i;
}

/* A group does not end inside a word, but an extension, "x12" or "ext. 12", may follow it. */
static bool ends_group(const struct scan *x, size_t end)
{
    if (!is_word(at(x, end)))
        return true;
    return (begins(x, end, "x") && ascii_is_digit(at(x, end + 1))) || begins(x, end, "ext");
}

static bool is_group(const struct scan *x, size_t i)
{
    size_t end = digits_end(x, i);
    return end > i && ends_group(x, end) && !date_end(x, i) && !is_clock(x, end) && !is_uuid(x, i);
}

static void read_run(const struct scan *x, size_t i, struct run *r)
{
    *r = (struct run){.plus = at(x, i) == '+'};
    i += r->plus;
    i += at(x, i) == '(';
    while (r->count < GROUPS_MAX && is_group(x, i)) {
        struct group *g = &r->list[r->count++];
        *g = (struct group){i, digits_end(x, i)};
        i = next_digits(x, g->end);
    }
}

static size_t run_digits(const struct run *r, size_t first, size_t last)
{
    size_t sum = 0;
    for (size_t i = first; i <= last; i++)
        sum += r->list[i].end - r->list[i].begin;
    return sum;
}

/* True if c alone is between the group and the next one. */
static bool is_between(const struct scan *x, const struct run *r, size_t group, char c)
{
    return r->list[group + 1].begin - r->list[group].end == 1 && x->s[r->list[group].end] == c;
}

static bool luhn(const struct scan *x, size_t begin, size_t end)
{
    int sum = 0, place = 0;
    for (size_t i = end; i-- > begin;) {
        if (!ascii_is_digit(x->s[i]))
            continue;
        int d = (x->s[i] - '0') << (place++ & 1);
        sum += d > 9 ? d - 9 : d;
    }
    return sum % 10 == 0;
}

static bool is_card(const struct scan *x, const struct run *r, size_t first, size_t last)
{
    size_t digits = run_digits(r, first, last), begin = r->list[first].begin;
    if (digits < CARD_MIN || digits > CARD_MAX || x->s[begin] < '2' || x->s[begin] > '6')
        return false;
    for (size_t i = first; i < last; i++)
        if (!is_between(x, r, i, ' ') && !is_between(x, r, i, '-'))
            return false;
    return luhn(x, begin, r->list[last].end);
}

static bool find_card(const struct scan *x, const struct run *r, size_t *first, size_t *last)
{
    for (size_t i = 0; i < r->count; i++) {
        for (size_t k = r->count; k-- > i;) {
            if (!is_card(x, r, i, k))
                continue;
            *first = i;
            *last = k;
            return true;
        }
    }
    return false;
}

/* Seconds or milliseconds since 1970, or a form like 20240115103000 */
static bool is_timestamp(const struct scan *x, size_t begin, size_t digits)
{
    if (digits == 14)
        return begins(x, begin, "20") || begins(x, begin, "19");
    return (digits == 10 || digits == 13) && x->s[begin] == '1';
}

/* 3.1415926, 1.000.000 and 192.168.100.200 */
static bool is_dotted_number(const struct scan *x, const struct run *r, size_t first, size_t last)
{
    bool thousands = true, address = last - first == 3;
    for (size_t i = first; i <= last; i++) {
        size_t digits = run_digits(r, i, i);
        if (i < last && !is_between(x, r, i, '.'))
            return false;
        thousands = thousands && (i == first ? digits <= 3 : digits == 3);
        address = address && digits <= 3;
    }
    return last - first == 1 || thousands || address;
}

static bool are_years(const struct scan *x, const struct run *r, size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++)
        if (!is_year(x, r->list[i].begin, r->list[i].end))
            return false;
    return true;
}

/* True if a dot continues the number beyond these groups. */
static bool is_cut_at_dot(const struct scan *x, const struct run *r, size_t first, size_t last)
{
    return (first > 0 && is_between(x, r, first - 1, '.')) ||
           (last + 1 < r->count && is_between(x, r, last, '.'));
}

static bool is_phone(const struct scan *x, const struct run *r, size_t first, size_t last)
{
    size_t digits = run_digits(r, first, last);
    if (digits < PHONE_MIN || digits > PHONE_MAX)
        return false;
    if (r->plus && first == 0)
        return true;
    if (is_cut_at_dot(x, r, first, last))
        return false;
    if (first == last)
        return digits >= PHONE_MIN_BARE && !is_timestamp(x, r->list[first].begin, digits);
    return !is_dotted_number(x, r, first, last) && !are_years(x, r, first, last);
}

/* Masks the phone numbers among the groups from first to end - 1, each as long as possible. */
static void mask_phones(struct scan *x, const struct run *r, size_t first, size_t end)
{
    while (first < end) {
        size_t last = end - 1;
        while (last > first && !is_phone(x, r, first, last))
            last--;
        if (is_phone(x, r, first, last)) {
            hide(x, r->list[first].begin, r->list[last].end, KEPT);
            x->count->phones++;
        }
        first = last + 1;
    }
}

/* Masks the card number or the phone numbers in a run of groups. */
static size_t mask_run(struct scan *x, size_t i)
{
    struct run r;
    size_t first, last;
    read_run(x, i, &r);
    if (!r.count)
        return 0;
    if (!find_card(x, &r, &first, &last)) {
        mask_phones(x, &r, 0, r.count);
        return r.list[r.count - 1].end;
    }
    mask_phones(x, &r, 0, first);
    hide(x, r.list[first].begin, r.list[last].end, KEPT);
    x->count->cards++;
    return r.list[last].end;
}

/* "+18005551234" or "%2B18005551234" */
static size_t mask_link_phone(struct scan *x, size_t i)
{
    size_t begin = i + (at(x, i) == '+' ? 1 : begins(x, i, "%2B") || begins(x, i, "%2b") ? 3 : 0);
    size_t end = digits_end(x, begin);
    if (begin == i || end - begin < PHONE_MIN || end - begin > PHONE_MAX)
        return 0;
    hide(x, begin, end, KEPT);
    x->count->phones++;
    return end;
}

static bool is_link(const struct scan *x, size_t i)
{
    return begins(x, i, "https://") || begins(x, i, "http://");
}

static size_t mask_link(struct scan *x, size_t i)
{
    while ((unsigned char)at(x, i) > ' ' && !strchr("\"<>", x->s[i])) {
        size_t end = mask_link_phone(x, i);
        if (!end && is_local(x->s[i]))
            end = mask_mail(x, i);
        if (!end && is_word(x->s[i]))
            end = word_end(x, i);
        i = end ? end : i + 1;
    }
    return i;
}

/* Masks what begins at i, the beginning of a word or no part of one. Returns the offset after it,
 * which is > i. */
static size_t step(struct scan *x, size_t i)
{
    char c = x->s[i];
    bool number = ascii_is_digit(c) || c == '+' || c == '(';
    if (!number && !is_word(c))
        return i + 1;
    if (is_kept(x, i))
        return i + x->keep_bytes;
    if (is_uuid(x, i))
        return i + UUID_BYTES;
    if (is_link(x, i))
        return mask_link(x, i);
    size_t end = mask_mail(x, i);
    if (!end && number)
        end = date_end(x, i);
    if (!end && number)
        end = clock_end(x, i + (c == '+'));
    if (!end && number)
        end = mask_run(x, i);
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

void mask_text(char *s, size_t n, const char *keep, struct mask_count *count)
{
    struct mask_count uncounted = {0};
    struct scan x = {.s = s,
                     .n = n,
                     .keep = keep ? keep : "",
                     .keep_bytes = keep ? strlen(keep) : 0,
                     .count = count ? count : &uncounted};
    if (!memchr(s, '@', n) && !memchr(s, '%', n))
        x.no_mail = n;
    for (size_t i = 0; i < n;)
        i = step(&x, i);
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
