/* Digits are read as a run of groups. What a run holds is decided group by group, from the text
 * that follows, and each number is masked before the next one is looked for. */
#include "text/mask_number.h"

#include "text/mask_currency.h"

enum {
    GAP_MAX = 5, /* " ... " */
    AMOUNT_MAX_BYTES = 40,
    PHONE_MIN = 7,
    PHONE_MIN_BARE = 9,
    PHONE_NATIONAL = 10, /* enough digits for a complete number */
    PHONE_MAX = 15,
    CARD_MIN = 13,
    CARD_MAX = 19,
    UUID_BYTES = 36,
    HIDDEN_MIN = PHONE_MIN - MASK_KEPT,
};

static size_t digits_end(const struct mask_scan *x, size_t i)
{
    while (ascii_is_digit(mask_at(x, i)))
        i++;
    return i;
}

size_t mask_number_uuid(const struct mask_scan *x, size_t i)
{
    for (size_t k = 0; k < UUID_BYTES; k++) {
        bool dash = k == 8 || k == 13 || k == 18 || k == 23;
        if (dash ? mask_at(x, i + k) != '-' : ascii_hex_value(mask_at(x, i + k)) < 0)
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
    while (end < first + 6 && mask_at(x, end) == ':' && digits_end(x, end + 1) == end + 3)
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

/* Where the next part of a date begins, after the separator at i, which a blank may follow if it is
 * a dot. */
static size_t next_part(const struct mask_scan *x, size_t i)
{
    return i + 1 + mask_begins(x, i, ". ");
}

/* True if another part would follow the date that ends at i. */
static bool has_next_part(const struct mask_scan *x, size_t i)
{
    return mask_begins(x, i, ". ") && ascii_is_digit(mask_at(x, i + 2));
}

/* True if a separator and other digits before i make what begins there the middle of something. */
static bool is_inside(const struct mask_scan *x, size_t i, char between)
{
    size_t at = i - (between == '.' && i && x->s[i - 1] == ' ');
    return at > 1 && x->s[at - 1] == between && ascii_is_digit(x->s[at - 2]);
}

/* 2024-01-15, 15.01.2024, 15. 01. 2024, 1/15/2024, 15 01 2024 or 15.01.24. After a blank only all
 * four digits are a year: other groups are those of a number. In the name of a folder 2024/01/15
 * may continue with hours. */
static size_t date_end(const struct mask_scan *x, size_t i)
{
    size_t a = digits_end(x, i), second = next_part(x, a);
    size_t b = digits_end(x, second), third = next_part(x, b), c = digits_end(x, third);
    char between = mask_at(x, a);
    if (!between || !strchr("-./ ", between))
        return 0;
    if (mask_at(x, b) != between || !is_part_of_date(x, second, b))
        return month_end(x, i);
    bool spaced = third > b + 1, short_year = !spaced && c == third + 2 && between != ' ';
    bool first = is_year(x, i, a) && is_part_of_date(x, third, c);
    bool last = is_part_of_date(x, i, a) && (is_year(x, third, c) || short_year);
    bool ends = (first && between == '/') ||
                (!is_continued(x, c, between) && !(spaced && has_next_part(x, c)));
    return (first || last) && !is_inside(x, i, between) && ends ? c : 0;
}

/* The end of groups of three digits with `between` between them; Indian groups of two before the
 * last three count too. */
static size_t thousands_end(const struct mask_scan *x, size_t i, char between)
{
    size_t end = digits_end(x, i), most = i + AMOUNT_MAX_BYTES;
    if (end == i || end - i > 3)
        return 0;
    if (between == ',' && end - i <= 2)
        while (end < most && mask_at(x, end) == ',' && digits_end(x, end + 1) == end + 3)
            end += 3;
    size_t first = end;
    while (end < most && mask_at(x, end) == between && digits_end(x, end + 1) == end + 4)
        end += 4;
    return end > first ? end : 0;
}

static size_t fraction_end(const struct mask_scan *x, size_t i, char between)
{
    char point = mask_at(x, i);
    size_t end = digits_end(x, i + 1);
    return (point == '.' || point == ',') && point != between && end > i + 1 && end - i <= 4 ? end
                                                                                             : 0;
}

/* 1,500,000 or 12,34,567.89; 1 500 000 with a fraction or beside a currency; $1500000, if it is
 * shorter than the number of a card */
static size_t amount_end(const struct mask_scan *x, size_t i)
{
    size_t digits = digits_end(x, i);
    for (const char *between = ",. "; *between; between++) {
        size_t end = thousands_end(x, i, *between);
        size_t fraction = end ? fraction_end(x, end, *between) : 0;
        size_t last = fraction ? fraction : end;
        bool amount = *between != ' ' || fraction || mask_currency_beside(x, i, last);
        if (end && amount && !is_continued(x, last, *between) && !mask_is_word(mask_at(x, last)))
            return last;
    }
    size_t fraction = fraction_end(x, digits, '\0'), last = fraction ? fraction : digits;
    bool amount = digits > i && digits - i < CARD_MIN && mask_currency_beside(x, i, last);
    return amount && !is_continued(x, last, '.') ? last : 0;
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

static bool has_gap(const struct mask_scan *x, const struct mask_group *g, char c)
{
    return memchr(x->s + g->end, c, g->next - g->end) != NULL;
}

/* Describes what is between a group and the next one. */
static void read_gap(const struct mask_scan *x, struct mask_group *g)
{
    bool one = g->next == g->end + 1;
    g->dot = one && x->s[g->end] == '.';
    g->comma = one && x->s[g->end] == ',';
    g->list = has_gap(x, g, ',') || has_gap(x, g, '\n');
    bool sentence = has_gap(x, g, '.') && has_gap(x, g, ' ');
    g->gap = g->list || sentence ? MASK_GAP_COMMA : has_gap(x, g, ' ') ? MASK_GAP_BLANK : 0;
}

/* Reads more groups, up to the most that a run may have. */
static void read_groups(const struct mask_scan *x, struct mask_run *r)
{
    while (r->count < MASK_GROUPS_MAX && is_group(x, r->next)) {
        struct mask_group *g = &r->list[r->count++];
        g->begin = r->next;
        g->end = digits_end(x, g->begin);
        g->next = r->next = next_digits(x, g->end);
        read_gap(x, g);
    }
    r->open = mask_is_digit(x, r->next);
}

/* A run without its first group is kept, so that its groups are not read again. */
static void read_run(struct mask_scan *x, size_t i)
{
    struct mask_run *r = x->run;
    if (r->count && r->list[0].begin == i && !r->plus)
        return;
    r->count = 0;
    r->plus = mask_at(x, i) == '+';
    r->next = i + r->plus;
    r->next += mask_at(x, r->next) == '(';
    read_groups(x, r);
}

static size_t group_digits(const struct mask_run *r, size_t group)
{
    return r->list[group].end - r->list[group].begin;
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
 * the run, as speech recognition makes many groups. A comma between some groups only separates two
 * numbers. */
static bool has_card_form(const struct mask_run *r, size_t first, size_t last)
{
    if (first == last || (first == 0 && last == r->count - 1 && !r->open))
        return true;
    if (last - first == 2)
        return group_digits(r, first) == 4 && group_digits(r, first + 1) == 6;
    for (size_t i = first; i < last; i++)
        if (group_digits(r, i) != 4 || r->list[i].list != r->list[first].list)
            return false;
    return group_digits(r, last) <= 4;
}

static bool is_card(const struct mask_scan *x, const struct mask_run *r, size_t first, size_t last)
{
    size_t begin = r->list[first].begin;
    if (x->s[begin] < '2' || x->s[begin] > '6')
        return false;
    if (first == last && is_timestamp(x, begin, r->list[last].end))
        return false;
    return has_card_form(r, first, last) && luhn(x, begin, r->list[last].end);
}

static bool may_begin_card(const struct mask_run *r, size_t first)
{
    size_t digits = group_digits(r, first);
    return digits == 4 || digits >= CARD_MIN || (first == 0 && !r->open);
}

/* The last group of a card number that begins with the group `first`; r->count if no card number
 * begins there. */
static size_t card_last(const struct mask_scan *x, const struct mask_run *r, size_t first)
{
    size_t digits = 0, i = first;
    for (; may_begin_card(r, first) && i < r->count && digits <= CARD_MAX; i++) {
        digits += group_digits(r, i);
        if (digits >= CARD_MIN && digits <= CARD_MAX && is_card(x, r, first, i))
            return i;
    }
    return r->count;
}

/* A card number further on than the longest phone number is found when the scanner is there. */
static bool find_card(const struct mask_scan *x, const struct mask_run *r, size_t *first,
                      size_t *last)
{
    size_t before = 0;
    for (size_t i = 0; i < r->count && before < PHONE_MAX; before += group_digits(r, i++)) {
        *last = card_last(x, r, i);
        if (*last == r->count)
            continue;
        *first = i;
        return true;
    }
    return false;
}

/* 800, 555, 1234 with or without the code of a country */
static bool is_american(const struct mask_run *r, size_t last)
{
    return last >= 2 && group_digits(r, last) == 4 && group_digits(r, last - 1) == 3 &&
           group_digits(r, last - 2) == 3 && last <= 3;
}

/* What is true of the first groups of a run. */
struct shape {
    size_t digits;
    bool dotted;   /* 245.5, 192.168.100.200 */
    bool address;  /* each group is a byte */
    bool decimals; /* 10.5 20.3 30.1 */
    bool years;
    bool large; /* there is a group of more than three digits */
    bool list;  /* commas or line ends are in numbers as they are spoken, but also in lists */
    bool dots, tight, loose;
};

static void shape_add(struct shape *shape, const struct mask_scan *x, const struct mask_run *r,
                      size_t group)
{
    const struct mask_group *g = &r->list[group], *before = group ? g - 1 : NULL;
    size_t digits = group_digits(r, group);
    if (before) {
        shape->dotted = shape->dotted && before->dot;
        shape->decimals = shape->decimals && before->dot == (group % 2 == 1);
        shape->list = shape->list || before->list;
        shape->dots = shape->dots || before->dot;
        shape->tight = shape->tight || before->comma;
        shape->loose = shape->loose || !before->comma;
    }
    shape->digits += digits;
    shape->large = shape->large || digits > 3;
    shape->decimals = shape->decimals && digits <= (group % 2 ? 3 : 4);
    shape->years = shape->years && is_year(x, g->begin, g->end);
    shape->address = shape->address && digits <= 3 && number_at(x, g->begin, g->end) <= 255;
}

/* True if a dot continues the number before or after these groups. */
static bool is_cut_at_dot(const struct mask_scan *x, const struct mask_run *r, size_t last)
{
    size_t begin = r->list[0].begin, end = r->list[last].end;
    return (begin > 1 && x->s[begin - 1] == '.' && mask_is_digit(x, begin - 2)) ||
           (mask_at(x, end) == '.' && mask_is_digit(x, end + 1));
}

/* True if the groups from the first one to `last`, which have this shape, are a phone number. */
static bool is_phone(const struct shape *shape, const struct mask_scan *x, const struct mask_run *r,
                     size_t last)
{
    if (shape->digits < PHONE_MIN || shape->digits > PHONE_MAX)
        return false;
    if (r->plus)
        return true;
    if (is_cut_at_dot(x, r, last))
        return false;
    if (last == 0)
        return shape->digits >= PHONE_MIN_BARE;
    if (shape->years || (shape->dotted && (last == 1 || (last == 3 && shape->address))))
        return false;
    if (shape->decimals && last > 1 && last % 2 == 1)
        return false;
    bool mixed = shape->dots || (shape->tight && shape->loose);
    return !shape->list || (!mixed && (!shape->large || is_american(r, last)));
}

/* Finds out which groups, counted from the first one, are a phone number together. */
static void find_phones(const struct mask_scan *x, struct mask_run *r)
{
    struct shape shape = {.dotted = true, .address = true, .decimals = true, .years = true};
    for (size_t i = 0; i < r->count; i++) {
        if (shape.digits <= PHONE_MAX)
            shape_add(&shape, x, r, i);
        r->list[i].phone = is_phone(&shape, x, r, i);
    }
}

/* The functions find_*() return the number of groups that a phone number at the beginning of the
 * first `count` groups of the run has; 0 if they do not know. */

/* A number ends where a separator is stronger than those inside it. */
static size_t find_end_by_gap(const struct mask_run *r, size_t count, size_t digits)
{
    enum mask_gap most = MASK_GAP_SIGN;
    size_t before = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        const struct mask_group *g = &r->list[i];
        before += group_digits(r, i);
        bool may_end = g->gap == MASK_GAP_COMMA && before >= PHONE_NATIONAL;
        if (g->phone && g->gap > most &&
            (may_end || digits > PHONE_MAX || digits - before >= PHONE_MIN))
            return i + 1;
        most = g->gap > most ? g->gap : most;
    }
    return 0;
}

static bool is_repeated(const struct mask_run *r, size_t period, size_t count)
{
    for (size_t i = period; i < count; i++)
        if (group_digits(r, i) != group_digits(r, i - period))
            return false;
    return count % period == 0;
}

/* Several numbers of one form, or a number as it is written in North America. */
static size_t find_end_by_form(const struct mask_run *r, size_t count)
{
    for (size_t period = count / 2; period > 0; period--)
        if (r->list[period - 1].phone && is_repeated(r, period, count))
            return period;
    for (size_t last = 2; last < count; last++)
        if (r->list[last].phone && is_american(r, last))
            return last + 1;
    return 0;
}

/* The longest number; one that leaves enough digits for another one is better. */
static size_t find_longest(const struct mask_run *r, size_t count)
{
    size_t longest = 0, after = 0;
    for (size_t n = count; n > 0; after += group_digits(r, --n)) {
        if (!r->list[n - 1].phone)
            continue;
        if (n == count || after >= PHONE_MIN)
            return n;
        longest = longest ? longest : n;
    }
    return longest;
}

static size_t find_phone(const struct mask_scan *x, struct mask_run *r, size_t count)
{
    size_t digits = 0;
    if (!count)
        return 0;
    find_phones(x, r);
    for (size_t i = 0; i < count; i++)
        digits += group_digits(r, i);
    size_t found = find_end_by_gap(r, count, digits);
    if (!found && digits > PHONE_MAX)
        found = find_end_by_form(r, count);
    return found ? found : find_longest(r, count);
}

/* The end of a number that was masked: it has at least HIDDEN_MIN characters that were masked,
 * then MASK_KEPT digits. */
static size_t masked_end(struct mask_scan *x, size_t i)
{
    size_t hidden = 0, kept = 0, next = i + (mask_at(x, i) == '+');
    next += mask_at(x, next) == '(';
    if (mask_at(x, next) != '#' || next < x->no_masked)
        return 0;
    do {
        for (i = next; mask_at(x, i) == '#' && !kept; i++)
            hidden++;
        kept += digits_end(x, i) - i;
        i = digits_end(x, i);
        next = next_digits(x, i);
    } while (kept < MASK_KEPT && next != i);
    if (hidden >= HIDDEN_MIN && kept == MASK_KEPT && ends_group(x, i))
        return i;
    x->no_masked = i;
    return 0;
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

/* The first group is not part of a number. Returns where the next one begins. */
static size_t skip_group(struct mask_scan *x)
{
    struct mask_run *r = x->run;
    size_t next = r->list[0].next;
    memmove(r->list, r->list + 1, --r->count * sizeof *r->list);
    r->plus = false;
    if (r->count)
        read_groups(x, r);
    return next;
}

static size_t mask_run(struct mask_scan *x)
{
    struct mask_run *r = x->run;
    size_t first = r->count, last = 0;
    bool card = find_card(x, r, &first, &last);
    size_t phone = card && first == 0 ? 0 : find_phone(x, r, first);
    if (card && first == 0)
        x->cards++;
    else if (phone)
        x->phones++;
    else
        return skip_group(x);
    size_t end = r->list[phone ? phone - 1 : last].end;
    mask_hide(x, r->list[0].begin, end, MASK_KEPT);
    r->count = 0;
    return end;
}

size_t mask_number(struct mask_scan *x, size_t i)
{
    size_t end = masked_end(x, i);
    if (!end && mask_at(x, i) == '+')
        end = clock_end(x, i + 1);
    else if (!end)
        end = skipped_end(x, i);
    if (end)
        return end;
    read_run(x, i);
    return x->run->count ? mask_run(x) : 0;
}
