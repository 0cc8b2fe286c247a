/* Whether a row is one that a query asks for. */
#include "call/pattern.h"
#include "find/query.h"
#include "find/query_number.h"
#include "text/caseless.h"
#include "text/clean.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static enum query_answer answer(bool holds)
{
    return holds ? QUERY_YES : QUERY_NO;
}

/* Yes if one of two says so, untold if neither can tell. */
static enum query_answer either(enum query_answer a, enum query_answer b)
{
    if (a == QUERY_YES || b == QUERY_YES)
        return QUERY_YES;
    return a == QUERY_UNTOLD ? b : a;
}

static enum query_answer has(const char *value, const struct query_clause *c)
{
    return value ? answer(caseless_contains(value, c->folded)) : QUERY_UNTOLD;
}

static enum query_answer one_has(const char *const *list, size_t count,
                                 const struct query_clause *c)
{
    enum query_answer found = QUERY_NO;
    if (!list)
        return QUERY_UNTOLD;
    for (size_t i = 0; i < count && found != QUERY_YES; i++)
        found = either(found, has(list[i], c));
    return found;
}

static enum query_answer number_ends(const char *number, const struct query_clause *c)
{
    return number ? answer(query_number_ends(number, c->text)) : QUERY_UNTOLD;
}

static enum query_answer from(const struct find_row *r, const struct query_clause *c)
{
    const char *contact = r->direction == FIND_OUT ? NULL : r->contact;
    return either(number_ends(r->from, c), number_ends(contact, c));
}

static enum query_answer to(const struct find_row *r, const struct query_clause *c)
{
    const char *contact = r->direction == FIND_IN ? NULL : r->contact;
    return either(number_ends(r->to, c), number_ends(contact, c));
}

static enum query_answer is_between(const struct find_row *r, const struct time_range *range)
{
    int64_t us;
    if (!find_row_time(r, &us))
        return QUERY_UNTOLD;
    return answer(us >= range->since_us && us <= range->until_us);
}

static enum query_answer duration(const struct find_row *r, const struct query_clause *c)
{
    if (isnan(r->duration_s))
        return QUERY_UNTOLD;
    return answer(c->kind == QUERY_LONGER ? r->duration_s > c->seconds
                                          : r->duration_s < c->seconds);
}

static enum query_answer direction(const struct find_row *r, const struct query_clause *c)
{
    return r->direction == FIND_DIRECTION_UNKNOWN ? QUERY_UNTOLD
                                                  : answer(r->direction == c->direction);
}

static enum query_answer class(const struct find_row *r, const struct query_clause *c) {
    return r->class == FIND_CLASS_UNKNOWN ? QUERY_UNTOLD : answer(r->class == c->class);
}

static enum query_answer agent(const struct find_row *r, const struct query_clause *c)
{
    return either(has(r->agent, c), has(r->agent_id, c));
}

static enum query_answer text(const struct find_row *r, const struct query_clause *c)
{
    if (r->believed == c && !c->negated)
        return QUERY_YES;
    enum query_answer found = has(r->summary, c);
    return found == QUERY_YES ? found : either(found, one_has(r->texts, r->text_count, c));
}

static enum query_answer word(const struct find_row *r, const struct query_clause *c)
{
    const char *const values[] = {r->status, r->end_reason, r->summary};
    enum query_answer found = agent(r, c);
    for (size_t i = 0; i < sizeof values / sizeof *values && found != QUERY_YES; i++)
        found = either(found, has(values[i], c));
    return found == QUERY_YES ? found : either(found, one_has(r->names, r->name_count, c));
}

/* As the texts are drawn. */
static enum query_answer matches(const char *s, const struct query_clause *c)
{
    if (!s)
        return QUERY_UNTOLD;
    char *cleaned = clean_dup(s, CLEAN_LINES);
    bool found = pattern_matches(c->pattern, cleaned, strlen(cleaned));
    free(cleaned);
    return answer(found);
}

static enum query_answer regex(const struct find_row *r, const struct query_clause *c)
{
    enum query_answer found = matches(r->summary, c);
    if (!r->texts)
        return found;
    found = either(found, QUERY_NO);
    for (size_t i = 0; i < r->text_count && found != QUERY_YES; i++)
        found = either(found, matches(r->texts[i], c));
    return found;
}

enum query_answer query_answer(const struct query_clause *c, const struct find_row *r)
{
    switch (c->kind) {
    case QUERY_PROVIDER:
        return answer(strcmp(c->text, r->provider) == 0);
    case QUERY_NUMBER:
        return either(from(r, c), to(r, c));
    case QUERY_FROM:
        return from(r, c);
    case QUERY_TO:
        return to(r, c);
    case QUERY_TIME:
        return is_between(r, &c->range);
    case QUERY_LONGER:
    case QUERY_SHORTER:
        return duration(r, c);
    case QUERY_DIRECTION:
        return direction(r, c);
    case QUERY_CLASS:
        return class(r, c);
    case QUERY_AGENT:
        return agent(r, c);
    case QUERY_STATUS:
        return has(r->status, c);
    case QUERY_REASON:
        return has(r->end_reason, c);
    case QUERY_ID:
        return has(r->id, c);
    case QUERY_NAME:
        return one_has(r->names, r->name_count, c);
    case QUERY_TEXT:
        return text(r, c);
    case QUERY_WORD:
        return word(r, c);
    case QUERY_REGEX:
        return regex(r, c);
    case QUERY_KEPT:
        break;
    }
    return QUERY_YES;
}

enum query_answer query_answer_time(const struct query *q, const struct find_row *r)
{
    bool any = q->range.since_us == INT64_MIN && q->range.until_us == INT64_MAX;
    return any ? QUERY_YES : is_between(r, &q->range);
}

/* Several providers' names are one clause, and the times that are no negations another. */
static bool is_apart(const struct query_clause *c)
{
    return c->kind == QUERY_PROVIDER || (c->kind == QUERY_TIME && !c->negated);
}

bool query_matches(const struct query *q, const struct find_row *r)
{
    if (!query_asks(q, r->provider) || query_answer_time(q, r) != QUERY_YES)
        return false;
    for (size_t i = 0; i < q->count; i++) {
        const struct query_clause *c = &q->list[i];
        if (!is_apart(c) && (query_answer(c, r) == QUERY_YES) == c->negated)
            return false;
    }
    return true;
}
