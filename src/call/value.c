/* Recursion is bounded by the depth that the parser allows. */
#include "call/value.h"

#include <string.h>

struct value *value_new(struct arena *a, enum value_type type)
{
    struct value *v = arena_alloc(a, sizeof *v);
    v->type = type;
    return v;
}

struct value *value_childless(struct arena *a, const struct value *v)
{
    struct value *copy = value_new(a, v->type);
    *copy = *v;
    copy->next = NULL;
    if (value_is_container(v)) {
        copy->child = NULL;
        copy->count = 0;
    }
    return copy;
}

void value_append(struct value *parent, struct value *member, struct value **tail)
{
    if (*tail)
        (*tail)->next = member;
    else
        parent->child = member;
    *tail = member;
    parent->count++;
}

struct value *value_last(const struct value *v)
{
    struct value *last = value_first(v);
    while (last && last->next)
        last = last->next;
    return last;
}

/* The character that ~0, ~1, ~2 or ~3 is written for; NUL for any other digit. */
static char unescaped(char digit)
{
    return digit >= '0' && digit <= '3' ? "~/| "[digit - '0'] : '\0';
}

bool value_pointer_part_is(const char *part, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++, name++) {
        char c = part[i];
        if (c == '~' && i + 1 < n && unescaped(part[i + 1]))
            c = unescaped(part[++i]);
        if (*name != c || !*name)
            return false;
    }
    return !*name;
}

static bool read_index(const char *part, size_t n, size_t *index)
{
    *index = 0;
    if (!n || (n > 1 && *part == '0') || n > 9)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (part[i] < '0' || part[i] > '9')
            return false;
        *index = *index * 10 + (size_t)(part[i] - '0');
    }
    return true;
}

static const struct value *step(const struct value *v, const char *part, size_t n)
{
    size_t index;
    if (v->type == VALUE_ARRAY && n == 2 && memcmp(part, "-1", 2) == 0)
        return value_last(v);
    if (v->type == VALUE_ARRAY && read_index(part, n, &index)) {
        for (v = value_first(v); v && index; index--)
            v = v->next;
        return v;
    }
    while (v && v->type == VALUE_ARRAY)
        v = value_first(v);
    if (!v || v->type != VALUE_OBJECT)
        return NULL;
    for (v = value_first(v); v; v = v->next)
        if (value_pointer_part_is(part, n, v->name))
            return v;
    return NULL;
}

const struct value *value_at(const struct value *root, const char *pointer)
{
    if (!strcmp(pointer, "."))
        return root;
    while (root && *pointer == '/') {
        pointer++;
        size_t n = strcspn(pointer, "/");
        root = step(root, pointer, n);
        pointer += n;
    }
    return *pointer ? NULL : root;
}

void value_each(struct value *root, const char *pointer, void (*found)(void *to, struct value *v),
                void *to)
{
    while (*pointer == '/') {
        const char *part = pointer + 1;
        size_t n = strcspn(part, "/");
        pointer = part + n;
        if (root->type == VALUE_ARRAY && n == 1 && *part == '*') {
            for (struct value *v = value_first(root); v; v = v->next)
                value_each(v, pointer, found, to);
            return;
        }
        root = (struct value *)(uintptr_t)step(root, part, n);
        if (!root)
            return;
    }
    found(to, root);
}

struct value *value_find(struct value *root, const char *pointer)
{
    return (struct value *)(uintptr_t)value_at(root, pointer);
}

const struct value *value_member(const struct value *object, const char *name)
{
    if (!object || object->type != VALUE_OBJECT)
        return NULL;
    for (const struct value *v = value_first(object); v; v = v->next)
        if (*v->name == *name && !strcmp(v->name, name))
            return v;
    return NULL;
}

bool value_is_numbers(const struct value *v)
{
    const struct value *m = v->type == VALUE_ARRAY ? value_first(v) : NULL;
    bool any = m != NULL;
    while (m && m->type == VALUE_NUMBER)
        m = m->next;
    return any && !m;
}

bool value_says_nothing(const struct value *v)
{
    if (!value_is_container(v))
        return v->type == VALUE_NULL;
    const struct value *child = value_first(v);
    while (child && value_says_nothing(child))
        child = child->next;
    return !child;
}

struct value *value_rest(struct arena *a, const struct value *v)
{
    if (v->used || v->of_turn)
        return NULL;
    if (!value_is_container(v) || !value_first(v))
        return value_childless(a, v);
    struct value *copy = NULL, *tail = NULL;
    for (const struct value *child = value_first(v); child; child = child->next) {
        struct value *rest = value_rest(a, child);
        if (rest && !copy)
            copy = value_childless(a, v);
        if (rest)
            value_append(copy, rest, &tail);
    }
    return copy;
}

struct value *value_shown(struct arena *a, const struct value *v, const struct value *but)
{
    if (v == but || v->told || v->type == VALUE_NULL)
        return NULL;
    struct value *copy = value_childless(a, v), *tail = NULL;
    bool says = !value_is_container(v);
    for (const struct value *child = value_first(v); child; child = child->next) {
        struct value *shown = value_shown(a, child, but);
        says |= shown != NULL;
        if (!shown && v->type == VALUE_ARRAY)
            shown = value_childless(a, child);
        if (shown)
            value_append(copy, shown, &tail);
    }
    return says ? copy : NULL;
}

void value_pointer_step(struct buf *out, const struct value *parent, const struct value *member,
                        size_t index)
{
    buf_putc(out, '/');
    if (parent->type == VALUE_ARRAY)
        buf_printf(out, "%zu", index);
    else
        value_pointer_part(out, member->name);
}

void value_pointer_part(struct buf *out, const char *name)
{
    for (; *name; name++) {
        if (*name == '~')
            buf_puts(out, "~0");
        else if (*name == '/')
            buf_puts(out, "~1");
        else
            buf_putc(out, *name);
    }
}
