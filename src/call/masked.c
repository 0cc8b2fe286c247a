/* The copy is made from field.def: it has what the table says and nothing else, so a member without
 * a row would be missing in the copy rather than shown unmasked. Texts are sanitised before they
 * are masked, because an invisible character between two digits would hide a number from the mask.
 */
#include "call/masked.h"

#include "call/fields.h"
#include "call/other.h"
#include "text/clean.h"

#include <stdint.h>
#include <string.h>

enum { TURNS_PER_CLOCK = 64 };

/* A member of the model without a row does not compile. (Three structs have padding, three
 * pointers' size in all. A smaller member than a pointer could hide in it, but it cannot
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
                   4 * sizeof(void *),
               "a member of the model has no row in field.def");

/* Turns are masked in any order, and what is left of each with it; the list of all that is left of
 * them is put together in their order. */
struct masking {
    struct late_turns late;
    struct arena *arena;
    const struct call *call;
    struct call *copy;
    struct mask_count *count;
    struct turn *turns;      /* of the copy; one without a text is not masked yet */
    size_t next;             /* the first turn whose part is not in the list yet */
    const struct value *row; /* the next element of call->other_turns, */
    size_t row_at;           /* and its number, from 1 */
    struct value *other, *other_turns, *tail; /* other_turns is the list, tail its last element */
    const char *known, *known_masked; /* a text that was masked already, and its masked copy */
    size_t stage_count, bytes;        /* of the turn that is copied, and of its text */
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
    if (s && s == m->known) {
        m->known = NULL; /* the same text in another member is counted for itself */
        return m->known_masked;
    }
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
        copy->borrowed = v->borrowed && copy->text == v->text;
    }
    if (v->type == VALUE_NUMBER)
        mask_number(m, copy);
    for (const struct value *c = value_first(v); c; c = c->next)
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
#define MASK_SAID(m, from, to) (*(to) = mask_bytes(m, *(from), (m)->bytes, &(m)->bytes))
#define MASK_TEXTS mask_texts
#define MASK_TIME mask_time
#define MASK_VALUE(m, from, to) (*(to) = *(from) ? mask_value(m, *(from)) : NULL)
#define MASK_TOOLS(m, from, to) (*(to) = mask_list(m, SCOPE_TOOL, *(from), 1, sizeof **(to)))
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
#define LATE CLEARED
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

/* Turns near each other share the word for their speaker (call_earlier_of_speaker), in the copy
 * too. A word that is shared is counted once. */
static const char *mask_speaker(struct masking *m, size_t turn)
{
    const struct turn *turns = m->call->turns;
    size_t earlier = call_earlier_of_speaker(turns, turn);
    if (earlier == turn)
        return mask(m, turns[turn].speaker);
    if (m->turns[earlier].text)
        return m->turns[earlier].speaker;
    struct mask_count *count = m->count, ignored = {0};
    m->count = &ignored;
    const char *speaker = mask(m, turns[turn].speaker);
    m->count = count;
    return speaker;
}

/* What is left of a turn; turns next to each other may share it. */
static const struct value *mask_rest(struct masking *m, size_t turn)
{
    const struct turn *turns = m->call->turns;
    const struct value *rest = turns[turn].other;
    if (rest && turn && turns[turn - 1].other == rest && m->turns[turn - 1].text)
        return m->turns[turn - 1].other;
    return rest ? mask_value(m, rest) : NULL;
}

static const struct turn *mask_turn(struct late_turns *late, size_t turn)
{
    struct masking *m = (struct masking *)late;
    const struct turn *from = &m->call->turns[turn];
    struct turn *to = &m->turns[turn];
    if (to->text)
        return to;
    m->known_masked = mask_speaker(m, turn);
    m->known = from->speaker;
    m->stage_count = from->stage_count;
    m->bytes = from->bytes;
    copy_members(m, SCOPE_TURN, from, to);
    to->bytes = m->bytes;
    m->known = NULL;
    to->other = mask_rest(m, turn);
    return to;
}

static void add_row(struct masking *m, const struct value *masked)
{
    struct value *row = masked ? (struct value *)(uintptr_t)masked : mask_value(m, m->row);
    value_append(m->other_turns, row, &m->tail);
    m->row = m->row->next;
    m->row_at++;
}

/* Masks the next turn, and adds what is left of the elements up to its own to the list. */
static void mask_next(struct masking *m)
{
    const struct turn *t = mask_turn(&m->late, m->next++);
    while (m->row && m->row_at <= t->other_at)
        add_row(m, m->row_at == t->other_at ? t->other : NULL);
}

/* All turns are masked. */
static void finish(struct masking *m)
{
    struct call *c = m->copy;
    struct value *tail = m->other ? value_last(m->other) : NULL;
    while (m->row)
        add_row(m, NULL);
    if (m->other_turns)
        value_append(m->other, m->other_turns, &tail);
    c->other = m->other;
    c->other_turns = m->other_turns;
    c->turns = m->turns;
    c->late = NULL;
}

static const struct value *mask_all(struct late_turns *late)
{
    struct masking *m = (struct masking *)late;
    while (m->next < m->call->turn_count)
        mask_next(m);
    finish(m);
    return m->copy->other;
}

/* Masks what is not left of the turns. */
static void begin_other(struct masking *m)
{
    const struct value *other = m->call->other, *turns = m->call->other_turns, *row;
    struct value *tail = NULL, *copy = NULL;
    if (!other)
        return;
    m->other = value_childless(m->arena, other);
    m->other->name = mask(m, other->name);
    for (const struct value *v = value_first(other); v; v = v->next)
        if (v != turns)
            value_append(m->other, mask_value(m, v), &tail);
    if (turns) {
        m->other_turns = value_childless(m->arena, turns);
        m->other_turns->name = mask(m, turns->name);
        m->row = value_first(turns);
        m->row_at = 1;
    }
    row = other_turns_row(m->call);
    copy = row ? value_childless(m->arena, row) : NULL;
    if (copy)
        copy->name = m->other_turns->name;
    other_show(m->copy, m->other, NULL, copy);
}

struct call *masked_begin(const struct call *c, struct mask_count *count)
{
    *count = (struct mask_count){0};
    struct arena *arena = arena_new();
    struct masking *m = arena_alloc(arena, sizeof *m);
    *m = (struct masking){.late = {mask_turn, mask_all}, .arena = arena, .call = c, .count = count};
    m->copy = arena_alloc(arena, sizeof *m->copy);
    copy_members(m, SCOPE_CALL, c, m->copy);
    m->copy->arena = arena;
    m->copy->late = &m->late;
    m->turns = arena_sparse_array(arena, c->turn_count, sizeof *m->turns);
    begin_other(m);
    return m->copy;
}

bool masked_run(struct call *copy, int budget_ms)
{
    int64_t deadline_ms = time_now_ms() + budget_ms;
    struct masking *m = (struct masking *)copy->late;
    while (m && m->next < copy->turn_count) {
        mask_next(m);
        if (m->next % TURNS_PER_CLOCK == 0 && time_now_ms() >= deadline_ms)
            return true;
    }
    if (m)
        finish(m);
    return false;
}

struct call *masked_call(const struct call *c, struct mask_count *count)
{
    struct call *copy = masked_begin(c, count);
    mask_all(copy->late);
    return copy;
}
