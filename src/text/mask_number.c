/* Digits are read as a run of groups. What a run holds is decided group by group, from the text
 * that follows, and each number is masked before the next one is looked for. */
#include "text/mask_number.h"

enum {
    GROUPS_MAX = 24,
    GAP_MAX = 4,
    PHONE_MIN = 7,
    PHONE_MIN_BARE = 9,
    PHONE_NATIONAL = 10, /* enough digits for a complete number */
    PHONE_MAX = 15,
    CARD_MIN = 13,
    CARD_MAX = 19,
    UUID_BYTES = 36,
    HIDDEN_MIN = PHONE_MIN - MASK_KEPT,
};

/* What is between two groups; a higher value separates two numbers rather than parts of one. */
enum gap { GAP_SIGN, GAP_BLANK, GAP_COMMA };

/* Digits without a separator between them. */
struct group {
    size_t begin, end;
};

struct run {
    struct group list[GROUPS_MAX];
    size_t count;
    bool plus; /* there is a '+' before it */
    bool open; /* more digits follow that are not part of it */
};

static size_t digits_end(const struct mask_scan *x, size_t i)
{
    while (ascii_is_digit(mask_at(x, i)))
        i++;
    return i;
}

static bool is_hex(char c)
{
    return ascii_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

size_t mask_number_uuid(const struct mask_scan *x, size_t i)
{
    for (size_t k = 0; k < UUID_BYTES; k++) {
        bool dash = k == 8 || k == 13 || k == 18 || k == 23;
        if (dash ? mask_at(x, i + k) != '-' : !is_hex(mask_at(x, i + k)))
            return 0;
    }
    return mask_is_word(mask_at(x, i + UUID_BYTES)) ? 0 : UUID_BYTES;
}

static int number_at(const struct mask_scan *x, size_t i, size_t end)
{
    int sum = 0;
    for (; i < end; i++)
        sum = 10 * sum + (x->s[i] - '0');
    return sum;
}

/* The value of the two digits at i. */
static int pair_at(const struct mask_scan *x, size_t i)
{
    return number_at(x, i, i + 2);
}

static bool is_year(const struct mask_scan *x, size_t i, size_t end)
{
    return end - i == 4 && (mask_begins(x, i, "19") || mask_begins(x, i, "20"));
}

static bool is_part_of_date(const struct mask_scan *x, size_t i, size_t end)
{
    return end > i && end - i <= 2 && number_at(x, i, end) >= 1 && number_at(x, i, end) <= 31;
}

/* The functions *_end() return the offset after a thing of that name which begins at i, else 0. */

/* 10:30:00.123 */
static size_t clock_end(const struct mask_scan *x, size_t i)
{
    size_t end = digits_end(x, i), first = end;
    if (end == i || end - i > 4)
        return 0;
    while (mask_at(x, end) == ':' && digits_end(x, end + 1) == end + 3)
        end += 3;
    if (end == first)
        return 0;
    return mask_at(x, end) == '.' && ascii_is_digit(mask_at(x, end + 1)) ? digits_end(x, end + 1)
                                                                         : end;
}

/* True if `between` and more digits follow at i, which are not a time of day, or if the digits
 * before i begin a time of day. */
static bool is_continued(const struct mask_scan *x, size_t i, char between)
{
    if (!ascii_is_digit(mask_at(x, i + 1)))
        return false;
    return mask_at(x, i) == ':' || (mask_at(x, i) == between && !clock_end(x, i + 1));
}

/* 01/2024 */
static size_t month_end(const struct mask_scan *x, size_t i)
{
    size_t a = digits_end(x, i), b = digits_end(x, a + 1);
    bool is = mask_at(x, a) == '/' && is_part_of_date(x, i, a) && number_at(x, i, a) <= 12;
    return is && is_year(x, a + 1, b) && !is_continued(x, b, '/') ? b : 0;
}

/* 2024-01-15, 15.01.2024, 1/15/2024, 15 01 2024 or 15.01.24 */
static size_t date_end(const struct mask_scan *x, size_t i)
{
    size_t a = digits_end(x, i), b = digits_end(x, a + 1), c = digits_end(x, b + 1);
    char between = mask_at(x, a);
    if (!between || !strchr("-./ ", between))
        return 0;
    if (mask_at(x, b) != between || !is_part_of_date(x, a + 1, b))
        return month_end(x, i);
    bool short_year = c == b + 3 && between != ' ';
    bool first = is_year(x, i, a) && is_part_of_date(x, b + 1, c);
    bool last = is_part_of_date(x, i, a) && (is_year(x, b + 1, c) || short_year);
    bool inside = i > 1 && x->s[i - 1] == between && ascii_is_digit(x->s[i - 2]);
    return (first || last) && !inside && !is_continued(x, c, between) ? c : 0;
}

/* The end of groups of three digits with `between` between them; Indian groups of two before the
 * last three count too. */
static size_t thousands_end(const struct mask_scan *x, size_t i, char between)
{
    size_t end = digits_end(x, i), groups = 0;
    if (end == i || end - i > 3)
        return 0;
    if (between == ',' && end - i <= 2)
        while (mask_at(x, end) == ',' && digits_end(x, end + 1) == end + 3)
            end += 3;
    for (; mask_at(x, end) == between && digits_end(x, end + 1) == end + 4; groups++)
        end += 4;
    return groups ? end : 0;
}

static size_t fraction_end(const struct mask_scan *x, size_t i, char between)
{
    char point = mask_at(x, i);
    size_t end = digits_end(x, i + 1);
    return (point == '.' || point == ',') && point != between && end > i + 1 && end - i <= 4 ? end
                                                                                             : 0;
}

static bool is_beside_currency(const struct mask_scan *x, size_t i, size_t end)
{
    if (i && x->s[i - 1] == ' ')
        i--;
    end += mask_at(x, end) == ' ';
    return (i && x->s[i - 1] == '$') ||
           (mask_at(x, end) == '$' && !ascii_is_digit(mask_at(x, end + 1)));
}

/* 1,500,000 or 12,34,567.89; 1 500 000 with a fraction or beside a currency sign; $1500000 */
static size_t amount_end(const struct mask_scan *x, size_t i)
{
    size_t digits = digits_end(x, i);
    for (const char *between = ",. "; *between; between++) {
        size_t end = thousands_end(x, i, *between);
        size_t fraction = end ? fraction_end(x, end, *between) : 0;
        size_t last = fraction ? fraction : end;
        bool amount = *between != ' ' || fraction || is_beside_currency(x, i, last);
        if (end && amount && !is_continued(x, last, *between) && !mask_is_word(mask_at(x, last)))
            return last;
    }
    size_t fraction = fraction_end(x, digits, '\0'), last = fraction ? fraction : digits;
    return digits > i && is_beside_currency(x, i, last) && !is_continued(x, last, '.') ? last : 0;
}

/* Seconds or milliseconds since 1970, or a form like 20240115, 202401151030, 20240115103000 */
static bool is_timestamp(const struct mask_scan *x, size_t i, size_t end)
{
    size_t digits = end - i;
    if (digits == 10 || digits == 13)
        return x->s[i] == '1';
    if ((digits != 8 && digits != 12 && digits != 14 && digits != 17) || !is_year(x, i, i + 4))
        return false;
    bool date = pair_at(x, i + 4) >= 1 && pair_at(x, i + 4) <= 12 && pair_at(x, i + 6) >= 1 &&
                pair_at(x, i + 6) <= 31;
    return date && (digits == 8 || (pair_at(x, i + 8) < 24 && pair_at(x, i + 10) < 60));
}

/* The beginning of a number's next digits, which may be masked; i if no digits follow. */
static size_t next_digits(const struct mask_scan *x, size_t i)
{
    size_t to = i;
    while (to < i + GAP_MAX && mask_at(x, to) && strchr(" -.()/,_~*\\\n", x->s[to]))
        to++;
    return mask_is_digit(x, to) ? to : i;
}

/* A group does not end inside a word, but an extension, "x12" or "ext. 12", may follow it. */
static bool ends_group(const struct mask_scan *x, size_t end)
{
    if (!mask_is_word(mask_at(x, end)))
        return true;
    return (mask_begins(x, end, "_") && mask_is_digit(x, end + 1)) ||
           (mask_begins(x, end, "x") && ascii_is_digit(mask_at(x, end + 1))) ||
           mask_begins(x, end, "ext");
}

static bool is_group(const struct mask_scan *x, size_t i)
{
    size_t end = digits_end(x, i);
    return end > i && ends_group(x, end) && !date_end(x, i) && !clock_end(x, i) &&
           !mask_number_uuid(x, i) && !mask_is_kept(x, i);
}

static void read_run(const struct mask_scan *x, size_t i, struct run *r)
{
    *r = (struct run){.plus = mask_at(x, i) == '+'};
    i += r->plus;
    i += mask_at(x, i) == '(';
    while (r->count < GROUPS_MAX && is_group(x, i)) {
        struct group *g = &r->list[r->count++];
        *g = (struct group){i, digits_end(x, i)};
        i = next_digits(x, g->end);
    }
    r->open = mask_is_digit(x, i);
}

static size_t group_digits(const struct run *r, size_t group)
{
    return r->list[group].end - r->list[group].begin;
}

static size_t run_digits(const struct run *r, size_t first, size_t last)
{
    size_t sum = 0;
    for (size_t i = first; i <= last; i++)
        sum += group_digits(r, i);
    return sum;
}

/* True if c alone is between the group and the next one. */
static bool is_between(const struct mask_scan *x, const struct run *r, size_t group, char c)
{
    return r->list[group + 1].begin - r->list[group].end == 1 && x->s[r->list[group].end] == c;
}

static enum gap gap_after(const struct mask_scan *x, const struct run *r, size_t group)
{
    enum gap gap = GAP_SIGN;
    for (size_t i = r->list[group].end; i < r->list[group + 1].begin; i++) {
        bool sentence = x->s[i] == '.' && mask_at(x, i + 1) == ' ';
        if (x->s[i] == ',' || x->s[i] == '\n' || sentence)
            return GAP_COMMA;
        if (x->s[i] == ' ')
            gap = GAP_BLANK;
    }
    return gap;
}

static bool luhn(const struct mask_scan *x, size_t begin, size_t end)
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

/* Groups as cards are written: 4 4 4 4, 4 6 5, no groups at all, or anything if nothing else is in
 * the run, as speech recognition makes many groups. */
static bool has_card_form(const struct run *r, size_t first, size_t last)
{
    if (first == last || (first == 0 && last == r->count - 1 && !r->open))
        return true;
    if (last - first == 2)
        return group_digits(r, first) == 4 && group_digits(r, first + 1) == 6;
    for (size_t i = first; i < last; i++)
        if (group_digits(r, i) != 4)
            return false;
    return group_digits(r, last) <= 4;
}

static bool is_card(const struct mask_scan *x, const struct run *r, size_t first, size_t last)
{
    size_t digits = run_digits(r, first, last), begin = r->list[first].begin;
    if (digits < CARD_MIN || digits > CARD_MAX || x->s[begin] < '2' || x->s[begin] > '6')
        return false;
    if (first == last && is_timestamp(x, begin, r->list[last].end))
        return false;
    return has_card_form(r, first, last) && luhn(x, begin, r->list[last].end);
}

static bool find_card(const struct mask_scan *x, const struct run *r, size_t *first, size_t *last)
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

/* 245.5 and 192.168.100.200 */
static bool is_dotted_number(const struct mask_scan *x, const struct run *r, size_t last)
{
    bool address = last == 3;
    for (size_t i = 0; i <= last; i++) {
        if (i < last && !is_between(x, r, i, '.'))
            return false;
        address = address && group_digits(r, i) <= 3 &&
                  number_at(x, r->list[i].begin, r->list[i].end) <= 255;
    }
    return last == 1 || address;
}

/* 10.5 20.3 30.1: each number has a fraction of at most three digits. */
static bool are_decimals(const struct mask_scan *x, const struct run *r, size_t last)
{
    bool other = false;
    for (size_t i = 0; i < last; i++) {
        if (is_between(x, r, i, '.') != (i % 2 == 0))
            return false;
        other = other || i % 2 == 1;
        if (i % 2 == 0 && (group_digits(r, i) > 4 || group_digits(r, i + 1) > 3))
            return false;
    }
    return other && last % 2 == 1;
}

static bool are_years(const struct mask_scan *x, const struct run *r, size_t last)
{
    for (size_t i = 0; i <= last; i++)
        if (!is_year(x, r->list[i].begin, r->list[i].end))
            return false;
    return true;
}

/* 800, 555, 1234 with or without the code of a country */
static bool is_american(const struct run *r, size_t last)
{
    return last >= 2 && group_digits(r, last) == 4 && group_digits(r, last - 1) == 3 &&
           group_digits(r, last - 2) == 3 && last <= 3;
}

/* Commas and line ends are in numbers as speech recognition writes them, but also in lists. */
static bool is_list(const struct mask_scan *x, const struct run *r, size_t last)
{
    bool commas = false, tight = false, loose = false, dots = false, large = false;
    for (size_t i = 0; i <= last; i++) {
        large = large || group_digits(r, i) > 3;
        if (i == last)
            break;
        bool comma = is_between(x, r, i, ',');
        commas = commas ||
                 memchr(x->s + r->list[i].end, ',', r->list[i + 1].begin - r->list[i].end) ||
                 memchr(x->s + r->list[i].end, '\n', r->list[i + 1].begin - r->list[i].end);
        tight = tight || comma;
        loose = loose || !comma;
        dots = dots || is_between(x, r, i, '.');
    }
    return commas && (dots || (tight && loose) || (large && !is_american(r, last)));
}

/* True if a dot continues the number before or after these groups. */
static bool is_cut_at_dot(const struct mask_scan *x, const struct run *r, size_t last)
{
    size_t begin = r->list[0].begin, end = r->list[last].end;
    return (begin > 1 && x->s[begin - 1] == '.' && mask_is_digit(x, begin - 2)) ||
           (mask_at(x, end) == '.' && mask_is_digit(x, end + 1));
}

/* True if the groups from the first one to `last` are a phone number. */
static bool is_phone(const struct mask_scan *x, const struct run *r, size_t last)
{
    size_t digits = run_digits(r, 0, last);
    if (digits < PHONE_MIN || digits > PHONE_MAX)
        return false;
    if (r->plus)
        return true;
    if (is_cut_at_dot(x, r, last))
        return false;
    if (last == 0)
        return digits >= PHONE_MIN_BARE;
    return !is_dotted_number(x, r, last) && !are_decimals(x, r, last) && !are_years(x, r, last) &&
           !is_list(x, r, last);
}

/* The functions find_*() return the number of groups that a phone number at the beginning of the
 * first `count` groups of the run has; 0 if they do not know. */

/* A number ends where a separator is stronger than those inside it. */
static size_t find_end_by_gap(const struct mask_scan *x, const struct run *r, size_t count)
{
    size_t digits = run_digits(r, 0, count - 1);
    enum gap most = GAP_SIGN;
    for (size_t i = 0; i + 1 < count; i++) {
        enum gap gap = gap_after(x, r, i);
        size_t rest = run_digits(r, i + 1, count - 1);
        bool may_end = gap == GAP_COMMA && run_digits(r, 0, i) >= PHONE_NATIONAL;
        if (gap > most && (may_end || digits > PHONE_MAX || rest >= PHONE_MIN) && is_phone(x, r, i))
            return i + 1;
        most = gap > most ? gap : most;
    }
    return 0;
}

static bool is_repeated(const struct run *r, size_t period, size_t count)
{
    for (size_t i = period; i < count; i++)
        if (group_digits(r, i) != group_digits(r, i - period))
            return false;
    return count % period == 0;
}

/* Several numbers of one form, or a number as it is written in North America. */
static size_t find_end_by_form(const struct mask_scan *x, const struct run *r, size_t count)
{
    for (size_t period = count / 2; period > 0; period--)
        if (is_repeated(r, period, count) && is_phone(x, r, period - 1))
            return period;
    for (size_t last = 2; last < count; last++)
        if (is_american(r, last) && is_phone(x, r, last))
            return last + 1;
    return 0;
}

/* The longest number; one that leaves enough digits for another one is better. */
static size_t find_longest(const struct mask_scan *x, const struct run *r, size_t count)
{
    size_t longest = 0;
    for (size_t n = count; n > 0; n--) {
        if (!is_phone(x, r, n - 1))
            continue;
        if (n == count || run_digits(r, n, count - 1) >= PHONE_MIN)
            return n;
        longest = longest ? longest : n;
    }
    return longest;
}

static size_t find_phone(const struct mask_scan *x, const struct run *r, size_t count)
{
    size_t found = count ? find_end_by_gap(x, r, count) : 0;
    if (!found && count && run_digits(r, 0, count - 1) > PHONE_MAX)
        found = find_end_by_form(x, r, count);
    return found ? found : find_longest(x, r, count);
}

/* The end of a number that was masked: it has at least HIDDEN_MIN characters that were masked,
 * then MASK_KEPT digits. */
static size_t masked_end(const struct mask_scan *x, size_t i)
{
    size_t hidden = 0, kept = 0, next = i + (mask_at(x, i) == '+');
    next += mask_at(x, next) == '(';
    if (mask_at(x, next) != '#')
        return 0;
    do {
        for (i = next; mask_at(x, i) == '#' && !kept; i++)
            hidden++;
        kept += digits_end(x, i) - i;
        i = digits_end(x, i);
        next = next_digits(x, i);
    } while (kept < MASK_KEPT && next != i);
    return hidden >= HIDDEN_MIN && kept == MASK_KEPT && ends_group(x, i) ? i : 0;
}

/* The end of what is not masked although it may have many digits. */
static size_t skipped_end(const struct mask_scan *x, size_t i)
{
    size_t digits = digits_end(x, i), end = date_end(x, i);
    if (!end)
        end = clock_end(x, i);
    if (!end)
        end = amount_end(x, i);
    if (!end && is_timestamp(x, i, digits) && ends_group(x, digits))
        end = digits;
    return end;
}

static size_t mask_run(struct mask_scan *x, const struct run *r)
{
    size_t first = r->count, last = 0;
    bool card = find_card(x, r, &first, &last);
    size_t phone = card && first == 0 ? 0 : find_phone(x, r, first);
    if (card && first == 0) {
        x->cards++;
    } else if (phone) {
        x->phones++;
        last = phone - 1;
    } else {
        return next_digits(x, r->list[0].end);
    }
    mask_hide(x, r->list[0].begin, r->list[last].end, MASK_KEPT);
    return r->list[last].end;
}

size_t mask_number(struct mask_scan *x, size_t i)
{
    struct run r;
    size_t end = masked_end(x, i);
    if (!end && mask_at(x, i) == '+')
        end = clock_end(x, i + 1);
    else if (!end)
        end = skipped_end(x, i);
    if (end)
        return end;
    read_run(x, i, &r);
    return r.count ? mask_run(x, &r) : 0;
}
