/* Visits the values that are not marked as used. Pure. */
#include "cli/unused_fields.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { VISITS_MAX = 100000 };

struct unused {
    char *pointer;
    const struct value *first;
    size_t count;
};

struct walk {
    struct unused rows[UNUSED_FIELDS_ROWS_MAX];
    size_t count, visits;
    const struct value *but;
    struct buf pointer; /* of the current value */
    bool more;
};

static void keep(struct walk *w, const struct value *v)
{
    for (size_t i = 0; i < w->count; i++)
        if (strcmp(w->rows[i].pointer, buf_str(&w->pointer)) == 0) {
            w->rows[i].count++;
            return;
        }
    if (w->count < UNUSED_FIELDS_ROWS_MAX)
        w->rows[w->count++] = (struct unused){xstrdup(buf_str(&w->pointer)), v, 1};
    else
        w->more = true;
}

static void walk(struct walk *w, const struct value *v)
{
    size_t before = w->pointer.len;
    if (v->used || v == w->but)
        return;
    w->more |= ++w->visits > VISITS_MAX;
    if (!v->child)
        keep(w, v);
    for (const struct value *c = v->child; c && w->visits <= VISITS_MAX; c = c->next) {
        buf_putc(&w->pointer, '/');
        if (v->type == VALUE_ARRAY)
            buf_putc(&w->pointer, '*');
        else
            value_pointer_part(&w->pointer, c->name);
        walk(w, c);
        w->pointer.len = before;
        w->pointer.data[before] = '\0';
    }
}

static void add_row(struct table *out, const struct unused *row)
{
    struct buf json = {0};
    value_put_json(&json, row->first);
    char *times = xasprintf("%zu", row->count);
    table_row(out, (const char *const[]){row->pointer, buf_str(&json), times});
    free(times);
    buf_done(&json);
}

bool unused_fields(struct table *out, const struct value *root, const struct value *but)
{
    static const char *const head[] = {"Pointer", "Value", "Times"};
    struct walk *w = xcalloc(1, sizeof *w);
    *out = (struct table){.columns = 3, .head = head};
    w->but = but;
    walk(w, root);
    for (size_t i = 0; i < w->count; i++) {
        add_row(out, &w->rows[i]);
        free(w->rows[i].pointer);
    }
    bool complete = !w->more;
    buf_done(&w->pointer);
    free(w);
    return complete;
}
