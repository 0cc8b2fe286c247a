#include "provider/call_list.h"

#include "base/alloc.h"
#include "text/time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* `slots` is a hash table of all rows by provider and ID; its size is a power of two, and at least
 * half of it is NULL. `shown` has the rows in order, without those that the filter hides. */
struct call_list {
    struct list_source *sources;
    size_t source_count;
    struct list_row **slots;
    size_t size, all;
    struct list_row **shown;
    size_t count;
    enum list_column by;
    bool reversed;
    call_list_keeps *keeps;
    const void *owner;
    size_t seen; /* the filter was asked about the rows of so many slots */
};

struct call_list *call_list_new(void)
{
    return xcalloc(1, sizeof(struct call_list));
}

static void free_source(struct list_source *s)
{
    free(s->asked);
    free(s->trouble);
}

void call_list_free(struct call_list *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->source_count; i++)
        free_source(&l->sources[i]);
    for (size_t i = 0; i < l->size; i++)
        free(l->slots[i]);
    free(l->sources);
    free(l->slots);
    free(l->shown);
    free(l);
}

/* ---- providers ---- */

struct list_source *call_list_source(struct call_list *l, const struct provider *p)
{
    for (size_t i = 0; i < l->source_count; i++)
        if (l->sources[i].provider == p)
            return &l->sources[i];
    l->sources = xgrow(l->sources, l->source_count, sizeof *l->sources);
    l->sources[l->source_count] =
        (struct list_source){.provider = p, .complete_from_us = INT64_MAX};
    return &l->sources[l->source_count++];
}

void call_list_forget_sources(struct call_list *l)
{
    while (l->source_count)
        free_source(&l->sources[--l->source_count]);
    free(l->sources);
    l->sources = NULL;
    for (size_t i = 0; i < l->size; i++)
        if (l->slots[i])
            l->slots[i]->old = true;
}

size_t call_list_source_count(const struct call_list *l)
{
    return l->source_count;
}

const struct list_source *call_list_source_at(const struct call_list *l, size_t index)
{
    return &l->sources[index];
}

static char *copy_of(const char *s)
{
    return s ? xstrdup(s) : NULL;
}

void call_list_describe(struct list_source *s, const char *asked, const char *trouble)
{
    char *copies[] = {copy_of(asked), copy_of(trouble)};
    free_source(s);
    s->asked = copies[0];
    s->trouble = copies[1];
}

size_t call_list_looked(const struct call_list *l)
{
    size_t looked = 0;
    for (size_t i = 0; i < l->source_count; i++)
        looked += l->sources[i].looked;
    return looked;
}

/* ---- the order ---- */

/* A text that the row does not have comes after all others. */
static int compare_texts(const char *a, const char *b)
{
    if (!a || !b)
        return (a == NULL) - (b == NULL);
    int order = strcasecmp(a, b);
    return order ? order : strcmp(a, b);
}

/* The larger one comes first, and NAN last. */
static int compare_amounts(double a, double b)
{
    if (isnan(a) || isnan(b))
        return (isnan(a) != 0) - (isnan(b) != 0);
    return (a < b) - (a > b);
}

static const char *agent_of(const struct list_row *r)
{
    return r->agent ? r->agent : r->agent_id;
}

static double cost_of(const struct list_row *r)
{
    return r->cost.currency ? r->cost.amount : NAN;
}

static const char *first_side(const struct list_row *r)
{
    return r->sides.first ? r->sides.first : r->sides.second;
}

/* A function for qsort from the order of a column. */
#define BY(column, comparison)                                                                     \
    static int by_##column(const void *left, const void *right)                                    \
    {                                                                                              \
        const struct list_row *a = *(struct list_row *const *)left,                                \
                              *b = *(struct list_row *const *)right;                               \
        int order = (comparison);                                                                  \
        return order ? order : list_row_newest_first(a, b);                                        \
    }

