#include "provider/list_plan.h"

#include "base/arena.h"
#include "find/civil.h"
#include "provider/list_class.h"

#include <stdlib.h>
#include <string.h>

/* Providers filter by other times of a call than the one that counts here. */
static const int64_t margin_us = (int64_t)CIVIL_DAY_S * CIVIL_US;
/* Providers round a duration before they compare it. */
enum { MARGIN_S = 1 };
/* A number with fewer digits is not complete, even if it was written with `+`. */
enum { WHOLE_MIN_DIGITS = 7 };

static const struct {
    const char *about, *plural;
} names[] = {
    [QUERY_PROVIDER] = {"provider", "providers"},
    [QUERY_NUMBER] = {"number", "numbers"},
    [QUERY_FROM] = {"number", "numbers"},
    [QUERY_TO] = {"number", "numbers"},
    [QUERY_TIME] = {"time", "times"},
    [QUERY_LONGER] = {"duration", "durations"},
    [QUERY_SHORTER] = {"duration", "durations"},
    [QUERY_DIRECTION] = {"direction", "directions"},
    [QUERY_CLASS] = {"status", "statuses"},
    [QUERY_AGENT] = {"agent", "agents"},
    [QUERY_STATUS] = {"status", "statuses"},
    [QUERY_REASON] = {"end reason", "end reasons"},
    [QUERY_ID] = {"ID", "IDs"},
    [QUERY_NAME] = {"name", "names"},
    [QUERY_TEXT] = {"text", "texts"},
    [QUERY_WORD] = {"word", "words"},
    [QUERY_KEPT] = {"kept calls", "kept calls"},
    [QUERY_REGEX] = {"text", "texts"},
};

const char *list_plan_template(const struct list_plan *plan, const struct list_filter *f)
{
    return plan->provider->list.find[f->find];
}

/* ---- what the rows of a provider can tell ---- */

static bool field_is_told(const struct provider *row, enum field f)
{
    return row->fields[f].count;
}

static bool party_is_told(const struct provider *row, enum party party, enum field f)
{
    return row->parties[party][f].count;
}

/* A list of participants tells who is who by their roles. */
static bool people_are_told(const struct provider *row, enum field f)
{
    return row->people.count && field_is_told(row, FIELD_PARTICIPANT_role) && field_is_told(row, f);
}

static bool side_is_told(const struct provider *row, enum party side)
{
    return party_is_told(row, side, FIELD_PARTICIPANT_address) ||
           party_is_told(row, PARTY_CONTACT, FIELD_PARTICIPANT_address) ||
           people_are_told(row, FIELD_PARTICIPANT_address);
}

static bool agent_is_told(const struct provider *row)
{
    static const enum field fields[] = {FIELD_PARTICIPANT_id, FIELD_PARTICIPANT_name};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (party_is_told(row, PARTY_AGENT, fields[i]) || people_are_told(row, fields[i]))
            return true;
    return false;
}

/* Without a word for the class no row is in it. */
static bool class_is_told(const struct provider *row, enum find_class class)
{
    return list_class_words(row, class) &&
           (field_is_told(row, FIELD_CALL_status) || field_is_told(row, FIELD_CALL_end_reason));
}

static bool name_is_told(const struct provider *row)
{
    return row->people.count || party_is_told(row, PARTY_FROM, FIELD_PARTICIPANT_name) ||
           party_is_told(row, PARTY_TO, FIELD_PARTICIPANT_name) ||
           party_is_told(row, PARTY_CONTACT, FIELD_PARTICIPANT_name);
}

static bool duration_is_told(const struct provider *row)
{
    bool ends = field_is_told(row, FIELD_CALL_started) && field_is_told(row, FIELD_CALL_ended);
    return field_is_told(row, FIELD_CALL_duration_s) || row->duration_else.count || ends;
}

