/* The copy is made from field.def: it has what the table says and nothing else, so a member without
 * a row would be missing in the copy rather than shown unmasked. Texts are sanitised before they
 * are masked, because an invisible character between two digits would hide a number from the mask.
 */
#include "call/masked.h"

#include "call/fields.h"
#include "call/other.h"
#include "text/clean.h"

#include <string.h>

/* A member of the model without a row does not compile. (Three structs have padding, more
 * than two pointers' size in all. A smaller member than a pointer could hide in it, but it cannot
 * refer to a text.) */
struct members_in_table {
#define MEMBER(scope, member, type, masking)                                                       \
    char scope##_##member[sizeof(((SCOPE_STRUCT_##scope *)NULL)->member)];
#define FIELD(scope, member, name, type, masking) MEMBER(scope, member, type, masking)
#include "call/field.def"
};
_Static_assert(sizeof(struct call) + sizeof(struct participant) + sizeof(struct turn) +
                       sizeof(struct tool) + sizeof(struct recording) + sizeof(struct stage) +
                       sizeof(struct figures) + sizeof(struct cost_part) +
                       sizeof(struct evaluation) + sizeof(struct given_link) -
                       sizeof(struct members_in_table) <
                   3 * sizeof(void *),
               "a member of the model has no row in field.def");

struct masking {
    struct arena *arena;
    const struct call *call;
    struct mask_count *count;
    const char *known, *known_masked; /* a text that was masked already, and its masked copy */
    struct turn *turns;               /* of the copy */
    size_t stage_count;               /* of the turn that is copied */
};

static void copy_members(struct masking *m, enum field_scope scope, const void *from, void *to);

/* A text without anything to mask is shared with the call. */
static const char *mask_bytes(struct masking *m, const char *s, size_t n, size_t *bytes)
{
    struct buf clean = {0};
    *bytes = n;
    if (!mask_may_find(s, n))
        return s;
    clean_text(&clean, s, n, CLEAN_LINES);
    *bytes = clean.len;
    char *copy = arena_strndup(m->arena, buf_str(&clean), clean.len);
    buf_done(&clean);
    *bytes = mask_text(copy, *bytes, m->call->id, m->count);
    return copy;
}

static const char *mask(struct masking *m, const char *s)
{
    size_t bytes;
    if (s && s == m->known)
        return m->known_masked;
    return s ? mask_bytes(m, s, strlen(s), &bytes) : NULL;
}

/* A number may be a phone number. One that was masked becomes a string. */
static void mask_number(struct masking *m, struct value *v)
{
    struct buf digits = {0};
    value_put_text(&digits, v);
    size_t bytes;
    const char *text = mask_bytes(m, buf_str(&digits), digits.len, &bytes);
    if (strcmp(text, buf_str(&digits)) != 0) {
        v->type = VALUE_STRING;
        v->text = text;
        v->bytes = (uint32_t)bytes;
    }
    buf_done(&digits);
}

/* The recursion is as deep as the JSON, which the parser bounds. */
static struct value *mask_value(struct masking *m, const struct value *v)
{
    struct value *copy = value_childless(m->arena, v), *tail = NULL;
    copy->name = mask(m, v->name);
    size_t bytes;
    if (v->type == VALUE_STRING) {
        copy->text = mask_bytes(m, v->text, v->bytes, &bytes);
        copy->bytes = (uint32_t)bytes;
    }
    if (v->type == VALUE_NUMBER)
        mask_number(m, copy);
    for (const struct value *c = v->child; c; c = c->next)
        value_append(copy, mask_value(m, c), &tail);
    return copy;
}

static void mask_texts(struct masking *m, const char *const *const *from, const char *const **to)
{
    const char **list = arena_array(m->arena, m->call->note_count, sizeof *list);
    for (size_t i = 0; i < m->call->note_count; i++)
        list[i] = mask(m, (*from)[i]);
    *to = list;
}

static void mask_time(struct masking *m, const struct instant *from, struct instant *to)
{
    *to = *from;
    to->raw = mask(m, from->raw);
}

/* Turns near each other share the word for their speaker (call_earlier_of_speaker), in the copy
 * too. */
