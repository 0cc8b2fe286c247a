/* The table of options, and the check of a value by its type. */
#include "config/option.h"

#include "config/problems.h"

#include <stdio.h>
#include <string.h>

enum { DECIMAL_MAX_BYTES = 12 }; /* with all three digits behind the point */

#define STRING OPTION_STRING
#define BOOL OPTION_BOOL
#define INT OPTION_INT
#define DECIMAL OPTION_DECIMAL
#define CHOICE OPTION_CHOICE
const struct option options[OPTION_COUNT] = {
#define OPTION(member, type, def, lo, hi, unit, set, sentence)                                     \
    [OPT_##member] = {#member, type, def, lo, hi, unit, sentence},
#include "config/option.def"
#undef OPTION
};
#undef STRING
#undef BOOL
#undef INT
#undef DECIMAL
#undef CHOICE

static bool read_bool(const struct option *o, const char *value, int *number, struct err *e)
{
    bool yes = strcmp(value, "yes") == 0;
    if (!yes && strcmp(value, "no") != 0)
        return err_set(e, "%s must be yes or no, not '%s'", o->name, value);
    *number = yes;
    return true;
}

/* Only digits are accepted, unlike strtol: not "5s", "1e9" or " 5". */
static bool read_digits(const char *s, int high, int *number)
{
    long sum = 0;
    const char *c = s;
    for (; *c >= '0' && *c <= '9' && sum <= high; c++)
        sum = 10 * sum + (*c - '0');
    *number = (int)sum;
    return c > s && *c == '\0' && sum <= high;
}

static bool read_int(const struct option *o, const char *value, int *number, struct err *e)
{
    int n;
    if (!read_digits(value, o->high, &n) || n < o->low)
        return err_set(e, "%s must be a number from %d to %d, not '%s'", o->name, o->low, o->high,
                       value);
    *number = n;
    return true;
}

/* "2", "2.5" or "2.125" in thousandths. */
static bool read_thousandths(const char *s, int high, int *number)
{
    char digits[DECIMAL_MAX_BYTES + 1] = "";
    size_t whole = strcspn(s, "."), part = s[whole] ? strlen(s + whole + 1) : 0;
    if (!whole || whole + 3 > DECIMAL_MAX_BYTES || part > 3 || (s[whole] && !part))
        return false;
    snprintf(digits, sizeof digits, "%.*s%s%.*s", (int)whole, s, s + whole + (s[whole] == '.'),
             (int)(3 - part), "000");
    return read_digits(digits, 1000 * high, number);
}

static bool read_decimal(const struct option *o, const char *value, int *number, struct err *e)
{
    int n;
    if (!read_thousandths(value, o->high, &n) || n < 1000 * o->low)
        return err_set(e, "%s must be a number from %d to %d such as %s, not '%s'", o->name, o->low,
                       o->high, o->def, value);
    *number = n;
    return true;
}

void option_put_values(struct buf *out, const struct option *o)
{
    if (o->type == OPTION_INT || o->type == OPTION_DECIMAL)
        buf_printf(out, "%d to %d %s", o->low, o->high, o->unit);
    if (o->type == OPTION_CHOICE)
        for (const char *c = o->unit; *c; c++)
            buf_printf(out, *c == ',' ? "%c " : "%c", *c);
}

static bool read_choice(const struct option *o, const char *value, int *number, struct err *e)
{
    size_t n = strlen(value);
    int index = 0;
    for (const char *word = o->unit; *word; index++) {
        size_t bytes = strcspn(word, ",");
        if (bytes == n && memcmp(word, value, n) == 0) {
            *number = index;
            return true;
        }
        word += bytes + (word[bytes] == ',');
    }
    struct buf choices = {0};
    option_put_values(&choices, o);
    err_set(e, "%s must be one of %s, not '%s'", o->name, buf_str(&choices), value);
    buf_done(&choices);
    return false;
}

bool option_read(const struct option *o, const char *value, int *number, struct err *e)
{
    switch (o->type) {
    case OPTION_BOOL:
        return read_bool(o, value, number, e);
    case OPTION_INT:
        return read_int(o, value, number, e);
    case OPTION_DECIMAL:
        return read_decimal(o, value, number, e);
    case OPTION_CHOICE:
        return read_choice(o, value, number, e);
    case OPTION_STRING:
        break;
    }
    return true;
}

enum option_id option_find(const char *name)
{
    enum option_id id = 0;
    while (id < OPTION_COUNT && strcmp(options[id].name, name) != 0)
        id++;
    return id;
}

const char *option_nearest(const char *name)
{
    const char *names[OPTION_COUNT + 1] = {0};
    for (int i = 0; i < OPTION_COUNT; i++)
        names[i] = options[i].name;
    return problems_nearest_name(name, names);
}
