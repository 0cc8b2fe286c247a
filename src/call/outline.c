/* Entries are three parallel arrays, filled once. The folds are stored as a rule and a list of
 * entries that the user changed against the rule. From these the runs are made: sequences of
 * entries that are all visible. Folding therefore costs time for the runs that are visible
 * afterwards, not for all entries. */
#include "call/outline.h"

#include "base/alloc.h"
#include "base/sorted.h"

#include <stdlib.h>
#include <string.h>

enum { LARGE_ENTRIES = 100000 };

/* The last entry of a container that is not completely added yet. */
#define NOT_ENDED (UINT32_MAX - 1)

/* RULE_FIRST: the containers of the list `closed` are folded, as they were when they were added. */
enum rule { RULE_FIRST, RULE_OPEN, RULE_CLOSED };

struct list {
    uint32_t *at; /* ascending */
    size_t count;
};

/* A run begins at this entry, in this row, and has the rows up to the next run's first. */
struct run {
    uint32_t entry, row;
};

struct outline {
    enum outline_form form;
    const struct value **values;
    uint32_t *last;   /* of an opener: the last entry that folding hides; of a closer: its opener */
    uint32_t *parent; /* OUTLINE_NONE for a root or a heading */
    uint32_t count;
    const struct value *next; /* is added next, to the container `filled`; NULL: all are added */
    uint32_t filled;
    bool (*folded)(const struct value *container);
    struct list roots;
    struct list closed;  /* folded at first */
    struct list changed; /* the opposite of what the rule says */
    enum rule rule;
    struct run *runs; /* made again after each change; their memory is kept */
    size_t run_count, run_room;
    uint32_t rows;
    uint32_t indexed; /* the entry whose index was computed last */
    size_t index;
};

struct outline *outline_new(enum outline_form form)
{
    struct outline *o = xcalloc(1, sizeof *o);
    o->form = form;
    o->indexed = o->filled = OUTLINE_NONE;
    return o;
}

void outline_free(struct outline *o)
{
    if (!o)
        return;
    free(o->values);
    free(o->last);
    free(o->parent);
    free(o->roots.at);
    free(o->closed.at);
    free(o->changed.at);
    free(o->runs);
    free(o);
}

/* Lists */

static bool is_smaller(const void *member, const void *entry)
{
    return *(const uint32_t *)member < *(const uint32_t *)entry;
}

/* The number of members that are smaller than an entry. */
static size_t list_lower(const struct list *l, uint32_t entry)
{
    return sorted_before(l->at, l->count, sizeof *l->at, is_smaller, &entry);
}

static bool list_has(const struct list *l, uint32_t entry)
{
    size_t i = list_lower(l, entry);
    return i < l->count && l->at[i] == entry;
}

static void list_insert(struct list *l, size_t i, uint32_t entry)
{
    l->at = xgrow(l->at, l->count, sizeof *l->at);
    memmove(l->at + i + 1, l->at + i, (l->count - i) * sizeof *l->at);
    l->at[i] = entry;
    l->count++;
}

/* Adds an entry, or removes it if it is in the list. */
static void list_flip(struct list *l, uint32_t entry)
{
    size_t i = list_lower(l, entry);
    if (i == l->count || l->at[i] != entry) {
        list_insert(l, i, entry);
        return;
    }
    l->count--;
    memmove(l->at + i, l->at + i + 1, (l->count - i) * sizeof *l->at);
}

/* Filling */

static uint32_t add_entry(struct outline *o, const struct value *v, uint32_t parent)
{
    o->values = xgrow(o->values, o->count, sizeof *o->values);
    o->last = xgrow(o->last, o->count, sizeof *o->last);
    o->parent = xgrow(o->parent, o->count, sizeof *o->parent);
    o->values[o->count] = v;
    o->last[o->count] = o->count;
    o->parent[o->count] = parent;
    return o->count++;
}