static bool text_is_told(const struct list_plan *plan, const struct query_clause *c)
{
    const struct provider *row = plan->provider->list.row;
    bool searched = c->kind == QUERY_TEXT && !c->negated && plan->provider->list.find[LIST_TEXT];
    return searched || field_is_told(row, FIELD_CALL_summary) || row->turns.count;
}

static bool is_told(const struct list_plan *plan, const struct query_clause *c)
{
    const struct provider *row = plan->provider->list.row;
    switch (c->kind) {
    case QUERY_NUMBER:
        return side_is_told(row, PARTY_FROM) || side_is_told(row, PARTY_TO);
    case QUERY_FROM:
        return side_is_told(row, PARTY_FROM);
    case QUERY_TO:
        return side_is_told(row, PARTY_TO);
    case QUERY_TIME:
        return field_is_told(row, FIELD_CALL_started) || field_is_told(row, FIELD_CALL_created);
    case QUERY_LONGER:
    case QUERY_SHORTER:
        return duration_is_told(row);
    case QUERY_DIRECTION:
        return field_is_told(row, FIELD_CALL_direction);
    case QUERY_CLASS:
        return class_is_told(row, c->class);
    case QUERY_STATUS:
        return field_is_told(row, FIELD_CALL_status);
    case QUERY_AGENT:
        return agent_is_told(row);
    case QUERY_REASON:
        return field_is_told(row, FIELD_CALL_end_reason);
    case QUERY_NAME:
        return name_is_told(row);
    case QUERY_TEXT:
    case QUERY_REGEX:
        return text_is_told(plan, c);
    case QUERY_PROVIDER:
    case QUERY_ID:
    case QUERY_WORD:
    case QUERY_KEPT:
        break;
    }
    return true;
}

/* ---- filters ---- */

static bool has(const struct list_plan *plan, enum list_find find)
{
    return plan->provider->list.find[find];
}

static bool is_sent(const struct list_plan *plan, enum list_find find)
{
    for (size_t i = 0; i < plan->filter_count; i++)
        if (plan->filters[i].find == find)
            return true;
    return false;
}

/* Takes the filter, if the provider has it and it is not in use. */
static void add(struct list_plan *plan, const struct list_filter *f)
{
    if (has(plan, f->find) && !is_sent(plan, f->find) && plan->filter_count < LIST_FILTERS_MAX)
        plan->filters[plan->filter_count++] = *f;
}

/* The filter for a number of one side, or of either: the whole number or its end. False if there is
 * none. */
static bool number_filter(struct list_plan *plan, const struct query_clause *c,
                          enum query_kind side, struct list_filter *out)
{
    static const struct {
        enum list_find whole, end;
    } finds[] = {
        [QUERY_NUMBER] = {LIST_NUMBER, LIST_NUMBER_ENDS},
        [QUERY_FROM] = {LIST_FROM, LIST_FROM_ENDS},
        [QUERY_TO] = {LIST_TO, LIST_TO_ENDS},
    };
    bool is_whole = c->plus && strlen(c->text) >= WHOLE_MIN_DIGITS && has(plan, finds[side].whole);
    *out =
        (struct list_filter){.find = is_whole ? finds[side].whole : finds[side].end, .clause = *c};
    out->value = is_whole ? arena_printf(plan->arena, "+%s", c->text) : c->text;
    if (side != QUERY_NUMBER)
        out->clause.kind = side;
    return has(plan, out->find);
}

/* Whether a filter from `first` to `last` is sent: a second one of a side would be one too many. */
static bool number_is_sent(const struct list_plan *plan, enum list_find first, enum list_find last)
{
    for (int f = (int)first; f <= (int)last; f++)
        if (is_sent(plan, (enum list_find)f))
            return true;
    return plan->pass_count > 1;
}

