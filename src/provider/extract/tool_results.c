/* Calls that wait for their result are found by their ID in a hash table, so that a call of many
 * thousand tools takes linear time. */
#include "provider/extract/tool_results.h"

#include "base/alloc.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A tool call, or a result without its call, that made a turn. */
struct row {
    struct tool *tool;
    size_t turn, element;
    double start_s, answered_s; /* NAN: not known */
    bool is_call, waits;        /* waits: for its result */
};

struct tool_results {
    struct row *rows;
    size_t count;
    size_t *slots; /* open addressing: the number of a row, from 1, or 0 */
    size_t size;   /* a power of two, more than twice the number of rows */
};

/* FNV-1a, as in text/file_name.c. The high bits are mixed in and the arena's address is the seed,
 * so that nobody can choose IDs that share their slot. */
static size_t hash_of(const struct extraction *x, const char *s)
{
    uint64_t hash = 14695981039346656037U ^ ((uint64_t)(uintptr_t)x->arena >> 12);
    for (; *s; s++)
        hash = (hash ^ (unsigned char)*s) * 1099511628211U;
    return (size_t)(hash ^ hash >> 32);
}

/* The slot of the ID, or the free one where it would be. */
static size_t *slot_of(const struct extraction *x, const char *id)
{
    const struct tool_results *r = x->tool_results;
    size_t at = hash_of(x, id) & (r->size - 1);
    while (r->slots[at] && strcmp(r->rows[r->slots[at] - 1].tool->id, id) != 0)
        at = (at + 1) & (r->size - 1);
    return &r->slots[at];
}

static void slots_grow(struct extraction *x)
{
    struct tool_results *r = x->tool_results;
    if (r->size > 2 * (r->count + 1))
        return;
    free(r->slots);
    r->size = r->size ? 2 * r->size : 16;
    r->slots = xcalloc(r->size, sizeof *r->slots);
    for (size_t i = 0; i < r->count; i++)
        if (r->rows[i].is_call && r->rows[i].tool->id)
            *slot_of(x, r->rows[i].tool->id) = i + 1;
}

/* By the words that providers use for it: tool_call_result, function_response, /tool_results. */
static bool says_result(const char *text)
{
    return call_text_has(text, "result") || call_text_has(text, "response") ||
           call_text_has(text, "output");
}

/* Whether the latest tool is the call of a result that does not say which call it answers. */
static bool is_named_call(const struct extraction *x, const struct row *call,
                          const struct tool *result)
{
    bool named = call->tool->name && result->name && !strcmp(call->tool->name, result->name);
    bool both_have_ids = call->tool->id && result->of;
    return call->turn + 1 == x->turn_count && named && !both_have_ids;
}

/* The call that the row answers, or NULL. */
static struct row *call_of(const struct extraction *x, const struct tool *tool, bool is_result)
{
    struct tool_results *r = x->tool_results;
    size_t by_id = tool->of ? *slot_of(x, tool->of) : 0;
    if (by_id && r->rows[by_id - 1].waits)
        return &r->rows[by_id - 1];
    struct row *last = r->count ? &r->rows[r->count - 1] : NULL;
    return is_result && last && last->waits && is_named_call(x, last, tool) ? last : NULL;
}

static void row_add(struct extraction *x, const struct turn *t, struct tool *tool, bool is_result)
{
    struct tool_results *r = x->tool_results;
    r->rows = xgrow(r->rows, r->count, sizeof *r->rows);
    r->rows[r->count++] = (struct row){.tool = tool,
                                       .turn = x->turn_count - 1,
                                       .element = x->element,
                                       .start_s = t->start_s,
                                       .answered_s = NAN,
                                       .is_call = !is_result,
                                       .waits = !is_result};
    if (tool->id && !is_result)
        *slot_of(x, tool->id) = r->count;
}

static void member_add(struct arena *a, struct value *object, const char *name,
                       const struct value *v, struct value **tail)
{
    if (!v)
        return;
    struct value *member = value_new(a, v->type);
    *member = *v;
    member->name = name;
    member->next = NULL;
    value_append(object, member, tail);
}

/* {"arguments":..,"result":..}, of which a part that is not there is left out; or NULL. */
static const struct value *payload_of(struct arena *a, const struct value *arguments,
                                      const struct value *result)
{
    struct value *both = value_new(a, VALUE_OBJECT), *tail = NULL;
    member_add(a, both, "arguments", arguments, &tail);
    member_add(a, both, "result", result, &tail);
    return value_first(both) ? both : NULL;
}

/* The text of a turn as a value. */
static const struct value *text_value(struct arena *a, const struct turn *t)
{
    struct value *v = value_new(a, VALUE_STRING);
    v->text = t->text;
    v->bytes = (uint32_t)t->bytes;
    v->borrowed = true;
    return v;
}

/* Adds the text of a result to the turn of its call. */
static void text_add(struct extraction *x, struct turn *turn, const struct turn *result)
{
    struct buf both = {0};
    buf_add(&both, turn->text, turn->bytes);
    buf_puts(&both, both.len ? "\n" : "");
    buf_add(&both, result->text, result->bytes);
    turn->text = turn->bytes ? arena_strndup(x->arena, buf_str(&both), both.len) : result->text;
    turn->bytes = both.len;
    buf_done(&both);
}

static bool is_text(const struct value *v, const struct turn *t)
{
    return v->type == VALUE_STRING && v->bytes == t->bytes && !memcmp(v->text, t->text, t->bytes);
}

/* The text of a result is what came of it, unless it has a payload that is something else. */
static void join(struct extraction *x, struct row *call, const struct turn *t,
                 const struct tool *result)
{
    struct tool *tool = call->tool;
    const struct value *came = result->payload;
    if (!came && t->bytes)
        came = text_value(x->arena, t);
    if (t->bytes && !is_text(came, t))
        text_add(x, &x->turns[call->turn], t);
    tool->payload = payload_of(x->arena, tool->payload, came);
    tool->name = tool->name ? tool->name : result->name;
    tool->status = result->status ? result->status : tool->status;
    tool->error = result->error ? result->error : tool->error;
    tool->took_s = isnan(result->took_s) ? tool->took_s : result->took_s;
    /* Tools in one element of the transcript have the time of that. */
    call->answered_s = call->element == x->element ? NAN : t->start_s;
    call->waits = false;
}

void tool_results_push(struct extraction *x, const struct turn *t, struct tool *tool,
                       const char *list)
{
    bool is_result = says_result(list ? list : t->speaker);
    if (!x->tool_results)
        x->tool_results = arena_alloc(x->arena, sizeof *x->tool_results);
    slots_grow(x);
    struct row *call = call_of(x, tool, is_result);
    if (call) {
        join(x, call, t, tool);
        return;
    }
    struct turn turn = *t;
    turn.tool = tool;
    extraction_turn_push(x, &turn);
    row_add(x, t, tool, is_result);
}

void tool_results_finish(struct extraction *x, bool timed)
{
    struct tool_results *r = x->tool_results;
    if (!r)
        return;
    for (size_t i = 0; i < r->count; i++) {
        double took_s = r->rows[i].answered_s - r->rows[i].start_s;
        if (timed && isnan(r->rows[i].tool->took_s) && took_s >= 0)
            r->rows[i].tool->took_s = took_s;
    }
    free(r->rows);
    free(r->slots);
    x->tool_results = NULL;
}
