#include "call/other.h"

/* Gives each turn its element of the list. Both are in the same order. */
static void share(const struct value *list, struct turn *turns, size_t count)
{
    const struct value *row = list ? value_first(list) : NULL;
    size_t at = 1;
    for (size_t i = 0; i < count; i++) {
        for (; row && at < turns[i].other_at; at++)
            row = row->next;
        bool has = row && at == turns[i].other_at && value_first(row);
        turns[i].other = has ? row : NULL;
    }
}

/* Values that say nothing are not counted. */
static size_t values_in(const struct value *v)
{
    size_t count = v->type != VALUE_NULL && !value_is_container(v);
    for (const struct value *child = value_first(v); child; child = child->next)
        count += values_in(child);
    return count;
}

/* One row for all that is left of the turns; NULL if that is nothing. */
static struct value *turns_row(struct arena *a, const struct value *turns)
{
    size_t count = turns ? values_in(turns) : 0;
    struct buf text = {0};
    if (!count)
        return NULL;
    buf_grouped(&text, count);
    buf_puts(&text, count == 1 ? " more value, J shows it" : " more values, J shows them");
    struct value *row = value_new(a, VALUE_STRING);
    row->name = turns->name;
    row->text = arena_strndup(a, buf_str(&text), text.len);
    row->bytes = (uint32_t)text.len;
    buf_done(&text);
    return row;
}

void other_show(struct call *c, const struct value *other, const struct value *but,
                struct value *row)
{
    struct value *shown = value_shown(c->arena, other, but);
    if (!shown)
        shown = value_new(c->arena, VALUE_OBJECT);
    struct value *tail = value_last(shown);
    if (row)
        value_append(shown, row, &tail);
    c->other_shown = shown;
}

const struct value *other_turns_row(const struct call *c)
{
    const struct value *last = c->other_shown ? value_last(c->other_shown) : NULL;
    return last && c->other_turns && last->name == c->other_turns->name ? last : NULL;
}

void other_set(struct call *c, const struct value *other, bool with_turns, struct turn *turns)
{
    c->other = other;
    c->other_turns = with_turns ? value_last(other) : NULL;
    share(c->other_turns, turns, c->turn_count);
    other_show(c, other, c->other_turns, turns_row(c->arena, c->other_turns));
}
