/* From the pointers of a description to members of the model. fields_table says for each field its
 * type and its member. */
#include "provider/extract/field.h"

#include "provider/extract/figure_field.h"
#include "provider/extract/place.h"
#include "provider/extract/scalar.h"
#include "provider/extract/secrets.h"
#include "text/time.h"
#include "text/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What a note calls a field: a field of the call by its name, others by the list that they are in.
 */
static const char *const list_titles[SCOPE_COUNT] = {
    [SCOPE_PARTICIPANT] = "participants", [SCOPE_TURN] = "transcript",
    [SCOPE_TOOL] = "transcript",          [SCOPE_RECORDING] = "recordings",
    [SCOPE_COST_PART] = "cost.part",      [SCOPE_EVALUATION] = "evaluations",
    [SCOPE_GIVEN_LINK] = "links",
};

/* No call lasts for years: a larger offset is a time since 1970. */
static const double offset_max = 1e8;
/* Clocks differ by less: a turn this long before the call's start has another origin. */
static const double early_max_s = 60;

static const char *const type_words[] = {
    [TYPE_TEXT] = "a text",         [TYPE_TIME] = "a time",
    [TYPE_DURATION] = "a duration", [TYPE_VALUE] = "a value",
    [TYPE_OFFSET] = "a time",       [TYPE_TRUTH] = "true or false",
    [TYPE_NUMBER] = "a number",     [TYPE_COUNT] = "a number",
    [TYPE_MONEY] = "an amount",     [TYPE_DURATIONS] = "a list of durations",
    [TYPE_SIDE] = "a text",         [TYPE_ERROR] = "a text",
    [TYPE_SAID] = "a text",
};

/* What a text or a number was meant to be, for the types that are read from one. */
static const char *const unread_words[] = {
    [TYPE_TIME] = "time",     [TYPE_OFFSET] = "time",  [TYPE_DURATION] = "duration",
    [TYPE_NUMBER] = "number", [TYPE_COUNT] = "number", [TYPE_DURATIONS] = "duration",
    [TYPE_MONEY] = "amount",  [TYPE_ERROR] = NULL,
};

const char *field_type_word(enum value_type type)
{
    static const char *const words[] = {
        [VALUE_NULL] = "null",     [VALUE_BOOL] = "true or false", [VALUE_NUMBER] = "a number",
        [VALUE_STRING] = "a text", [VALUE_ARRAY] = "a list",       [VALUE_OBJECT] = "an object",
    };
    return words[type];
}

/* The description's word for true or false; NULL if the value is neither. */
static const char *word_of(const struct value *v, const struct source *source)
{
    if (v->type == VALUE_BOOL)
        return v->truth ? source->words[0] : source->words[1];
    bool yes = v->type == VALUE_STRING && v->bytes == 4 && strncasecmp(v->text, "true", 4) == 0;
    return yes ? source->words[0] : scalar_is_false(v) ? source->words[1] : NULL;
}

/* The texts of a list, and those in its objects' members named text, joined by line ends; NULL if
 * the list has no text. They are marked as used here. */
static const char *joined_text(struct extraction *x, struct value *list)
{
    struct buf joined = {0};
    for (struct value *v = value_first(list); v; v = v->next) {
        struct value *part = v->type == VALUE_OBJECT ? value_find(v, "/text") : v;
        if (!part || part->type != VALUE_STRING || !part->bytes)
            continue;
        buf_puts(&joined, joined.len ? "\n" : "");
        buf_add(&joined, part->text, part->bytes);
        part->used = true;
    }
    const char *kept = joined.len ? arena_strdup(x->arena, buf_str(&joined)) : NULL;
    buf_done(&joined);
    return kept;
}

/* A word of the description as inbound or outbound; any other text as it is. */
static const char *way_of(const struct source *source, const char *text)
{
    return call_words_have(source->words[0], ',', text)   ? "inbound"
           : call_words_have(source->words[1], ',', text) ? "outbound"
                                                          : text;
}

