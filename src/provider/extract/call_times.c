#include "provider/extract/parts.h"

#include "provider/extract/field.h"
#include "provider/extract/scalar.h"

#include <math.h>

/* Durations that differ by less are the same: some are rounded, some include the ringing. */
static const double differ_min_s = 5;

/* The values go back to the other fields. */
static void field_open(struct extraction *x, enum field field)
{
    const struct sources *sources = &x->provider->fields[field];
    for (size_t i = 0; i < sources->count; i++) {
        struct value *v = value_find(x->root, sources->at[i].pointer);
        if (v && v->type != VALUE_NULL)
            v->used = false;
    }
}

/* NAN if it is not known. */
static double from_start_to_end(const struct call *c)
{
    return c->started.known && c->ended.known ? (double)(c->ended.us - c->started.us) / 1e6 : NAN;
}

/* The first duration that can be read, and where it was found; NAN and NULL if none can be read. */
struct found {
    double seconds;
    const struct source *source;
    struct value *value;
};

static struct found duration_in(struct extraction *x, const struct sources *sources)
{
    struct found found = {.seconds = NAN};
    for (size_t i = 0; i < sources->count && isnan(found.seconds); i++) {
        struct value *v = value_find(x->root, sources->at[i].pointer);
        if (v && scalar_seconds(v, sources->at[i].unit, &found.seconds) && found.seconds >= 0)
            found = (struct found){found.seconds, &sources->at[i], v};
        else
            found.seconds = NAN;
    }
    return found;
}

static bool differ(double one, double other)
{
    return fabs(one - other) > differ_min_s; /* false if one of them is NAN */
}

static void put_duration(struct buf *out, double seconds, const char *where, const char *place)
{
    if (!isnan(seconds))
        buf_printf(out, "%s%.6g s %s%s", out->len ? ", " : "", seconds, where, place);
}

/* Notes that the durations differ, if the description names a second one to compare with. */
static void durations_compare(struct extraction *x, const struct found *other)
{
    const struct sources *sources = &x->provider->fields[FIELD_CALL_duration_s];
    struct found given = duration_in(x, sources);
    double between = from_start_to_end(x->call);
    if (!other->source || !(differ(given.seconds, other->seconds) ||
                            differ(given.seconds, between) || differ(other->seconds, between)))
        return;
    struct buf all = {0};
    put_duration(&all, given.seconds, "in ", given.source ? given.source->pointer : "");
    put_duration(&all, other->seconds, "in ", other->source->pointer);
    put_duration(&all, between, "from start to end", "");
    extraction_note(x, "duration: %s", buf_str(&all));
    buf_done(&all);
}

static void duration_compute(struct extraction *x)
{
    struct call *c = x->call;
    double seconds = from_start_to_end(c);
    if (!isnan(c->duration_s) || isnan(seconds))
        return;
    if (seconds < 0) {
        extraction_note(x, "duration: the call ends before it starts");
        return;
    }
    c->duration_s = seconds;
    c->duration_computed = true;
    extraction_note(x, "duration: calculated from start and end");
}

/* The duration that counts only where there is no better one. */
static void duration_fill(struct extraction *x, const struct found *other)
{
    bool taken = other->source && isnan(x->call->duration_s);
    if (other->source)
        trace_add(x->trace, other->source, taken ? OUTCOME_FILLED : OUTCOME_LATE, other->value,
                  NULL);
    if (!taken)
        return;
    x->call->duration_s = other->seconds;
    other->value->used = true;
    x->found++;
}

void call_times_settle(struct extraction *x)
{
    struct call *c = x->call;
    struct found other = duration_in(x, &x->provider->duration_else);
    c->live = c->status && call_words_have(x->provider->live, ' ', c->status);
    if (c->live) { /* then it has neither an end nor a reason for it */
        field_open(x, FIELD_CALL_end_reason);
        c->end_reason = NULL;
    }
    if (c->live || !field_holds(x, &x->provider->ended_if)) {
        /* Some providers send when the call will end at the latest. */
        field_open(x, FIELD_CALL_ended);
        c->ended = (struct instant){0};
    }
    durations_compare(x, &other);
    duration_compute(x);
    duration_fill(x, &other);
}
