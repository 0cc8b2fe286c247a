/* Rows are found by the address of their pointer in the description. */
#include "provider/extract/trace.h"

#include "base/alloc.h"
#include "provider/describe.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

static void add_rows(void *trace, const char *name, const struct sources *sources)
{
    struct trace *t = trace;
    t->rows = xreallocarray(t->rows, t->count + sources->count + 1, sizeof *t->rows);
    for (size_t i = 0; i < sources->count; i++)
        t->rows[t->count++] = (struct trace_row){
            .name = xstrdup(name), .source = &sources->at[i], .best = OUTCOME_COUNT};
}

void trace_init(struct trace *t, const struct provider *p)
{
    *t = (struct trace){0};
    describe_each(p, add_rows, t);
}

void trace_init_of_list(struct trace *t, const struct provider *p)
{
    *t = (struct trace){0};
    describe_each_of_list(p, add_rows, t);
}

void trace_done(struct trace *t)
{
    for (size_t i = 0; i < t->count; i++) {
        free(t->rows[i].name);
        free(t->rows[i].raw);
        free(t->rows[i].read);
    }
    free(t->rows);
    *t = (struct trace){0};
}

/* The caller frees it. A string is cut at TRACE_TEXT_BYTES. */
static char *text_of(const struct value *v)
{
    const char *plural = v->count == 1 ? "" : "s";
    if (v->type == VALUE_ARRAY)
        return xasprintf("a list with %u element%s", v->count, plural);
    if (v->type == VALUE_OBJECT)
        return xasprintf("an object with %u member%s", v->count, plural);
    if (v->type == VALUE_STRING)
        return xstrndup(v->text, utf8_prefix_bytes(v->text, v->bytes, TRACE_TEXT_BYTES));
    struct buf text = {0};
    value_put_text(&text, v);
    return buf_take(&text);
}

void trace_add(struct trace *t, const struct source *source, enum outcome outcome,
               const struct value *v, const char *read)
{
    size_t i = 0;
    while (t && i < t->count && t->rows[i].source != source)
        i++;
    if (!t || i == t->count)
        return;
    struct trace_row *row = &t->rows[i];
    row->counts[outcome]++;
    if (outcome >= row->best)
        return;
    free(row->raw);
    free(row->read);
    row->best = outcome;
    row->raw = text_of(v);
    row->read = read && strcmp(read, row->raw) != 0 ? xstrdup(read) : NULL;
}