/* Ends the containers whose last member was added. */
static void close_full(struct outline *o)
{
    while (o->filled != OUTLINE_NONE && !o->next) {
        uint32_t opener = o->filled;
        const struct value *v = o->values[opener];
        o->filled = o->parent[opener];
        if (o->form == OUTLINE_CLOSERS) {
            uint32_t closer = add_entry(o, v, o->filled);
            o->last[closer] = opener;
        }
        o->last[opener] = o->count - 1;
        o->next = o->filled == OUTLINE_NONE ? NULL : v->next;
    }
}

static void add_next(struct outline *o)
{
    const struct value *v = o->next;
    uint32_t entry = add_entry(o, v, o->filled);
    o->next = o->filled == OUTLINE_NONE ? NULL : v->next;
    if (value_first(v)) {
        if (o->folded && o->folded(v))
            list_insert(&o->closed, o->closed.count, entry);
        o->last[entry] = NOT_ENDED;
        o->filled = entry;
        o->next = value_first(v);
    }
    close_full(o);
}

/* Visible rows */

static void add_run(struct outline *o, uint32_t from, uint32_t to)
{
    if (o->run_count == o->run_room) {
        o->run_room = o->run_room ? 2 * o->run_room : 16;
        o->runs = xreallocarray(o->runs, o->run_room, sizeof *o->runs);
    }
    o->runs[o->run_count++] = (struct run){from, o->rows};
    o->rows += to - from + 1;
}

bool outline_is_folded(const struct outline *o, uint32_t entry)
{
    bool folded = o->rule == RULE_CLOSED ? o->parent[entry] != OUTLINE_NONE
                                         : o->rule == RULE_FIRST && list_has(&o->closed, entry);
    return outline_is_opener(o, entry) && folded != list_has(&o->changed, entry);
}

/* The first opener from here on that is not a root. */
static uint32_t next_inner(const struct outline *o, uint32_t from)
{
    while (from < o->count && (o->last[from] <= from || o->parent[from] == OUTLINE_NONE))
        from++;
    return from < o->count ? from : OUTLINE_NONE;
}

/* Positions in the lists while the folded entries are visited in order. */
struct walk {
    size_t closed, changed;
};

static uint32_t list_skip(const struct list *l, size_t *i, uint32_t from)
{
    while (*i < l->count && l->at[*i] < from)
        ++*i;
    return *i < l->count ? l->at[*i] : OUTLINE_NONE;
}

/* The first folded entry from here on, or OUTLINE_NONE. */
static uint32_t next_folded(const struct outline *o, struct walk *w, uint32_t from)
{
    for (; from < o->count; from++) {
        uint32_t changed = list_skip(&o->changed, &w->changed, from), rule = OUTLINE_NONE;
        if (o->rule == RULE_FIRST)
            rule = list_skip(&o->closed, &w->closed, from);
        else if (o->rule == RULE_CLOSED)
            rule = next_inner(o, from);
        from = changed < rule ? changed : rule;
        if (from == OUTLINE_NONE || changed != rule)
            return from;
    }
    return OUTLINE_NONE;
}

static void make_runs(struct outline *o)
{
    struct walk w = {0};
    uint32_t begin = 0, at;
    o->run_count = 0;
    o->rows = 0;
    while ((at = next_folded(o, &w, begin)) != OUTLINE_NONE) {
        add_run(o, begin, at);
        begin = o->last[at] + 1;
    }
    if (begin < o->count)
        add_run(o, begin, o->count - 1);
}

void outline_add_heading(struct outline *o)
{
    add_entry(o, NULL, OUTLINE_NONE);
    make_runs(o);
}

void outline_begin(struct outline *o, const struct value *root,
                   bool (*folded)(const struct value *container))
{
    list_insert(&o->roots, o->roots.count, o->count);
    o->next = root;
    o->folded = folded;
}

bool outline_fill(struct outline *o, size_t values)
{
    for (; o->next && values; values--)
        add_next(o);
    make_runs(o);
    return o->next;
}

