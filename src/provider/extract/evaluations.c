#include "provider/extract/parts.h"

#include "base/alloc.h"
#include "provider/extract/field.h"
#include "provider/extract/secrets.h"

#include <stdlib.h>
#include <string.h>

/* A member of an object is named after what is judged; one that is a plain value, or whose name
 * says that it is a secret, is the result. */
static bool fill(struct extraction *x, struct value *v, struct evaluation *into)
{
    *into = (struct evaluation){0};
    const struct value *shown = secrets_hide(x->arena, v);
    bool is_plain = v->type != VALUE_NULL && !value_is_container(v);
    if (v->name && (is_plain || shown->hidden)) {
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

void evaluations_extract(struct extraction *x)
{
    const struct sources *all = &x->provider->evaluations;
    struct evaluation *found = NULL;
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        struct sources one = {&all->at[i], 1};
        struct value *list = field_list(x, "evaluations", &one, x->root);
        struct value *v = list && value_is_container(list) ? value_first(list) : NULL;
        for (; v; v = v->next) {
            found = xgrow(found, count, sizeof *found);
            count += fill(x, v, &found[count]);
        }
    }
    struct evaluation *kept = arena_array(x->arena, count, sizeof *kept);
    if (count)
        memcpy(kept, found, count * sizeof *kept);
    free(found);
    x->call->figures.evaluations = kept;
    x->call->figures.evaluation_count = count;
}
