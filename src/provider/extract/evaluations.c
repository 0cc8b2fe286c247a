#include "provider/extract/evaluations.h"

#include "base/alloc.h"
#include "provider/extract/field.h"
#include "provider/extract/secrets.h"

#include <stdlib.h>
#include <string.h>

/* The evaluations of all lists, on the heap while they are read. */
struct list {
    struct evaluation *at;
    size_t count;
};

static bool is_plain(const struct value *v)
{
    return v->type != VALUE_NULL && !value_is_container(v);
}

/* A member of an object is named after what is judged; one that is a plain value, or whose name
 * says that it is a secret, is the result. */
static bool fill(struct extraction *x, struct value *v, struct evaluation *into)
{
    *into = (struct evaluation){0};
    const struct value *shown = secrets_hide(x->arena, v);
    if (v->name && (is_plain(v) || shown->hidden)) {
        *into = (struct evaluation){.name = v->name, .result = shown};
        v->used = true;
        x->found++;
        return true;
    }
    bool filled = v->type == VALUE_OBJECT && field_fill_all(x, SCOPE_EVALUATION, v, into);
    if (filled && !into->name)
        into->name = v->name;
    into->result = secrets_hide(x->arena, into->result);
    return filled;
}

static void read_list(struct extraction *x, struct value *list, struct list *out)
{
    for (struct value *v = value_first(list); v; v = v->next) {
        struct evaluation e;
        if (!fill(x, v, &e))
            continue;
        out->at = xgrow(out->at, out->count, sizeof *out->at);
        out->at[out->count++] = e;
    }
}

void evaluations_extract(struct extraction *x)
{
    const struct sources *all = &x->provider->evaluations;
    struct list found = {0};
    for (size_t i = 0; i < all->count; i++) {
        struct sources one = {&all->at[i], 1};
        struct value *list = field_list(x, "evaluations", &one, x->root);
        if (list && value_is_container(list))
            read_list(x, list, &found);
    }
    struct evaluation *kept = arena_array(x->arena, found.count, sizeof *kept);
    if (found.count)
        memcpy(kept, found.at, found.count * sizeof *kept);
    free(found.at);
    x->call->figures.evaluations = kept;
    x->call->figures.evaluation_count = found.count;
}