static enum outcome fill_text(struct extraction *x, struct value *v, const struct source *source,
                              const char **into)
{
    const char *word = source->unit == UNIT_WORDS ? word_of(v, source) : NULL;
    const char *text = word                     ? word
                       : v->type == VALUE_ARRAY ? joined_text(x, v)
                                                : scalar_text(x->arena, v);
    if (text && source->unit == UNIT_EXCEPT && call_words_have(source->words[0], ',', text))
        return OUTCOME_UNLISTED;
    if (!text)
        return scalar_unread(v) == OUTCOME_EMPTY ? OUTCOME_EMPTY : OUTCOME_WRONG_TYPE;
    size_t bytes = strlen(text);
    *into = source->unit == UNIT_WAYS ? way_of(source, text)
                                      : secrets_hide_text(x->arena, text, &bytes);
    return OUTCOME_FILLED;
}

/* What was said in a turn. It is not copied unless a secret is hidden in it. */
static enum outcome fill_said(struct extraction *x, struct value *v, const struct source *source,
                              struct turn *into)
{
    enum outcome outcome = OUTCOME_FILLED;
    if (v->type == VALUE_STRING && v->bytes && source->unit == UNIT_NONE) {
        into->bytes = v->bytes;
        into->text = secrets_hide_text(x->arena, v->text, &into->bytes);
    } else {
        outcome = fill_text(x, v, source, &into->text);
        into->bytes = strlen(into->text);
    }
    return outcome;
}

/* Fills *into with an instant. A time that is only a placeholder, such as 0, counts as absent. */
static enum outcome fill_time(struct extraction *x, const struct value *v, enum unit unit,
                              struct instant *into)
{
    double number;
    struct instant t;
    if (scalar_number(v, &number) && number == 0)
        return OUTCOME_EMPTY;
    if (!scalar_instant(v, unit, &t))
        return scalar_unread(v);
    if (time_is_stand_in(&t))
        return OUTCOME_EMPTY;
    if (t.zoneless)
        extraction_note(x, "times: no zone given, taken as UTC");
    *into = t;
    return OUTCOME_FILLED;
}

static enum outcome fill_duration(const struct value *v, enum unit unit, double *into)
{
    double seconds;
    if (!scalar_seconds(v, unit, &seconds) || seconds < 0)
        return scalar_unread(v);
    *into = seconds;
    return OUTCOME_FILLED;
}

static enum outcome fill_seconds(struct extraction *x, double seconds, double *into)
{
    if (x->call->started.known && seconds < -early_max_s) {
        extraction_note(x, "transcript: times before the call's start are not used");
        return OUTCOME_EARLY;
    }
    *into = seconds;
    return OUTCOME_FILLED;
}

/* An instant is made relative to the call's start, or else to the first instant of the transcript.
 */
static enum outcome fill_offset(struct extraction *x, const struct value *v, enum unit unit,
                                double *into)
{
    struct instant t = {0};
    bool is_instant = unit == UNIT_ISO || unit == UNIT_RFC2822;
    double seconds;
    if (!is_instant && scalar_seconds(v, unit, &seconds) && fabs(seconds) < offset_max)
        return fill_seconds(x, seconds, into);
    enum outcome outcome = fill_time(x, v, unit, &t);
    if (outcome != OUTCOME_FILLED)
        return outcome;
    if (!x->has_base)
        x->base_us = t.us;
    x->has_base = true;
    return fill_seconds(x, (double)(t.us - x->base_us) / 1e6, into);
}

static enum outcome fill(struct extraction *x, enum field field, const struct source *source,
                         struct value *v, void *into)
{
    enum unit unit = source->unit;
    void *member = (char *)into + fields_table[field].offset;
    switch (fields_table[field].type) {
    case TYPE_TEXT:
        return fill_text(x, v, source, member);
    case TYPE_SAID:
        return fill_said(x, v, source, into);
    case TYPE_TIME:
        return fill_time(x, v, unit, member);
    case TYPE_DURATION:
        return fill_duration(v, unit, member);
    case TYPE_OFFSET:
        return fill_offset(x, v, unit, member);
    case TYPE_VALUE:
        *(const struct value **)member = v;
        return OUTCOME_FILLED;
    default:
        return figure_field_fill(x, fields_table[field].type, source, v, member);
    }
}

