/* Each rule reads the complete word in one way that people write, and appends what a query calls
 * it; the first rule that fits decides. */
#include "find/query_instead.h"

#include "base/alloc.h"
#include "find/query_number.h"
#include "text/ascii.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

typedef bool rule(const struct query_terms *t, const char *word, struct buf *out);

static bool read_number(const char **p, int max_digits, int *out)
{
    int n = 0;
    *out = 0;
    for (; n < max_digits && ascii_is_digit((*p)[n]); n++)
        *out = *out * 10 + ((*p)[n] - '0');
    if (!n || ascii_is_digit((*p)[n]))
        return false;
    *p += n;
    return true;
}

static bool add_clock(struct buf *out, int hour, int minute)
{
    if (hour > 23 || minute > 59)
        return false;
    return buf_printf(out, "%02d:%02d", hour, minute);
}

static bool is_date(const struct civil_date *d)
{
    int64_t day;
    return civil_read_date(d, &day) && d->year < 2100;
}

static bool add_date(struct buf *out, const struct civil_date *d)
{
    return is_date(d) && buf_printf(out, "%04d-%02d-%02d", d->year, d->month, d->day);
}

/* The year of a date without one: the latest in which it has been. */
static void guess_year(const struct query_terms *t, struct civil_date *d)
{
    int64_t today = civil_day_at(t->time.zone, t->time.now_us, NULL), day;
    d->year = civil_date_of(today).year;
    while (civil_read_date(d, &day) && day > today)
        d->year--;
}

/* The numbers of a date, and what is between them. */
struct numbers {
    int list[3], count;
    char between;
};

static bool read_numbers(const char *p, struct numbers *out)
{
    *out = (struct numbers){.between = p[strspn(p, "0123456789")]};
    if (!out->between || !strchr("./-", out->between))
        return false;
    while (out->count < 3 && read_number(&p, 4, &out->list[out->count])) {
        out->count++;
        if (*p != out->between)
            break;
        p++;
    }
    return !*p && out->count >= 2;
}

/* 2026/11/28 2026-1-5 */
static bool year_first(const struct numbers *n, struct buf *out)
{
    return n->count == 3 && n->list[0] > 999 &&
           add_date(out, &(struct civil_date){n->list[0], n->list[1], n->list[2]});
}

/* Day and month; with a slash the month may be first, and if it can be either, both are offered. */
static bool year_last(const struct query_terms *t, const struct numbers *n, struct buf *out)
{
    struct civil_date d = {n->list[2], n->list[1], n->list[0]}, other;
    if (n->list[0] > 99 || n->list[1] > 99 || (n->between == '-' && n->list[2] < 1000))
        return false;
    d.year += n->count == 3 && d.year < 100 ? 2000 : 0;
    if (n->count == 2)
        guess_year(t, &d);
    other = (struct civil_date){d.year, d.day, d.month};
    bool either = n->between == '/' && is_date(&d) && is_date(&other) && d.day != d.month;
    if (!add_date(out, &d))
        return n->between != '.' && add_date(out, &other);
    return !either || (buf_puts(out, " or ") && add_date(out, &other));
}

static bool dotted_clock(const struct numbers *n, const char *word, struct buf *out)
{
    size_t hour = strcspn(word, ".");
    return n->count == 2 && n->between == '.' && strlen(word) == hour + 3 &&
           add_clock(out, n->list[0], n->list[1]);
}

bool query_instead_date(const struct query_terms *t, const char *word, struct buf *out)
{
    struct numbers n;
    return read_numbers(word, &n) &&
           (year_first(&n, out) || year_last(t, &n, out) || dotted_clock(&n, word, out));
}

static bool id(const struct query_terms *t, const char *word, struct buf *out)
{
    return t->is_id && t->is_id(t->owner, word) && buf_printf(out, "id:%s", word);
}

/* 2pm 2:30pm */
static bool half_day_clock(const struct query_terms *t, const char *word, struct buf *out)
{
    (void)t;
    int hour, minute = 0;
    if (!read_number(&word, 2, &hour) || hour < 1 || hour > 12)
        return false;
    if ((*word == ':' || *word == '.') && (++word, !read_number(&word, 2, &minute)))
        return false;
    bool pm = strcasecmp(word, "pm") == 0;
    if (!pm && strcasecmp(word, "am") != 0)
        return false;
    return add_clock(out, hour % 12 + (pm ? 12 : 0), minute);
}