static void add_side(struct list_plan *plan, const struct query_clause *c)
{
    struct list_filter f;
    bool from = c->kind == QUERY_FROM;
    bool alone =
        !number_is_sent(plan, LIST_NUMBER, LIST_NUMBER_ENDS) &&
        !number_is_sent(plan, from ? LIST_FROM : LIST_TO, from ? LIST_FROM_ENDS : LIST_TO_ENDS);
    if ((alone && number_filter(plan, c, c->kind, &f)) ||
        (!number_is_sent(plan, LIST_NUMBER, LIST_TO_ENDS) &&
         number_filter(plan, c, QUERY_NUMBER, &f)))
        add(plan, &f);
}

/* Without a filter for either side, each side is asked for in a pass of its own. */
static void add_number(struct list_plan *plan, const struct query_clause *c)
{
    struct list_filter f;
    if (number_is_sent(plan, LIST_NUMBER, LIST_TO_ENDS))
        return;
    if (number_filter(plan, c, QUERY_NUMBER, &f))
        add(plan, &f);
    else if (number_filter(plan, c, QUERY_FROM, &plan->sides[0]) &&
             number_filter(plan, c, QUERY_TO, &plan->sides[1]))
        plan->pass_count = LIST_PASSES;
}

static void add_status(struct list_plan *plan, const struct query_clause *c)
{
    char *word = c->kind == QUERY_STATUS ? list_class_word(plan->provider, c->text)
                                         : list_class_only_word(plan->provider, c->class);
    struct list_filter f = {
        .find = LIST_STATUS, .clause = *c, .value = arena_strdup(plan->arena, word)};
    if (word)
        add(plan, &f);
    free(word);
}

static void add_duration(struct list_plan *plan, const struct query_clause *c)
{
    bool longer = c->kind == QUERY_LONGER;
    int seconds = longer ? c->seconds - MARGIN_S : c->seconds + MARGIN_S;
    add(plan, &(struct list_filter){.find = longer ? LIST_LONGER : LIST_SHORTER,
                                    .clause = *c,
                                    .seconds = seconds > 0 ? seconds : 0});
}

/* Only the first one: both directions have the same parameter. */
static void add_direction(struct list_plan *plan, const struct query_clause *c)
{
    struct list_filter f = {.find = c->direction == FIND_IN ? LIST_IN : LIST_OUT, .clause = *c};
    if (!is_sent(plan, LIST_IN) && !is_sent(plan, LIST_OUT))
        add(plan, &f);
}

static void add_clause(struct list_plan *plan, const struct query_clause *c)
{
    struct list_filter f = {.clause = *c, .value = c->text};
    switch (c->kind) {
    case QUERY_FROM:
    case QUERY_TO:
        add_side(plan, c);
        break;
    case QUERY_LONGER:
    case QUERY_SHORTER:
        add_duration(plan, c);
        break;
    case QUERY_DIRECTION:
        add_direction(plan, c);
        break;
    case QUERY_CLASS:
    case QUERY_STATUS:
        add_status(plan, c);
        break;
    case QUERY_AGENT:
        f.find = LIST_AGENT;
        if (plan->provider->list.needs)
            add(plan, &f);
        break;
    case QUERY_TEXT:
        f.find = LIST_TEXT;
        if (has(plan, LIST_TEXT) && !is_sent(plan, LIST_TEXT))
            plan->believed = c;
        add(plan, &f);
        break;
    default:
        break;
    }
}

static int64_t moved(int64_t us, int64_t by)
{
    int64_t sum;
    if (__builtin_add_overflow(us, by, &sum))
        sum = by < 0 ? INT64_MIN : INT64_MAX;
    return sum > 0 ? sum : 0;
}

/* Without an end it is now and the margin. */
static void add_time(struct list_plan *plan, int64_t now_us)
{
    const struct time_range *r = &plan->query->range;
    plan->since_us = moved(r->since_us, -margin_us);
    plan->until_us = moved(r->until_us == INT64_MAX ? now_us : r->until_us, margin_us);
    add(plan, &(struct list_filter){.find = LIST_TIME, .clause = {.kind = QUERY_TIME}});
}

/* ---- providers that are left out ---- */