/* Notes that no pointer had a usable value, and keeps the raw text of a time. */
static void note_refused(struct extraction *x, enum field field, const char *name,
                         const struct value *v, void *into)
{
    enum { SHOWN_BYTES = 60 };
    enum field_type type = fields_table[field].type;
    if (scalar_unread(v) != OUTCOME_UNREADABLE || !unread_words[type]) {
        extraction_note(x, "%s: %s where %s was expected", name, field_type_word(v->type),
                        type_words[type]);
        return;
    }
    const char *raw = scalar_shown_text(x->arena, v);
    size_t n = strlen(raw), shown = utf8_prefix_bytes(raw, n, SHOWN_BYTES);
    extraction_note(x, "%s: cannot read the %s '%.*s%s'", name, unread_words[type], (int)shown, raw,
                    shown < n ? "..." : "");
    if (type == TYPE_TIME)
        ((struct instant *)(void *)((char *)into + fields_table[field].offset))->raw = raw;
}

/* Of a list that was read element by element, the reader has marked those that it used. What else
 * is in the list stays among the other fields. */
static void use(struct value *v, enum field_type type, enum outcome outcome)
{
    bool by_element = type == TYPE_TEXT || type == TYPE_SAID || type == TYPE_DURATIONS;
    v->used |= outcome == OUTCOME_EMPTY || v->type != VALUE_ARRAY || !by_element;
}

/* Whether the value is no more than what the field has of it. A word that is not listed, and
 * therefore means no, says more than that. */
static bool is_told(enum field field, const struct source *source, const struct value *v,
                    const void *into)
{
    const void *member = (const char *)into + fields_table[field].offset;
    return fields_table[field].type != TYPE_TRUTH || source->unit != UNIT_NAMES ||
           *(const enum truth *)member != TRUTH_NO || scalar_is_false(v);
}

/* Writes how a value was understood; "" if that is its text. */
static void read_put(enum field field, const struct source *source, const void *into, char *out,
                     size_t size)
{
    const void *member = (const char *)into + fields_table[field].offset;
    enum field_type type = fields_table[field].type;
    if (type == TYPE_TIME)
        time_rfc3339(member, out);
    else if (source->unit == UNIT_WORDS || source->unit == UNIT_WAYS)
        snprintf(out, size, "%s", *(const char *const *)member);
    else if (type == TYPE_DURATION || type == TYPE_OFFSET)
        snprintf(out, size, "%.15g s", *(const double *)member);
    else
        figure_field_read(type, member, out, size);
}

static void trace_field(struct extraction *x, enum field field, const struct source *source,
                        enum outcome outcome, const struct value *v, const void *into)
{
    char read[TRACE_TEXT_BYTES] = "";
    if (x->trace && outcome == OUTCOME_FILLED) {
        read_put(field, source, into, read, sizeof read);
        size_t n = strlen(read);
        if (!is_told(field, source, v, into))
            snprintf(read + n, sizeof read - n, ", and stays among the other fields");
    }
    trace_add(x->trace, source, outcome, v, *read ? read : NULL);
}

