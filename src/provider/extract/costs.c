#include "provider/extract/costs.h"

#include "provider/extract/field.h"

#include <math.h>

/* A member of an object of amounts. */
static bool member_fill(const struct source *source, struct value *v, struct cost_part *into)
{
    bool named = !source->words[0] || call_words_have(source->words[0], ' ', v->name);
    if (v->type != VALUE_NUMBER || !named)
        return false;
    *into = (struct cost_part){v->name, v->number};
    v->used = true;
    return true;
}

static bool element_fill(struct extraction *x, struct value *v, struct cost_part *into)
{
    *into = (struct cost_part){NULL, NAN};
    return field_fill_all(x, SCOPE_COST_PART, v, into) && isfinite(into->amount);
}

/* The list, and the pointer that it was found at. */
static struct value *parts_of(struct extraction *x, const struct source **source)
{
    const struct sources *all = &x->provider->cost_part;
    for (size_t i = 0; i < all->count; i++) {
        struct sources one = {&all->at[i], 1};
        struct value *list = field_list(x, "cost.part", &one, x->root);
        *source = &all->at[i];
        if (list && value_is_container(list))
            return list;
    }
    return NULL;
}

void costs_extract(struct extraction *x)
{
    const struct source *source = NULL;
    struct figures *f = &x->call->figures;
    struct value *list = f->cost.currency ? parts_of(x, &source) : NULL;
    if (!list)
        return;
    struct cost_part *parts = arena_array(x->arena, list->count, sizeof *parts);
    size_t count = 0;
    for (struct value *v = list->child; v; v = v->next)
        count += list->type == VALUE_OBJECT ? member_fill(source, v, &parts[count])
                                            : element_fill(x, v, &parts[count]);
    for (size_t i = 0; i < count && x->cost_unit == UNIT_CENTS; i++)
        parts[i].amount /= 100;
    f->cost_parts = parts;
    f->cost_part_count = count;
}
