#include "provider/extract/parts.h"

#include "provider/extract/field.h"
#include "provider/extract/figure_field.h"
#include "provider/extract/scalar.h"

#include <math.h>

/* A member of an object of amounts. Without names in the description only numbers count. */
static bool member_fill(const struct source *source, struct value *v, struct cost_part *into)
{
    const char *names = source->unit == UNIT_NAMES ? source->words[0] : NULL;
    double amount;
    bool wanted = names ? call_words_have(names, ' ', v->name) : v->type == VALUE_NUMBER;
    if (!wanted || !scalar_number(v, &amount) || fabs(amount) > FIGURE_AMOUNT_MAX)
        return false;
    *into = (struct cost_part){v->name, amount};
    v->used = true;
    return true;
}

/* An element without an amount keeps its name among the other fields. */
static bool element_fill(struct extraction *x, struct value *v, struct cost_part *into)
{
    *into = (struct cost_part){NULL, NAN};
    if (!field_fill_own(x, FIELD_COST_PART_amount, v, into))
        return false;
    field_fill_own(x, FIELD_COST_PART_name, v, into);
    return true;
}

void costs_extract(struct extraction *x)
{
    const struct source *source = NULL;
    struct figures *f = &x->call->figures;
    struct value *list = field_list_of(x, "cost.part", &x->provider->cost_part, x->root, &source);
    if (!list || !value_is_container(list) || !f->cost.currency)
        return;
    struct cost_part *parts = arena_array(x->arena, list->count, sizeof *parts);
    size_t count = 0;
    for (struct value *v = value_first(list); v; v = v->next)
        count += list->type == VALUE_OBJECT ? member_fill(source, v, &parts[count])
                                            : element_fill(x, v, &parts[count]);
    for (size_t i = 0; i < count && x->cost_unit == UNIT_CENTS; i++)
        parts[i].amount /= 100;
    f->cost_parts = parts;
    f->cost_part_count = count;
}
