#include "provider/extract/place.h"

#include "provider/sources.h"

#include <stdint.h>
#include <string.h>

/* What a pointer with `*` found: a list of copies, because a value is in one list only. The copies
 * share their members with the values, so at the end only the marks of the copies themselves have
 * to be carried over. */
struct every {
    struct every *next;
    struct value *from;
    const char *pointer;
    struct value *list; /* of the copies */
};

struct finder {
    struct arena *arena;
    struct value *list, *tail, *null;
};

static void add_copy(void *finder, struct value *v)
{
    struct finder *f = finder;
    if (v->type == VALUE_NULL) {
        f->null = v;
        return;
    }
    struct value *copy = value_new(f->arena, v->type);
    *copy = *v;
    copy->next = NULL;
    value_append(f->list, copy, &f->tail);
}

static struct value *find_every(struct extraction *x, struct value *from, const char *pointer)
{
    struct finder f = {.arena = x->arena, .list = value_new(x->arena, VALUE_ARRAY)};
    value_each(from, pointer, add_copy, &f);
    if (!f.list->count)
        return f.null;
    struct every *every = arena_alloc(x->arena, sizeof *every);
    *every = (struct every){x->every, from, pointer, f.list};
    x->every = every;
    return f.list;
}

static void null_use(struct value *from, const char *pointer)
{
    enum { PREFIX_BYTES = 256 };
    char prefix[PREFIX_BYTES];
    size_t n = *pointer ? 1 + strcspn(pointer + 1, "/") : 0;
    for (; n < sizeof prefix && pointer[n]; n += 1 + strcspn(pointer + n + 1, "/")) {
        memcpy(prefix, pointer, n);
        prefix[n] = '\0';
        struct value *parent = value_find(from, prefix);
        if (!parent)
            return;
        if (parent->type == VALUE_NULL)
            parent->used = true;
    }
}

struct value *place_find(struct extraction *x, struct value *from, const struct source *source)
{
    const char *pointer = source->pointer;
    if (source->member && from->type == VALUE_OBJECT) /* most are like that */
        return (struct value *)(uintptr_t)value_member(from, source->member);
    if (sources_has_every(pointer))
        return find_every(x, from, pointer);
    struct value *v = value_find(from, pointer);
    if (!v)
        null_use(from, pointer);
    return v;
}

struct settler {
    const struct value *list, *copy;
};

/* Visits the values in the order in which they were copied. */
static void settle(void *settler, struct value *v)
{
    struct settler *s = settler;
    v->used |= v->type == VALUE_NULL;
    if (v->type == VALUE_NULL)
        return;
    v->used |= s->list->used || s->copy->used;
    s->copy = s->copy->next;
}

void place_settle(struct extraction *x)
{
    for (const struct every *e = x->every; e; e = e->next) {
        struct settler s = {e->list, value_first(e->list)};
        value_each(e->from, e->pointer, settle, &s);
    }
    x->every = NULL;
}
