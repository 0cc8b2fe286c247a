#include "provider/extract/rows.h"

#include "provider/extract/document.h"
#include "provider/extract/extraction.h"
#include "provider/extract/field.h"
#include "provider/extract/parts.h"
#include "provider/extract/refusal.h"
#include "provider/json.h"
#include "text/url.h"

/* The one list that an object has, or NULL. */
static struct value *only_list(struct value *object)
{
    struct value *list = NULL;
    for (struct value *v = value_first(object); v; v = v->next) {
        if (v->type == VALUE_ARRAY && list)
            return NULL;
        if (v->type == VALUE_ARRAY)
            list = v;
    }
    return list;
}

/* The first list at one of the pointers; else the one list of an object there; else a null. */
static struct value *list_find(struct extraction *x, struct value *document)
{
    const struct sources *sources = &x->provider->list.rows;
    struct value *found = NULL, *inside = NULL, *null = NULL;
    for (size_t i = 0; i < sources->count && !found; i++) {
        struct value *v = value_find(document, sources->at[i].pointer);
        if (!v)
            continue;
        enum outcome outcome = OUTCOME_WRONG_TYPE;
        if (v->type == VALUE_ARRAY) {
            outcome = OUTCOME_FILLED;
            found = v;
        } else if (v->type == VALUE_NULL) {
            outcome = OUTCOME_EMPTY;
            null = v;
        } else if (v->type == VALUE_OBJECT && !inside) {
            inside = only_list(v);
        }
        trace_add(x->trace, &sources->at[i], outcome, v, NULL);
    }
    return found ? found : inside ? inside : null;
}

static void trace_first(struct extraction *x, const struct sources *sources, struct value *from)
{
    for (size_t i = 0; x->trace && i < sources->count; i++) {
        const struct value *v = value_find(from, sources->at[i].pointer);
        if (v)
            trace_add(x->trace, &sources->at[i], OUTCOME_FILLED, v, NULL);
    }
}

/* A null is an empty list, unless it is the complete answer or comes with an error. */
static bool is_list(const struct rows *rows)
{
    if (!rows->list || rows->list->type != VALUE_NULL)
        return rows->list;
    return rows->list != rows->document && !document_has_error(rows->document);
}

struct rows rows_read(const struct provider *p, const struct answer_body *answer, struct trace *t)
{
    struct rows rows = {.arena = arena_new()};
    struct extraction x = {.provider = p, .arena = rows.arena, .trace = t};
    struct err e = {0};
    rows.document = json_parse(rows.arena, answer->bytes, answer->count, &e);
    rows.failure = document_refused(&x, answer, rows.document, e.text);
    if (!rows.failure)
        rows.list = list_find(&x, rows.document);
    if (!rows.failure && !is_list(&rows))
        rows.failure = refusal_new(p, answer, rows.document);
    if (rows.failure) {
        arena_free(rows.arena);
        return (struct rows){.failure = rows.failure};
    }
    trace_first(&x, &p->list.more, rows.document);
    trace_first(&x, &p->list.total, rows.document);
    return rows;
}

void rows_done(struct rows *rows)
{
    failure_free(rows->failure);
    arena_free(rows->arena);
    *rows = (struct rows){0};
}

/* An element whose ID cannot be asked for has none: cut or cleaned it would be the ID of another
 * call. */
static struct call *read_row(const struct provider *p, struct value *element, struct trace *t,
                             bool with_turns)
{
    struct arena *a = arena_new();
    struct extraction x = {.provider = p->list.row, .arena = a, .root = element, .trace = t};
    const char *id = element->type == VALUE_OBJECT ? extraction_id(&x, element) : NULL;
    if (!id || !url_check_id(id, NULL)) {
        arena_free(a);
        return NULL;
    }
    trace_first(&x, &x.provider->id, element);
    x.call = extraction_call_new(a, p, id);
    field_fill_all(&x, SCOPE_CALL, element, x.call);
    call_times_settle(&x);
    field_fill_own(&x, FIELD_FIGURES_cost, element, &x.call->figures);
    participants_extract(&x);
    if (with_turns && x.provider->turns.count)
        turns_extract(&x, NULL);
    return x.call;
}

struct call *rows_call_without_turns(const struct provider *p, struct value *element,
                                     struct trace *t)
{
    return read_row(p, element, t, false);
}

struct call *rows_call(const struct provider *p, struct value *element, struct trace *t)
{
    return read_row(p, element, t, true);
}