BY(time, 0)
BY(provider, compare_texts(a->provider, b->provider))
BY(number, compare_texts(first_side(a), first_side(b)))
BY(agent, compare_texts(agent_of(a), agent_of(b)))
BY(duration, compare_amounts(a->duration_s, b->duration_s))
BY(status, compare_texts(a->status, b->status))
BY(reason, compare_texts(a->end_reason, b->end_reason))
BY(cost, compare_amounts(cost_of(a), cost_of(b)))
BY(summary, compare_texts(a->summary, b->summary))

const struct list_column_row list_columns[LIST_COLUMNS] = {
#define COLUMN(member, name, heading, compare) {name, heading, compare},
#include "provider/list_column.def"
#undef COLUMN
};

static bool has_value(const struct list_row *r, enum list_column by)
{
    int64_t us;
    switch (by) {
    case LIST_COLUMN_TIME:
        return list_row_time(r, &us);
    case LIST_COLUMN_NUMBER:
        return first_side(r);
    case LIST_COLUMN_AGENT:
        return agent_of(r);
    case LIST_COLUMN_DURATION:
        return !isnan(r->duration_s);
    case LIST_COLUMN_STATUS:
        return r->status;
    case LIST_COLUMN_REASON:
        return r->end_reason;
    case LIST_COLUMN_COST:
        return r->cost.currency;
    case LIST_COLUMN_SUMMARY:
        return r->summary;
    default:
        return true;
    }
}

/* Those without the value stay at the end. */
static void reverse(struct call_list *l)
{
    size_t known = l->count;
    while (known && !has_value(l->shown[known - 1], l->by))
        known--;
    for (size_t i = 0; i < known / 2; i++) {
        struct list_row *r = l->shown[i];
        l->shown[i] = l->shown[known - 1 - i];
        l->shown[known - 1 - i] = r;
    }
}

void call_list_show(struct call_list *l)
{
    l->count = 0;
    for (size_t i = 0; i < l->size; i++)
        if (l->slots[i] && (!l->keeps || l->slots[i]->verdict == LIST_KEPT))
            l->shown[l->count++] = l->slots[i];
    if (l->count)
        qsort(l->shown, l->count, sizeof *l->shown, list_columns[l->by].compare);
    if (l->reversed)
        reverse(l);
}

void call_list_sort(struct call_list *l, enum list_column by, bool reversed)
{
    l->by = by;
    l->reversed = reversed;
    call_list_show(l);
}

enum list_column call_list_sorted_by(const struct call_list *l, bool *reversed)
{
    *reversed = l->reversed;
    return l->by;
}

void call_list_filter(struct call_list *l, call_list_keeps *keeps, const void *owner)
{
    l->keeps = keeps;
    l->owner = owner;
    l->seen = 0;
    for (size_t i = 0; i < l->size; i++)
        if (l->slots[i])
            l->slots[i]->verdict = LIST_UNSEEN;
    call_list_show(l);
}

bool call_list_look(struct call_list *l, int budget_ms)
{
    int64_t end_ms = time_now_ms() + budget_ms;
    for (; l->keeps && l->seen < l->size; l->seen++) {
        struct list_row *r = l->slots[l->seen];
        if (!r || r->verdict != LIST_UNSEEN)
            continue;
        if (time_now_ms() >= end_ms)
            return true;
        r->verdict = l->keeps(l->owner, r) ? LIST_KEPT : LIST_HIDDEN;
    }
    return false;
}

/* ---- rows ---- */

static uint64_t hash(uint64_t seed, const char *s)
{
    for (; *s; s++)
        seed = (seed ^ (unsigned char)*s) * 1099511628211u; /* FNV-1a */
    return seed;
}

/* The slot with this call, or the one where it belongs. */
static struct list_row **slot_of(const struct call_list *l, const char *provider, const char *id)
{
    size_t at = (size_t)hash(hash(14695981039346656037u, provider), id) & (l->size - 1);
    while (l->slots[at] &&
           (strcmp(l->slots[at]->id, id) != 0 || strcmp(l->slots[at]->provider, provider) != 0))
        at = (at + 1) & (l->size - 1);
    return &l->slots[at];
}

