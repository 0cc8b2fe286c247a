/* Texts that may hold something are copied, made safe (what hides between the digits of a number
 * would hide it from us) and masked. IDs of the call, times and durations are taken over. Pure. */
#include "call/masked.h"

#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

enum { AHEAD_TURNS = 16 };

struct masking {
    struct arena *arena;
    const char *id;
    struct mask_count *count;
};

/* A text with nothing to mask is the call's own. */
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
    mask_text(copy, *bytes, m->id, m->count);
    return copy;
}

static const char *mask(struct masking *m, const char *s)
{
    size_t bytes;
    return s ? mask_bytes(m, s, strlen(s), &bytes) : NULL;
}

/* A number may be a phone number; one that was masked is a text from then on. */
static void mask_number(struct masking *m, struct value *v)
{
    struct buf digits = {0};
    value_put_text(&digits, v);
    size_t bytes;
    const char *text = mask_bytes(m, buf_str(&digits), digits.len, &bytes);
    if (strcmp(text, buf_str(&digits)) != 0) {
        v->type = VALUE_STRING;
        v->text = text;
        v->bytes = bytes;
    }
    buf_done(&digits);
}

/* The depth of a provider's JSON is bounded. */
static struct value *mask_value(struct masking *m, const struct value *v)
{
    struct value *copy = value_new(m->arena, v->type), *tail = NULL;
    *copy = *v;
    copy->child = copy->next = NULL;
    copy->count = 0;
    copy->name = mask(m, v->name);
    if (v->type == VALUE_STRING)
        copy->text = mask_bytes(m, v->text, v->bytes, &copy->bytes);
    if (v->type == VALUE_NUMBER)
        mask_number(m, copy);
    for (const struct value *c = v->child; c; c = c->next)
        value_append(copy, mask_value(m, c), &tail);
    return copy;
}

static const struct participant *mask_people(struct masking *m, const struct call *c)
{
    struct participant *list = arena_array(m->arena, c->participant_count, sizeof *list);
    for (size_t i = 0; i < c->participant_count; i++) {
        const struct participant *p = &c->participants[i];
        list[i] = *p;
        list[i].role = mask(m, p->role);
        list[i].id = mask(m, p->id);
        list[i].name = mask(m, p->name);
        list[i].address = mask(m, p->address);
        list[i].state = mask(m, p->state);
    }
    return list;
}

static const struct tool *mask_tool(struct masking *m, const struct tool *t)
{
    if (!t)
        return NULL;
    struct tool *copy = arena_alloc(m->arena, sizeof *copy);
    copy->name = mask(m, t->name);
    copy->status = mask(m, t->status);
    copy->payload = t->payload ? mask_value(m, t->payload) : NULL;
    return copy;
}

/* The texts lie apart in memory, so most of the time would go into waiting for the next one. */
static void fetch_ahead(const struct call *c, size_t turn)
{
    if (turn < c->turn_count)
        __builtin_prefetch(c->turns[turn].text);
}

static const struct turn *mask_turns(struct masking *m, const struct call *c)
{
    struct turn *list = arena_array(m->arena, c->turn_count, sizeof *list);
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct turn *t = &c->turns[i];
        fetch_ahead(c, i + AHEAD_TURNS);
        list[i] = *t;
        size_t before = call_shares_speaker(c->turns, i);
        list[i].speaker = before < i ? list[before].speaker : mask(m, t->speaker);
        list[i].text = mask_bytes(m, t->text, t->bytes, &list[i].bytes);
        list[i].tool = mask_tool(m, t->tool);
    }
    return list;
}

static const struct recording *mask_recordings(struct masking *m, const struct call *c)
{
    struct recording *list = arena_array(m->arena, c->recording_count, sizeof *list);
    for (size_t i = 0; i < c->recording_count; i++) {
        list[i] = c->recordings[i];
        list[i].url = mask(m, c->recordings[i].url);
    }
    return list;
}

static const char *const *mask_notes(struct masking *m, const struct call *c)
{
    const char **list = arena_array(m->arena, c->note_count, sizeof *list);
    for (size_t i = 0; i < c->note_count; i++)
        list[i] = mask(m, c->notes[i]);
    return list;
}

struct call *masked_call(const struct call *c, struct mask_count *count)
{
    *count = (struct mask_count){0};
    struct masking m = {.arena = arena_new(), .id = c->id, .count = count};
    struct call *copy = arena_alloc(m.arena, sizeof *copy);
    *copy = *c;
    copy->arena = m.arena;
    copy->status = mask(&m, c->status);
    copy->direction = mask(&m, c->direction);
    copy->end_reason = mask(&m, c->end_reason);
    copy->summary = mask(&m, c->summary);
    copy->participants = mask_people(&m, c);
    copy->turns = mask_turns(&m, c);
    copy->recordings = mask_recordings(&m, c);
    copy->other = c->other ? mask_value(&m, c->other) : NULL;
    copy->notes = mask_notes(&m, c);
    copy->links = NULL;
    return copy;
}