void outline_add(struct outline *o, const struct value *root,
                 bool (*folded)(const struct value *container))
{
    outline_begin(o, root, folded);
    outline_fill(o, SIZE_MAX);
}

size_t outline_entries(const struct outline *o)
{
    return o->count;
}

size_t outline_rows(const struct outline *o)
{
    return o->rows;
}

static bool begins_by_row(const void *run, const void *row)
{
    return ((const struct run *)run)->row <= *(const size_t *)row;
}

static bool begins_by_entry(const void *run, const void *entry)
{
    return ((const struct run *)run)->entry <= *(const uint32_t *)entry;
}

/* The first run begins with the first row and entry, so that each is in one. */
uint32_t outline_at(const struct outline *o, size_t row)
{
    const struct run *next =
        o->runs + sorted_before(o->runs, o->run_count, sizeof *o->runs, begins_by_row, &row);
    return next[-1].entry + ((uint32_t)row - next[-1].row);
}

/* A run ends with the folded opener that hides the entries up to the next run. */
size_t outline_row_of(const struct outline *o, uint32_t entry)
{
    size_t next = sorted_before(o->runs, o->run_count, sizeof *o->runs, begins_by_entry, &entry);
    const struct run *run = &o->runs[next - 1];
    uint32_t end = next < o->run_count ? run[1].row : o->rows;
    uint32_t row = run->row + (entry - run->entry);
    return row < end ? row : end - 1;
}

/* One entry */

const struct value *outline_value(const struct outline *o, uint32_t entry)
{
    return o->values[entry];
}

bool outline_is_closer(const struct outline *o, uint32_t entry)
{
    return o->last[entry] < entry;
}

bool outline_is_opener(const struct outline *o, uint32_t entry)
{
    return o->last[entry] > entry;
}

uint32_t outline_end(const struct outline *o, uint32_t entry)
{
    return outline_is_opener(o, entry) ? o->last[entry] : entry;
}

int outline_depth(const struct outline *o, uint32_t entry)
{
    int depth = 0;
    while ((entry = o->parent[entry]) != OUTLINE_NONE)
        depth++;
    return depth;
}

uint32_t outline_parent(const struct outline *o, uint32_t entry)
{
    return o->parent[entry];
}

size_t outline_tree(const struct outline *o, uint32_t entry)
{
    size_t trees = list_lower(&o->roots, entry + 1);
    return trees ? trees - 1 : 0;
}

static uint32_t opener_of(const struct outline *o, uint32_t entry)
{
    return outline_is_closer(o, entry) ? o->last[entry] : entry;
}

bool outline_is_large(const struct outline *o, uint32_t entry)
{
    entry = opener_of(o, entry);
    return outline_end(o, entry) - entry > LARGE_ENTRIES;
}

size_t outline_index(struct outline *o, uint32_t entry)
{
    entry = opener_of(o, entry);
    uint32_t parent = o->parent[entry], at = parent + 1;
    size_t index = 0;
    if (parent == OUTLINE_NONE)
        return 0;
    if (o->indexed != OUTLINE_NONE && o->indexed <= entry && o->parent[o->indexed] == parent) {
        at = o->indexed;
        index = o->index;
    }
    for (; at < entry; at = o->last[at] + 1)
        index++;
    o->indexed = entry;
    o->index = index;
    return index;
}

/* Folding */

bool outline_toggle(struct outline *o, uint32_t entry)
{
    entry = opener_of(o, entry);
    if (!outline_is_opener(o, entry))
        return false;
    list_flip(&o->changed, entry);
    make_runs(o);
    return true;
}

static void set_rule(struct outline *o, enum rule rule)
{
    o->rule = rule;
    o->changed.count = 0;
    make_runs(o);
}

void outline_unfold_all(struct outline *o)
{
    set_rule(o, RULE_OPEN);
}

void outline_fold_all(struct outline *o)
{
    set_rule(o, RULE_CLOSED);
}