static void mask_turns(struct masking *m, const struct turn *const *from, const struct turn **to)
{
    const struct turn *turns = *from;
    struct turn *list = arena_array(m->arena, m->call->turn_count, sizeof *list);
    for (size_t i = 0; i < m->call->turn_count; i++) {
        size_t earlier = call_earlier_of_speaker(turns, i);
        m->known = earlier < i ? turns[earlier].speaker : NULL;
        m->known_masked = earlier < i ? list[earlier].speaker : NULL;
        m->stage_count = turns[i].stage_count;
        copy_members(m, SCOPE_TURN, &turns[i], &list[i]);
        if (list[i].text != turns[i].text)
            list[i].bytes = strlen(list[i].text);
    }
    m->known = NULL;
    *to = m->turns = list;
}

/* A list of structs of the scope, each of so many bytes; NULL for NULL. */
static void *mask_list(struct masking *m, enum field_scope scope, const void *from, size_t count,
                       size_t bytes)
{
    char *list = from ? arena_array(m->arena, count, bytes) : NULL;
    for (size_t i = 0; list && i < count; i++)
        copy_members(m, scope, (const char *)from + i * bytes, list + i * bytes);
    return list;
}

/* How a member of each type of field.def is masked in the copy. */
#define MASK_TEXT(m, from, to) (*(to) = mask(m, *(from)))
#define MASK_TEXTS mask_texts
#define MASK_TIME mask_time
#define MASK_VALUE(m, from, to) (*(to) = *(from) ? mask_value(m, *(from)) : NULL)
#define MASK_TOOLS(m, from, to) (*(to) = mask_list(m, SCOPE_TOOL, *(from), 1, sizeof **(to)))
#define MASK_TURNS mask_turns
#define MASK_PARTICIPANTS(m, from, to)                                                             \
    (*(to) = mask_list(m, SCOPE_PARTICIPANT, *(from), (m)->call->participant_count, sizeof **(to)))
#define MASK_GIVEN_LINKS(m, from, to)                                                              \
    (*(to) = mask_list(m, SCOPE_GIVEN_LINK, *(from), (m)->call->given_link_count, sizeof **(to)))
#define MASK_COST_PARTS(m, from, to)                                                               \
    (*(to) = mask_list(m, SCOPE_COST_PART, *(from), (m)->call->figures.cost_part_count,            \
                       sizeof **(to)))
#define MASK_EVALUATIONS(m, from, to)                                                              \
    (*(to) = mask_list(m, SCOPE_EVALUATION, *(from), (m)->call->figures.evaluation_count,          \
                       sizeof **(to)))
#define MASK_STAGES(m, from, to)                                                                   \
    (*(to) = mask_list(m, SCOPE_STAGE, *(from), (m)->stage_count, sizeof **(to)))
#define MASK_FIGURES(m, from, to) copy_members(m, SCOPE_FIGURES, from, to)
#define MASK_ERROR MASK_TEXT
#define MASK_SIDE MASK_TEXT
#define MASK_RECORDINGS(m, from, to)                                                               \
    (*(to) = mask_list(m, SCOPE_RECORDING, *(from), (m)->call->recording_count, sizeof **(to)))

/* One macro for each masking in the last column of the table. */
#define MASKED(type, from, to) MASK_##type(m, from, to)
#define KEPT(type, from, to) memcpy(to, from, sizeof *(to))
#define CLEARED(type, from, to) memset(to, 0, sizeof *(to))

/* Copies a struct of the scope, member by member. */
static void copy_members(struct masking *m, enum field_scope scope, const void *from, void *to)
{
#define MEMBER(in, member, type, masking)                                                          \
    if (scope == SCOPE_##in)                                                                       \
        masking(type, &((const SCOPE_STRUCT_##in *)from)->member,                                  \
                &((SCOPE_STRUCT_##in *)to)->member);
#define FIELD(in, member, name, type, masking) MEMBER(in, member, type, masking)
#include "call/field.def"
}

struct call *masked_call(const struct call *c, struct mask_count *count)
{
    *count = (struct mask_count){0};
    struct masking m = {.arena = arena_new(), .call = c, .count = count};
    struct call *copy = arena_alloc(m.arena, sizeof *copy);
    copy_members(&m, SCOPE_CALL, c, copy);
    copy->arena = m.arena;
    if (copy->other)
        other_set(copy, copy->other, c->other_turns != NULL, m.turns);
    return copy;
}
