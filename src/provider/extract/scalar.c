#include "provider/extract/scalar.h"

#include "provider/extract/secrets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A longer duration cannot be real, and arithmetic with it could overflow. */
static const double seconds_max = 1e10;

const char *scalar_string(struct arena *a, const struct value *v)
{
    return v->borrowed ? arena_strndup(a, v->text, v->bytes) : v->text;
}

const char *scalar_text(struct arena *a, const struct value *v)
{
    if (v->type == VALUE_STRING)
        return v->bytes ? scalar_string(a, v) : NULL;
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
    size_t bytes = text ? strlen(text) : 0;
    return text ? secrets_hide_text(a, text, &bytes) : NULL;
}

enum outcome scalar_unread(const struct value *v)
{
    if (v->type != VALUE_STRING && v->type != VALUE_NUMBER)
        return OUTCOME_WRONG_TYPE;
    return v->type == VALUE_STRING && !v->bytes ? OUTCOME_EMPTY : OUTCOME_UNREADABLE;
}

bool scalar_is_false(const struct value *v)
{
    static const char word[] = "false";
    if (v->type == VALUE_STRING)
        return v->bytes == sizeof word - 1 && !strncasecmp(v->text, word, v->bytes);
    return v->type == VALUE_BOOL && !v->truth;
}

bool scalar_says_more(const struct value *v)
{
    if (!v || v->type == VALUE_NULL || scalar_is_false(v))
        return false;
    return v->type != VALUE_NUMBER || fabs(v->number) > 0;
}

/* The text with a NUL at its end; buf_done(room) frees it. */
static const char *ended(const struct value *v, struct buf *room)
{
    if (!v->borrowed)
        return v->text;
    buf_add(room, v->text, v->bytes);
    return buf_str(room);
}

static bool read_number(const char *text, double *out)
{
    char *end;
    double number = strtod(text, &end);
    if (*end || !isfinite(number))
        return false;
    return *out = number, true;
}

bool scalar_number(const struct value *v, double *out)
{
    struct buf room = {0};
    if (v->type == VALUE_NUMBER)
        return *out = v->number, true;
    bool may_be =
        v->type == VALUE_STRING && v->bytes && strspn(v->text, "0123456789+-.eE") >= v->bytes;
    bool is_number = may_be && read_number(ended(v, &room), out);
    buf_done(&room);
    return is_number;
}

static double per_second(enum unit unit)
{
    return unit == UNIT_MS ? 1e3 : unit == UNIT_US ? 1e6 : unit == UNIT_MIN ? 1.0 / 60 : 1;
}

bool scalar_instant(const struct value *v, enum unit unit, struct instant *out)
{
    double number;
    bool has_unit = unit == UNIT_S || unit == UNIT_MS || unit == UNIT_US;
    if (scalar_number(v, &number))
        return (has_unit && time_from_epoch(number, per_second(unit), out)) ||
               time_from_epoch_any(number, out);
    if (v->type != VALUE_STRING)
        return false;
    struct buf room = {0};
    const char *text = ended(v, &room);
    bool is_time = time_parse_iso(text, out) || time_parse_rfc2822(text, out);
    buf_done(&room);
    return is_time;
}

static bool read_hms(const struct value *v, double *out)
{
    struct buf room = {0};
    bool is_time = v->type == VALUE_STRING && time_parse_hms(ended(v, &room), out);
    buf_done(&room);
    return is_time;
}

bool scalar_seconds(const struct value *v, enum unit unit, double *out)
{
    double number;
    if (scalar_number(v, &number))
        number /= per_second(unit);
    else if (!read_hms(v, &number))
        return false;
    if (!isfinite(number) || fabs(number) > seconds_max)
        return false;
    return *out = number, true;
}