bool outline_show(struct outline *o, uint32_t entry)
{
    bool was_folded = false;
    for (uint32_t at = o->parent[entry]; at != OUTLINE_NONE; at = o->parent[at]) {
        if (!outline_is_folded(o, at))
            continue;
        list_flip(&o->changed, at);
        was_folded = true;
    }
    if (was_folded)
        make_runs(o);
    return was_folded;
}

struct outline_folds {
    enum rule rule;
    uint32_t entries; /* in the outline */
    uint32_t *changed;
    size_t count;
};

struct outline_folds *outline_folds(const struct outline *o)
{
    struct outline_folds *f = xcalloc(1, sizeof *f);
    f->rule = o->rule;
    f->entries = o->count;
    f->count = o->changed.count;
    f->changed = xcalloc(f->count, sizeof *f->changed);
    if (f->count)
        memcpy(f->changed, o->changed.at, f->count * sizeof *f->changed);
    return f;
}

void outline_set_folds(struct outline *o, const struct outline_folds *f)
{
    if (f->entries != o->count)
        return;
    o->rule = f->rule;
    o->changed.count = 0;
    for (size_t i = 0; i < f->count; i++)
        list_insert(&o->changed, i, f->changed[i]);
    make_runs(o);
}

void outline_folds_free(struct outline_folds *f)
{
    if (f)
        free(f->changed);
    free(f);
}

/* Pointers */

void outline_pointer(struct outline *o, uint32_t entry, struct buf *out)
{
    entry = opener_of(o, entry);
    if (o->parent[entry] == OUTLINE_NONE)
        return;
    outline_pointer(o, o->parent[entry], out);
    const struct value *parent = o->values[o->parent[entry]];
    size_t index = parent->type == VALUE_ARRAY ? outline_index(o, entry) : 0;
    value_pointer_step(out, parent, o->values[entry], index);
}

/* The member of a container that a part of a pointer names, or OUTLINE_NONE. */
static uint32_t member(const struct outline *o, uint32_t container, const char *part, size_t n)
{
    const struct value *v = o->values[container];
    bool by_name = v->type == VALUE_OBJECT;
    size_t index = by_name ? 0 : strtoul(part, NULL, 10);
    bool is_index = *part >= '0' && *part <= '9';
    if (!outline_is_opener(o, container) || (!by_name && (!is_index || index >= v->count)))
        return OUTLINE_NONE;
    uint32_t end = o->last[container];
    for (uint32_t at = container + 1; at <= end; at = o->last[at] + 1) {
        if (outline_is_closer(o, at))
            break;
        if (by_name ? value_pointer_part_is(part, n, o->values[at]->name) : index-- == 0)
            return at;
    }
    return OUTLINE_NONE;
}

uint32_t outline_find(const struct outline *o, size_t tree, const char *pointer, bool *found)
{
    bool exists = tree < o->roots.count;
    uint32_t at = exists ? o->roots.at[tree] : OUTLINE_NONE;
    while (exists && *pointer == '/') {
        size_t n = strcspn(++pointer, "/");
        uint32_t next = member(o, at, pointer, n);
        exists = next != OUTLINE_NONE;
        at = exists ? next : at;
        pointer += n;
    }
    if (found)
        *found = exists;
    return at;
}

void outline_fold_like(struct outline *o, struct outline *other)
{
    o->rule = other->rule;
    o->changed.count = 0;
    for (size_t i = 0; i < other->changed.count; i++) {
        uint32_t entry = other->changed.at[i];
        struct buf pointer = {0};
        bool found;
        outline_pointer(other, entry, &pointer);
        uint32_t here = outline_find(o, outline_tree(other, entry), buf_str(&pointer), &found);
        if (found && outline_is_opener(o, here) && !list_has(&o->changed, here))
            list_flip(&o->changed, here);
        buf_done(&pointer);
    }
    make_runs(o);
}