static const char *why_left_out(struct list_plan *plan)
{
    const struct provider *p = plan->provider;
    const struct query *q = plan->query;
    const struct query_clause time = {.kind = QUERY_TIME};
    if (!p->list.path)
        return "cannot list calls";
    bool timed = q->range.since_us != INT64_MIN || q->range.until_us != INT64_MAX;
    if (timed && !is_told(plan, &time))
        return "cannot look for times";
    for (size_t i = 0; i < q->count; i++)
        if (!is_told(plan, &q->list[i]))
            return arena_printf(plan->arena, "cannot look for %s", names[q->list[i].kind].plural);
    if (p->list.needs && !is_sent(plan, LIST_AGENT))
        return "needs agent:ID (lists one agent's calls)";
    return NULL;
}

void list_plan_init(struct list_plan *out, const struct provider *p, const struct query *q,
                    int64_t now_us)
{
    *out = (struct list_plan){.provider = p, .query = q, .pass_count = 1, .arena = arena_new()};
    add_time(out, now_us);
    for (size_t i = 0; i < q->count; i++)
        if (!q->list[i].negated)
            add_clause(out, &q->list[i]);
    for (size_t i = 0; i < q->count; i++) /* last, as this may take two passes */
        if (!q->list[i].negated && q->list[i].kind == QUERY_NUMBER)
            add_number(out, &q->list[i]);
    for (size_t i = 0; i < q->count; i++)
        out->needs_texts |= q->list[i].kind == QUERY_TEXT || q->list[i].kind == QUERY_REGEX;
    out->left_out = why_left_out(out);
}

void list_plan_done(struct list_plan *plan)
{
    arena_free(plan->arena);
    *plan = (struct list_plan){0};
}

/* ---- what is asked where, in words ---- */

static bool is_of_filter(const struct list_filter *f, const struct query_clause *c)
{
    return f->clause.begin == c->begin && f->clause.kind != QUERY_TIME;
}

static bool clause_is_sent(const struct list_plan *plan, const struct query_clause *c)
{
    if (c->kind == QUERY_TIME && !c->negated)
        return is_sent(plan, LIST_TIME);
    for (size_t i = 0; i < plan->filter_count; i++)
        if (is_of_filter(&plan->filters[i], c))
            return true;
    return plan->pass_count > 1 && is_of_filter(&plan->sides[0], c);
}

/* Appends each subject once. */
static void put_subject(struct buf *out, enum query_kind kind, unsigned *done)
{
    for (unsigned k = 0; k < sizeof names / sizeof *names; k++)
        if ((*done & (1U << k)) && strcmp(names[k].about, names[kind].about) == 0)
            return;
    buf_printf(out, "%s%s", *done ? ", " : "", names[kind].about);
    *done |= 1U << kind;
}

/* The subjects of the clauses that are sent, or of those that are not. */
static void put_subjects(struct buf *out, const struct list_plan *plan, bool sent)
{
    const struct query *q = plan->query;
    unsigned done = 0;
    bool timed = q->range.since_us != INT64_MIN || q->range.until_us != INT64_MAX;
    if (timed && is_sent(plan, LIST_TIME) == sent)
        put_subject(out, QUERY_TIME, &done);
    for (size_t i = 0; i < q->count; i++)
        if (q->list[i].kind != QUERY_PROVIDER && q->list[i].kind != QUERY_KEPT &&
            clause_is_sent(plan, &q->list[i]) == sent)
            put_subject(out, q->list[i].kind, &done);
}

void list_plan_put_asked(struct buf *out, const struct list_plan *plan)
{
    struct buf there = {0}, here = {0};
    put_subjects(&there, plan, true);
    put_subjects(&here, plan, false);
    if (there.len && !here.len)
        buf_puts(out, "all asked there");
    else if (there.len)
        buf_printf(out, "%s asked there; ", buf_str(&there));
    if (here.len)
        buf_printf(out, "%s looked for here", buf_str(&here));
    buf_done(&there);
    buf_done(&here);
}