bool field_fill(struct extraction *x, enum field field, const char *name,
                const struct sources *sources, struct value *from, void *into)
{
    struct value *refused = NULL;
    bool filled = false;
    for (size_t i = 0; i < sources->count; i++) {
        struct value *v = place_find(x, from, &sources->at[i]);
        if (!v)
            continue;
        enum outcome outcome = v->type == VALUE_NULL ? OUTCOME_EMPTY
                               : filled              ? OUTCOME_LATE
                                                     : fill(x, field, &sources->at[i], v, into);
        if (outcome == OUTCOME_EMPTY ||
            (outcome == OUTCOME_FILLED && is_told(field, &sources->at[i], v, into)))
            use(v, fields_table[field].type, outcome);
        else if (outcome > OUTCOME_UNLISTED && outcome != OUTCOME_EARLY && !refused)
            refused = v;
        trace_field(x, field, &sources->at[i], outcome, v, into);
        filled |= outcome == OUTCOME_FILLED;
    }
    if (!filled && refused)
        note_refused(x, field, name, refused, into);
    x->found += filled;
    return filled;
}

bool field_fill_own(struct extraction *x, enum field field, struct value *from, void *into)
{
    const char *title = list_titles[fields_table[field].scope];
    return field_fill(x, field, title ? title : fields_table[field].name,
                      &x->provider->fields[field], from, into);
}

/* The fields of a scope for which the description has pointers. */
static const struct scope_fields *scope_fields(struct extraction *x, enum field_scope scope)
{
    struct scope_fields *of = &x->scopes[scope];
    if (of->known)
        return of;
    of->known = true;
    for (int f = 0; f < FIELD_COUNT; f++)
        if (fields_table[f].scope == scope && x->provider->fields[f].count)
            of->list[of->count++] = (unsigned char)f;
    return of;
}

size_t field_fill_all(struct extraction *x, enum field_scope scope, struct value *from, void *into)
{
    const struct scope_fields *of = scope_fields(x, scope);
    size_t filled = 0;
    for (size_t i = 0; i < of->count; i++)
        filled += field_fill_own(x, of->list[i], from, into);
    return filled;
}

/* Null, [] and "" mean that the list is absent. */
static enum outcome list_outcome(const struct value *v)
{
    if (v->type == VALUE_NULL || (v->type == VALUE_ARRAY && !value_first(v)) ||
        (v->type == VALUE_STRING && !v->bytes))
        return OUTCOME_EMPTY;
    return v->type == VALUE_BOOL || v->type == VALUE_NUMBER ? OUTCOME_WRONG_TYPE : OUTCOME_FILLED;
}

struct value *field_list_of(struct extraction *x, const char *name, const struct sources *sources,
                            struct value *from, const struct source **source)
{
    struct value *list = NULL, *refused = NULL;
    for (size_t i = 0; i < sources->count; i++) {
        struct value *v = place_find(x, from, &sources->at[i]);
        if (!v)
            continue;
        enum outcome outcome = list_outcome(v);
        if (outcome == OUTCOME_FILLED && list)
            outcome = OUTCOME_LATE;
        trace_add(x->trace, &sources->at[i], outcome, v, NULL);
        if (outcome == OUTCOME_EMPTY)
            v->used = true;
        else if (outcome == OUTCOME_WRONG_TYPE)
            refused = v;
        else if (outcome == OUTCOME_FILLED) {
            list = v;
            *source = &sources->at[i];
        }
    }
    if (!list && refused) {
        extraction_note(x, "%s: %s where a list was expected", name,
                        field_type_word(refused->type));
        x->refused_lists++;
    }
    return list;
}

struct value *field_list(struct extraction *x, const char *name, const struct sources *sources,
                         struct value *from)
{
    const struct source *source;
    return field_list_of(x, name, sources, from, &source);
}

static bool says_yes(const struct value *v)
{
    return !scalar_is_false(v) && !value_says_nothing(v) && (v->type != VALUE_STRING || v->bytes);
}

bool field_holds(struct extraction *x, const struct sources *when)
{
    bool yes = !when->count;
    for (size_t i = 0; i < when->count; i++) {
        struct value *v = value_find(x->root, when->at[i].pointer);
        if (!v)
            continue;
        trace_add(x->trace, &when->at[i], OUTCOME_FILLED, v, says_yes(v) ? "yes" : "no");
        yes |= says_yes(v);
        v->used |= !value_is_container(v);
    }
    return yes;
}