/* 14:00:30 14h30 24:00 */
static bool odd_clock(const struct query_terms *t, const char *word, struct buf *out)
{
    (void)t;
    int hour, minute, second = 0;
    if (!read_number(&word, 2, &hour) || !strchr(":hH", *word) || !*word++)
        return false;
    if (!read_number(&word, 2, &minute))
        return false;
    if (*word == ':' && (++word, !read_number(&word, 2, &second)))
        return false;
    return !*word && add_clock(out, hour == 24 && !minute ? 0 : hour, minute);
}

/* 2026-11-28T14:00:00Z, in the zone */
static bool timestamp(const struct query_terms *t, const char *word, struct buf *out)
{
    struct instant at;
    if (!time_parse_iso(word, &at) || at.us < 0)
        return false;
    int64_t s = at.us / CIVIL_US, day = s / CIVIL_DAY_S;
    int second = (int)(s % CIVIL_DAY_S);
    if (!at.zoneless)
        day = civil_day_at(t->time.zone, at.us, &second);
    struct civil_date d = civil_date_of(day);
    return add_date(out, &d) && buf_putc(out, ' ') &&
           add_clock(out, second / 3600, second / 60 % 60);
}

/* The seconds of a unit by its name; 0: no such unit. */
static double unit_seconds(const char *name, size_t n)
{
    static const struct {
        const char *names;
        double seconds;
    } units[] = {{" s sec secs second seconds ", 1},
                 {" m min mins minute minutes ", 60},
                 {" h hr hrs hour hours ", 3600},
                 {" d day days ", CIVIL_DAY_S},
                 {" w week weeks ", 7 * CIVIL_DAY_S}};
    char padded[16] = " ";
    if (n == 0 || n > sizeof padded - 3)
        return 0;
    for (size_t i = 0; i < n; i++)
        padded[i + 1] = (char)(name[i] | 0x20);
    padded[n + 1] = ' ';
    for (size_t i = 0; i < LEN(units); i++)
        if (strstr(units[i].names, padded))
            return units[i].seconds;
    return 0;
}

/* 1.5 */
static bool read_decimal(const char **p, double *out)
{
    int whole;
    if (!read_number(p, 7, &whole))
        return false;
    *out = whole;
    if (**p != '.')
        return true;
    ++*p;
    for (double unit = 0.1; ascii_is_digit(**p); unit /= 10, ++*p)
        *out += (**p - '0') * unit;
    return true;
}

/* 1.5h 2h30m 90min 2weeks */
static bool read_long(const char *p, double *seconds)
{
    *seconds = 0;
    do {
        double count;
        size_t letters = 0;
        if (!read_decimal(&p, &count))
            return false;
        while (ascii_is_letter(p[letters]))
            letters++;
        double unit = unit_seconds(p, letters);
        if (unit == 0)
            return false;
        *seconds += count * unit;
        p += letters;
    } while (*p);
    return true;
}

static bool add_long(struct buf *out, double seconds)
{
    long long s = llround(seconds);
    if (s <= 0)
        return false;
    if (s % CIVIL_DAY_S == 0)
        return buf_printf(out, "%lldd", s / CIVIL_DAY_S);
    if (s % 3600 == 0)
        return buf_printf(out, "%lldh", s / 3600);
    if (s % 60 == 0)
        return buf_printf(out, "%lldm", s / 60);
    return buf_printf(out, "%llds", s);
}

static bool how_long(const struct query_terms *t, const char *word, struct buf *out)
{
    (void)t;
    double seconds;
    return read_long(word + (*word == '-'), &seconds) && add_long(out, seconds);
}

