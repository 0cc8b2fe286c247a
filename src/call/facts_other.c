/* The other fields as rows. Their number is bounded: a provider may send a million values, and each
 * row has a pointer of its own. */
#include "call/facts.h"

#include "base/alloc.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    NAME_MAX_BYTES = 1024,
    POINTER_MAX_BYTES = 1024,
    LIST_MAX_COLS = 60,
    LIST_MAX_ROWS = 20,
    INDENT_COLS = 2
};

/* A walk through the other fields. */
struct walk {
    struct facts *facts;
    struct buf pointer; /* to the value that is visited */
    bool more;          /* there are values without a row */
};

static char *scalar_text(const struct value *v)
{
    struct buf text = {0};
    value_put_text(&text, v);
    char *clean = clean_dup(buf_str(&text), 0);
    buf_done(&text);
    return clean;
}

/* "a, b, c" for a short list of plain values; NULL for any other list. */
static char *list_text(const struct value *v)
{
    struct buf text = {0};
    int cols = 0;
    for (const struct value *m = value_first(v); m && cols <= LIST_MAX_COLS; m = m->next) {
        bool is_plain =
            !value_is_container(m) && (m->type != VALUE_STRING || m->bytes <= 4 * LIST_MAX_COLS);
        char *part = is_plain ? scalar_text(m) : xstrdup("");
        cols += is_plain ? cols_of(part, strlen(part)) + 2 : LIST_MAX_COLS + 1;
        buf_puts(&text, text.len ? ", " : "");
        buf_puts(&text, part);
        free(part);
    }
    if (cols > LIST_MAX_COLS)
        buf_done(&text);
    return cols > LIST_MAX_COLS ? NULL : buf_take(&text);
}

/* "800, 700, 600 and 53 more": the beginning of a long list of numbers. */
static char *numbers_text(const struct value *v)
{
    struct buf text = {0};
    size_t shown = 0;
    for (const struct value *m = value_first(v); m; m = m->next) {
        size_t before = text.len;
        buf_puts(&text, shown ? ", " : "");
        value_put_text(&text, m);
        if (text.len > LIST_MAX_COLS) {
            text.len = before;
            break;
        }
        shown++;
    }
    if (shown < v->count)
        buf_printf(&text, " and %zu more", v->count - shown);
    return buf_take(&text);
}

/* "p50 800, p90 2400, values (56 numbers)" for an object of numbers, such as the percentiles of
 * something; NULL for any other object. */
static char *measures_text(const struct value *v)
{
    struct buf text = {0};
    for (const struct value *m = value_first(v); m; m = m->next) {
        bool is_list = value_is_numbers(m);
        if ((m->type != VALUE_NUMBER && !is_list) || v->count > LIST_MAX_ROWS || v->count < 2) {
            buf_done(&text);
            return NULL;
        }
        buf_puts(&text, text.len ? ", " : "");
        clean_text(&text, m->name, utf8_prefix_bytes(m->name, strlen(m->name), NAME_MAX_BYTES), 0);
        buf_putc(&text, ' ');
        if (is_list)
            buf_printf(&text, "(%u number%s)", m->count, m->count == 1 ? "" : "s");
        else
            value_put_text(&text, m);
    }
    return buf_take(&text);
}

/* The value of a row; "" for a container whose members get rows of their own. */
static char *row_text(const struct value *v)
{
    char *text = NULL;
    if (!value_is_container(v))
        return scalar_text(v);
    if (!value_first(v))
        return xstrdup(v->type == VALUE_ARRAY ? "[]" : "{}");
    text = v->type == VALUE_ARRAY ? list_text(v) : measures_text(v);
    if (!text && value_is_numbers(v))
        text = numbers_text(v);
    return text ? text : xstrdup("");
}

static char *row_label(const struct value *v, size_t index, int depth)
{
    if (!v->name)
        return xasprintf("%*s[%zu]", depth * INDENT_COLS, "", index);
    struct buf label = {0};
    buf_printf(&label, "%*s", depth * INDENT_COLS, "");
    clean_text(&label, v->name, utf8_prefix_bytes(v->name, strlen(v->name), NAME_MAX_BYTES),
               CLEAN_SCREEN);
    return buf_take(&label);
}

static char *row_pointer(const struct walk *w)
{
    return xstrdup(w->pointer.len <= POINTER_MAX_BYTES ? buf_str(&w->pointer) : "");
}

/* The recursion is as deep as the parser lets documents be: 64 levels. */
static void visit_members(struct walk *w, const struct value *v, int depth)
{
    size_t index = 0, before = w->pointer.len;
    for (const struct value *m = value_first(v); m; m = m->next, index++) {
        if (w->facts->count >= FACTS_OTHER_ROWS - 1) {
            w->more = true;
            return;
        }
        /* Only the beginning of a long list is shown. */
        if (v->type == VALUE_ARRAY && index == LIST_MAX_ROWS && v->count > LIST_MAX_ROWS + 1) {
            facts_add(w->facts, xasprintf("%*s..", depth * INDENT_COLS, ""),
                      xasprintf("and %zu more", v->count - index), row_pointer(w));
            return;
        }
        if (before <= POINTER_MAX_BYTES)
            value_pointer_step(&w->pointer, v, m, index);
        char *text = row_text(m);
        bool members_follow = value_is_container(m) && value_first(m) && !*text;
        facts_add(w->facts, row_label(m, index, depth), text, row_pointer(w));
        if (members_follow)
            visit_members(w, m, depth + 1);
        w->pointer.len = before;
        w->pointer.data[before] = '\0';
    }
}

void facts_of_other(struct facts *out, const struct call *c)
{
    *out = (struct facts){0};
    const struct value *other = c->other_shown ? c->other_shown : c->other;
    if (!other)
        return;
    struct walk w = {.facts = out};
    buf_puts(&w.pointer, "");
    visit_members(&w, other, 0);
    if (w.more)
        facts_add(out, xstrdup(".."), xstrdup("there is more: see the JSON"), xstrdup(""));
    buf_done(&w.pointer);
}