enum { SLOTS_MIN = 256 };

/* Puts the rows into a table of another size, which has room for them. */
static void rehash(struct call_list *l, size_t size)
{
    struct call_list old = *l;
    l->size = size;
    l->slots = xcalloc(size, sizeof *l->slots);
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i])
            *slot_of(l, old.slots[i]->provider, old.slots[i]->id) = old.slots[i];
    free(old.slots);
    free(l->shown);
    l->shown = xcalloc(size / 2, sizeof *l->shown);
}

void call_list_drop_old(struct call_list *l)
{
    size_t before = l->all;
    for (size_t i = 0; i < l->size; i++) {
        if (!l->slots[i] || !l->slots[i]->old)
            continue;
        free(l->slots[i]);
        l->slots[i] = NULL;
        l->all--;
    }
    if (l->all == before)
        return;
    rehash(l, l->size);
    l->seen = 0;
    call_list_show(l);
}

void call_list_add(struct call_list *l, struct list_row *const *rows, size_t count)
{
    if (!count)
        return;
    size_t size = l->size ? l->size : SLOTS_MIN;
    while (2 * (l->all + count) > size)
        size *= 2;
    if (size > l->size)
        rehash(l, size);
    l->seen = 0;
    for (size_t i = 0; i < count; i++) {
        struct list_row **slot = slot_of(l, rows[i]->provider, rows[i]->id);
        l->all += !*slot;
        free(*slot);
        *slot = rows[i];
    }
    call_list_show(l);
}

bool call_list_has_unseen(const struct call_list *l)
{
    return l && l->keeps && l->seen < l->size;
}

size_t call_list_count(const struct call_list *l)
{
    return l->count;
}

size_t call_list_all(const struct call_list *l)
{
    return l->all;
}

const struct list_row *call_list_row(const struct call_list *l, size_t index)
{
    return l->shown[index];
}

bool call_list_is_mixed(const struct call_list *l)
{
    size_t i = 1;
    while (i < l->count && strcmp(l->shown[i]->provider, l->shown[0]->provider) == 0)
        i++;
    return i < l->count;
}

bool call_list_is_of_several(const struct call_list *l)
{
    size_t asked = 0;
    for (size_t i = 0; i < call_list_source_count(l); i++)
        asked += call_list_source_at(l, i)->state != LIST_SOURCE_LEFT_OUT;
    return asked > 1 || call_list_is_mixed(l);
}

size_t call_list_find(const struct call_list *l, const char *provider, const char *id)
{
    const struct list_row *wanted = l->size ? *slot_of(l, provider, id) : NULL;
    size_t i = 0;
    while (i < l->count && l->shown[i] != wanted)
        i++;
    return i;
}

/* ---- the line ---- */

int64_t call_list_complete_from_us(const struct call_list *l)
{
    int64_t from = INT64_MIN;
    for (size_t i = 0; i < l->source_count; i++) {
        const struct list_source *s = &l->sources[i];
        /* One that failed before anything came is in its own row, and not in the order. */
        bool bounds_order = s->looked || s->state == LIST_SOURCE_ASKING;
        if (bounds_order && s->complete_from_us > from)
            from = s->complete_from_us;
    }
    return from;
}

/* Then it is not known yet where the line will be. */
static bool awaits_first(const struct call_list *l)
{
    for (size_t i = 0; i < l->source_count; i++)
        if (l->sources[i].state == LIST_SOURCE_ASKING && !l->sources[i].looked)
            return true;
    return false;
}

static bool is_complete(const struct list_row *r, int64_t from)
{
    int64_t us;
    return list_row_time(r, &us) && us >= from;
}

size_t call_list_line(const struct call_list *l)
{
    int64_t from = call_list_complete_from_us(l);
    size_t i = 0;
    if (l->by != LIST_COLUMN_TIME || from == INT64_MIN || awaits_first(l))
        return l->count;
    while (i < l->count && is_complete(l->shown[i], from) != l->reversed)
        i++;
    return i;
}
