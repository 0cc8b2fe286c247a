#include "provider/extract/scalar.h"

#include "provider/extract/secrets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A longer duration cannot be real, and arithmetic with it could overflow. */
static const double seconds_max = 1e10;

const char *scalar_text(struct arena *a, const struct value *v)
{
    if (v->type == VALUE_STRING)
        return v->bytes ? v->text : NULL;
    if (v->type != VALUE_NUMBER)
        return NULL;
    struct buf out = {0};
    value_put_json_number(&out, v->number);
    const char *text = arena_strdup(a, buf_str(&out));
    buf_done(&out);
    return text;
}

const char *scalar_shown_text(struct arena *a, const struct value *v)
{
    const char *text = scalar_text(a, v);
    return text ? secrets_hide_text(a, text, strlen(text)) : NULL;
}

enum outcome scalar_unread(const struct value *v)
{
    if (v->type != VALUE_STRING && v->type != VALUE_NUMBER)
        return OUTCOME_WRONG_TYPE;
    return v->type == VALUE_STRING && !v->bytes ? OUTCOME_EMPTY : OUTCOME_UNREADABLE;
}

bool scalar_is_false(const struct value *v)
{
    if (v->type == VALUE_STRING)
        return !strcasecmp(v->text, "false");
    return v->type == VALUE_BOOL && !v->truth;
}

bool scalar_says_more(const struct value *v)
{
    if (!v || v->type == VALUE_NULL || scalar_is_false(v))
        return false;
    return v->type != VALUE_NUMBER || fabs(v->number) > 0;
}

bool scalar_number(const struct value *v, double *out)
{
    if (v->type == VALUE_NUMBER)
        return *out = v->number, true;
    if (v->type != VALUE_STRING || !v->bytes || strspn(v->text, "0123456789+-.eE") != v->bytes)
        return false;
    char *end;
    double number = strtod(v->text, &end);
    if (*end || !isfinite(number))
        return false;
    return *out = number, true;
}

static double per_second(enum unit unit)
{
    return unit == UNIT_MS ? 1e3 : unit == UNIT_US ? 1e6 : unit == UNIT_MIN ? 1.0 / 60 : 1;
}

static bool read_epoch(double number, enum unit unit, struct instant *out)
{
    bool given = unit == UNIT_S || unit == UNIT_MS || unit == UNIT_US;
    if (given && time_from_epoch(number, per_second(unit), out))
        return true;
    return time_from_epoch_any(number, out);
}

bool scalar_instant(const struct value *v, enum unit unit, struct instant *out)
{
    double number;
    if (scalar_number(v, &number))
        return read_epoch(number, unit, out);
    if (v->type != VALUE_STRING)
        return false;
    return time_parse_iso(v->text, out) || time_parse_rfc2822(v->text, out);
}

bool scalar_seconds(const struct value *v, enum unit unit, double *out)
{
    double number;
    if (scalar_number(v, &number))
        number /= per_second(unit);
    else if (v->type != VALUE_STRING || !time_parse_hms(v->text, &number))
        return false;
    if (!isfinite(number) || fabs(number) > seconds_max)
        return false;
    return *out = number, true;
}
