#include "provider/extract/figure_field.h"

#include "provider/extract/scalar.h"

#include <math.h>
#include <stdio.h>
#include <strings.h>

/* More of something cannot be real. */
static const double count_max = 1e9;

static enum outcome set_truth(enum truth *into, bool yes)
{
    *into = yes ? TRUTH_YES : TRUTH_NO;
    return OUTCOME_FILLED;
}

/* A call that goes on may still come to one of the words, so no other word means no. */
static enum outcome fill_listed(const struct extraction *x, const char *words, const char *word,
                                enum truth *into)
{
    bool is_listed = call_words_have(words, ' ', word);
    if (strcasecmp(word, "unknown") == 0)
        return OUTCOME_EMPTY;
    return x->call->live && !is_listed ? OUTCOME_UNLISTED : set_truth(into, is_listed);
}

static enum outcome fill_truth(struct extraction *x, const struct source *source,
                               const struct value *v, enum truth *into)
{
    const char *word = scalar_text(x->arena, v);
    bool labelled = source->unit == UNIT_YES_NO;
    if (v->type == VALUE_BOOL)
        return set_truth(into, v->truth);
    if (!word)
        return v->type == VALUE_STRING ? OUTCOME_EMPTY : OUTCOME_UNLISTED;
    if (strcasecmp(word, "true") == 0 || strcasecmp(word, "false") == 0)
        return set_truth(into, strcasecmp(word, "true") == 0);
    if (labelled && call_words_have(source->words[0], ',', word))
        return set_truth(into, true);
    if (labelled && call_words_have(source->words[1], ',', word))
        return set_truth(into, false);
    return source->unit == UNIT_NAMES ? fill_listed(x, source->words[0], word, into)
                                      : OUTCOME_UNLISTED;
}

static enum outcome fill_number(const struct value *v, double min, double max, double *into)
{
    double number;
    if (!scalar_number(v, &number) || !(number >= min && number <= max))
        return scalar_unread(v);
    *into = number;
    return OUTCOME_FILLED;
}

static enum outcome fill_count(const struct value *v, double *into)
{
    double number = 0;
    enum outcome outcome = fill_number(v, 0, count_max, &number);
    if (outcome == OUTCOME_FILLED && floor(number) < number)
        return OUTCOME_WRONG_TYPE;
    if (outcome == OUTCOME_FILLED)
        *into = number;
    return outcome;
}

static enum outcome fill_money(struct extraction *x, enum unit unit, const struct value *v,
                               struct money *into)
{
    double amount = 0;
    enum outcome outcome = fill_number(v, -FIGURE_AMOUNT_MAX, FIGURE_AMOUNT_MAX, &amount);
    if (outcome != OUTCOME_FILLED)
        return outcome;
    into->amount = unit == UNIT_CENTS ? amount / 100 : amount;
    into->currency = unit == UNIT_EUR ? "EUR" : unit == UNIT_CREDITS ? "credits" : "USD";
    x->cost_unit = unit;
    return OUTCOME_FILLED;
}

/* A value alone is a list of one. What is no duration stays among the other fields. */
static enum outcome fill_durations(struct extraction *x, enum unit unit, struct value *v,
                                   struct durations *into)
{
    double *list = arena_array(x->arena, extraction_count(v), sizeof *list), seconds;
    size_t count = 0;
    for (struct value *e = extraction_first(v); e; e = extraction_next(v, e)) {
        if (!scalar_seconds(e, unit, &seconds) || seconds < 0)
            continue;
        list[count++] = seconds;
        e->used = true;
    }
    if (!count)
        return value_says_nothing(v)    ? OUTCOME_EMPTY
               : v->type == VALUE_ARRAY ? OUTCOME_UNLISTED
                                        : scalar_unread(v);
    *into = (struct durations){list, count};
    return OUTCOME_FILLED;
}

static enum outcome fill_side(struct extraction *x, const struct source *source,
                              const struct value *v, const char **into)
{
    const char *word = scalar_shown_text(x->arena, v);
    if (!word)
        return v->type == VALUE_STRING ? OUTCOME_EMPTY : OUTCOME_WRONG_TYPE;
    *into = call_words_have(source->words[0], ',', word)   ? "agent"
            : call_words_have(source->words[1], ',', word) ? "person"
                                                           : word;
    return OUTCOME_FILLED;
}

/* False and 0 say that nothing went wrong. */
static enum outcome fill_error(struct extraction *x, const struct value *v, const char **into)
{
    double number;
    const char *text = scalar_shown_text(x->arena, v);
    if (value_is_container(v))
        return value_says_nothing(v) ? OUTCOME_EMPTY : OUTCOME_UNLISTED;
    if (scalar_is_false(v) || (v->type == VALUE_NUMBER && scalar_number(v, &number) && number == 0))
        return OUTCOME_EMPTY;
    if (v->type == VALUE_BOOL || (text && strcasecmp(text, "true") == 0))
        text = "failed";
    if (!text)
        return OUTCOME_EMPTY;
    *into = text;
    return OUTCOME_FILLED;
}

enum outcome figure_field_fill(struct extraction *x, enum field_type type,
                               const struct source *source, struct value *v, void *member)
{
    switch (type) {
    case TYPE_TRUTH:
        return fill_truth(x, source, v, member);
    case TYPE_NUMBER:
        return fill_number(v, -FIGURE_AMOUNT_MAX, FIGURE_AMOUNT_MAX, member);
    case TYPE_COUNT:
        return fill_count(v, member);
    case TYPE_MONEY:
        return fill_money(x, source->unit, v, member);
    case TYPE_DURATIONS:
        return fill_durations(x, source->unit, v, member);
    case TYPE_SIDE:
        return fill_side(x, source, v, member);
    case TYPE_ERROR:
        return fill_error(x, v, member);
    default:
        return OUTCOME_WRONG_TYPE;
    }
}

/* The shortest and the longest tell whether the unit is right. */
static void durations_read(const struct durations *d, char *out, size_t size)
{
    double least = d->list[0], most = d->list[0];
    for (size_t i = 1; i < d->count; i++) {
        least = fmin(least, d->list[i]);
        most = fmax(most, d->list[i]);
    }
    if (d->count == 1)
        snprintf(out, size, "%.15g s", least);
    else
        snprintf(out, size, "%zu durations, %.15g s to %.15g s", d->count, least, most);
}

void figure_field_read(enum field_type type, const void *member, char *out, size_t size)
{
    const struct money *money = member;
    const struct durations *durations = member;
    *out = '\0';
    if (type == TYPE_TRUTH)
        snprintf(out, size, "%s", *(const enum truth *)member == TRUTH_YES ? "yes" : "no");
    else if (type == TYPE_MONEY)
        snprintf(out, size, "%.10g %s", money->amount, money->currency);
    else if (type == TYPE_DURATIONS)
        durations_read(durations, out, size);
    else if (type == TYPE_SIDE)
        snprintf(out, size, "%s", *(const char *const *)member);
}