/* >=5m >1.5m; a number alone are seconds. */
static bool bound(const struct query_terms *t, const char *word, struct buf *out)
{
    (void)t;
    const char *value = word + 1 + (*word && word[1] == '=');
    if ((*word != '<' && *word != '>') || !ascii_is_digit(*value))
        return false;
    size_t number = strspn(value, "0123456789.");
    char *padded = xasprintf("%.30s%s", value, value[number] ? "" : "s");
    double seconds;
    bool ok = read_long(padded, &seconds) && buf_putc(out, *word) && add_long(out, seconds);
    free(padded);
    return ok;
}

/* 079/1234567 */
static bool slashed_number(const struct query_terms *t, const char *word, struct buf *out)
{
    (void)t;
    size_t n = strlen(word), digits = 0;
    if (n > 32 || !strchr(word, '/') || word[strspn(word, "+-()./0123456789")])
        return false;
    for (size_t i = 0; i < n; i++)
        digits += ascii_is_digit(word[i]);
    if (digits < 4 || digits > 15)
        return false;
    for (size_t i = 0; i < n; i++)
        if (ascii_is_digit(word[i]))
            buf_putc(out, word[i]);
    return true;
}

/* What a rule has added is taken away again if it says nothing new. */
static bool by_rules(rule *const *rules, size_t count, const struct query_terms *t,
                     const char *word, struct buf *out)
{
    size_t before = out->len;
    for (size_t i = 0; i < count; i++) {
        if (rules[i](t, word, out) && strcmp(buf_str(out) + before, word) != 0)
            return true;
        if (out->len > before)
            out->data[out->len = before] = '\0';
    }
    return false;
}

/* One side of a range, which may be missing or right already. */
static bool side(const struct query_terms *t, const char *word, struct buf *out)
{
    static rule *const rules[] = {half_day_clock, odd_clock, query_instead_date, timestamp,
                                  how_long};
    if (!*word || time_words_is_point(&t->time, word))
        return buf_puts(out, word);
    return by_rules(rules, LEN(rules), t, word, out);
}

/* Both sides as they should be written; the other way round if each of them was right. */
static bool range(const struct query_terms *t, const char *word, struct buf *out)
{
    const char *dots = strstr(word, "..");
    if (!dots)
        return false;
    char *a = xstrndup(word, (size_t)(dots - word));
    const char *b = dots + 2;
    bool turn = time_words_is_point(&t->time, a) && time_words_is_point(&t->time, b);
    bool ok = side(t, turn ? b : a, out) && buf_puts(out, "..") && side(t, turn ? a : b, out);
    free(a);
    return ok;
}

/* 14:00-16:00 9am-5pm; what is right already must not be turned into another range. */
static bool hyphenated_range(const struct query_terms *t, const char *word, struct buf *out)
{
    const char *hyphen = strchr(word, '-');
    if (!hyphen || hyphen == word || !hyphen[1] || strchr(hyphen + 1, '-'))
        return false;
    char *a = xstrndup(word, (size_t)(hyphen - word));
    bool ok = side(t, a, out) && buf_puts(out, "..") && side(t, hyphen + 1, out);
    free(a);
    return ok;
}

/* number:4321 *4321 ...4321 "4321," */
static bool framed_number(const struct query_terms *t, const char *word, struct buf *out)
{
    (void)t;
    struct query_number number;
    const char *colon = strpbrk(word, ":=");
    word += colon ? colon + 1 - word : 0;
    word += strspn(word, "*.#~");
    size_t n = strcspn(word, ",;?*");
    if (word[n + strspn(word + n, ",;?*")] ||
        query_number_read(word, n, &number) != QUERY_NUMBER_READ)
        return false;
    return buf_printf(out, "%.*s", (int)n, word);
}

/* @5 and now, which are no time alone */
static bool moment(const struct query_terms *t, const char *word, struct buf *out)
{
    if (!time_words_is_point(&t->time, word))
        return false;
    if (*word == '@')
        return buf_printf(out, "%s..", word);
    return strcasecmp(word, "now") == 0 && buf_puts(out, "..now");
}

bool query_instead(const struct query_terms *t, const char *word, struct buf *out)
{
    static rule *const rules[] = {
        moment,   id,    half_day_clock, odd_clock,        query_instead_date, timestamp,
        how_long, bound, range,          hyphenated_range, slashed_number,     framed_number};
    return by_rules(rules, LEN(rules), t, word, out);
}
