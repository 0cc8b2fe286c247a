/* The fields of an answer that no member of the model takes, as an indented tree of rows. The
 * number of rows is bounded: a provider may send a million values, and each row has a pointer of
 * its own. */
#include "call/facts.h"

#include "base/alloc.h"
#include "text/clean.h"
#include "text/cols.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAME_MAX_COLS = 40,
    POINTER_MAX_BYTES = 1024,
    LIST_MAX_COLS = 60,
    LIST_MAX_ROWS = 20,
    INDENT_COLS = 2
};

struct walk {
    struct facts *facts;
    struct buf pointer; /* to the value that is visited */
    bool more;          /* there are values without a row */
};

static bool is_container(const struct value *v)
{
    return v->type == VALUE_ARRAY || v->type == VALUE_OBJECT;
}

static char *scalar_text(const struct value *v)
{
    struct buf text = {0};
    if (v->type == VALUE_NULL)
        buf_puts(&text, "null");
    else
        value_put_text(&text, v);
    struct buf clean = {0};
    clean_text(&clean, buf_str(&text), text.len, CLEAN_SCREEN);
    buf_done(&text);
    return buf_take(&clean);
}

/* "a, b, c" for a short list of plain values, else NULL. */
static char *list_text(const struct value *v)
{
    struct buf text = {0};
    int cols = 0;
    for (const struct value *m = v->child; m; m = m->next) {
        if (is_container(m) || (m->type == VALUE_STRING && m->bytes > 4 * LIST_MAX_COLS)) {
            buf_done(&text);
            return NULL;
        }
        char *part = scalar_text(m);
        cols += cols_of(part, strlen(part)) + 2;
        buf_puts(&text, text.len ? ", " : "");
        buf_puts(&text, part);
        free(part);
        if (cols > LIST_MAX_COLS) {
            buf_done(&text);
            return NULL;
        }
    }
    return buf_take(&text);
}

/* The value of a row, "" for a container whose members get rows of their own. */
static char *row_text(const struct value *v)
{
    if (!is_container(v))
        return scalar_text(v);
    if (!v->child)
        return xstrdup(v->type == VALUE_ARRAY ? "[]" : "{}");
    char *list = v->type == VALUE_ARRAY ? list_text(v) : NULL;
    return list ? list : xstrdup("");
}

static char *row_label(const struct value *v, size_t index, int depth)
{
    char *name = v->name ? facts_label(v->name, NAME_MAX_COLS) : xasprintf("[%zu]", index);
    char *label = xasprintf("%*s%s", depth * INDENT_COLS, "", name);
    free(name);
    return label;
}

static char *row_pointer(const struct walk *w)
{
    return xstrdup(w->pointer.len <= POINTER_MAX_BYTES ? buf_str(&w->pointer) : "");
}

static void push_name(struct walk *w, const struct value *v, size_t index)
{
    if (w->pointer.len > POINTER_MAX_BYTES)
        return;
    buf_putc(&w->pointer, '/');
    if (v->name)
        value_pointer_part(&w->pointer, v->name);
    else
        buf_printf(&w->pointer, "%zu", index);
}

static void pop_name(struct walk *w, size_t bytes)
{
    w->pointer.len = bytes;
    w->pointer.data[bytes] = '\0';
}

static void visit_members(struct walk *w, const struct value *v, int depth);

static void visit(struct walk *w, const struct value *v, size_t index, int depth)
{
    size_t before = w->pointer.len;
    push_name(w, v, index);
    char *text = row_text(v);
    bool members_follow = is_container(v) && v->child && !*text;
    facts_add(w->facts, row_label(v, index, depth), text, row_pointer(w));
    if (members_follow)
        visit_members(w, v, depth + 1);
    pop_name(w, before);
}

/* Only the beginning of a long list is shown. */
static void add_more(struct walk *w, size_t left, int depth)
{
    facts_add(w->facts, xasprintf("%*s..", depth * INDENT_COLS, ""),
              xasprintf("and %zu more", left), row_pointer(w));
}

/* The recursion is as deep as the parser lets documents be: 64 levels. */
static void visit_members(struct walk *w, const struct value *v, int depth)
{
    size_t index = 0;
    for (const struct value *m = v->child; m; m = m->next, index++) {
        if (v->type == VALUE_ARRAY && index == LIST_MAX_ROWS && v->count > LIST_MAX_ROWS + 1) {
            add_more(w, v->count - index, depth);
            return;
        }
        if (w->facts->count >= FACTS_OTHER_ROWS - 1)
            w->more = true;
        else
            visit(w, m, index, depth);
    }
}

void facts_of_other(struct facts *out, const struct call *c)
{
    *out = (struct facts){0};
    if (!c->other)
        return;
    struct walk w = {.facts = out};
    buf_puts(&w.pointer, "");
    visit_members(&w, c->other, 0);
    if (w.more)
        facts_add(out, xstrdup(".."), xstrdup("there is more: see the JSON"), xstrdup(""));
    buf_done(&w.pointer);
}
