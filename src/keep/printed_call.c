#include "keep/printed_call.h"

#include "call/links.h"
#include "call/other.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* ---- members of objects ---- */

enum member_type { TEXT, TIME, NUMBER, TRUTH, VALUE, COUNT, ORIGIN };

/* Where a member of an object goes in a struct. */
struct member {
    const char *in; /* the object inside the object that has the member; NULL: it has it itself */
    const char *name;
    enum member_type type;
    size_t offset;
};

static const char *text_of(const struct value *v)
{
    return v && v->type == VALUE_STRING ? v->text : NULL;
}

static double number_of(const struct value *v)
{
    return v && v->type == VALUE_NUMBER ? v->number : NAN;
}

static struct instant time_of(const struct value *v)
{
    struct instant t;
    const char *text = text_of(v);
    return text && time_parse_iso(text, &t) ? t : (struct instant){0};
}

static enum origin origin_of(const struct value *v)
{
    const char *text = text_of(v);
    for (enum origin from = ORIGIN_PROVIDER; text && from <= ORIGIN_TIMES; from++)
        if (strcmp(figures_origin_name(from), text) == 0)
            return from;
    return ORIGIN_UNKNOWN;
}

static void read_member(const struct member *m, const struct value *v, char *into)
{
    void *at = into + m->offset;
    double n = number_of(v);
    bool is_truth = v && v->type == VALUE_BOOL;
    switch (m->type) {
    case TEXT:
        *(const char **)at = text_of(v);
        break;
    case TIME:
        *(struct instant *)at = time_of(v);
        break;
    case NUMBER:
        *(double *)at = n;
        break;
    case TRUTH:
        *(enum truth *)at = !is_truth ? TRUTH_UNKNOWN : v->truth ? TRUTH_YES : TRUTH_NO;
        break;
    case VALUE:
        *(const struct value **)at = v && v->type != VALUE_NULL ? v : NULL;
        break;
    case COUNT:
        *(size_t *)at = n >= 0 && n <= UINT32_MAX ? (size_t)n : 0;
        break;
    case ORIGIN:
        *(enum origin *)at = origin_of(v);
        break;
    }
}

static const struct value *object_at(const struct value *object, const char *name)
{
    const struct value *v = object ? value_member(object, name) : NULL;
    return v && v->type == VALUE_OBJECT ? v : NULL;
}

/* Fills the members of a table, which ends with a NULL; all are set, those that are not there to
 * unknown. */
static void read_members(const struct member *table, const struct value *object, void *into)
{
    for (const struct member *m = table; m->name; m++) {
        const struct value *from = m->in ? object_at(object, m->in) : object;
        read_member(m, from ? value_member(from, m->name) : NULL, into);
    }
}

/* The elements of an array; NULL if it is none. */
static const struct value *array_at(const struct value *object, const char *name)
{
    const struct value *v = object ? value_member(object, name) : NULL;
    return v && v->type == VALUE_ARRAY ? v : NULL;
}

/* An array of structs of so many bytes, each filled by the table. */
static void *read_list(struct arena *a, const struct value *list, const struct member *table,
                       size_t bytes, size_t *count)
{
    char *made = arena_array(a, list ? list->count : 0, bytes);
    *count = 0;
    for (const struct value *v = list ? value_first(list) : NULL; v; v = v->next)
        read_members(table, v, made + bytes * (*count)++);
    return made;
}

/* ---- the tables ---- */

#define MEMBER(scope, name, type, member)                                                          \
    {                                                                                              \
        NULL, name, type, offsetof(struct scope, member)                                           \
    }
#define FIGURE(in, name, type, member)                                                             \
    {                                                                                              \
        in, name, type, offsetof(struct figures, member)                                           \
    }

static const struct member of_call[] = {
    MEMBER(call, "id", TEXT, id),
    MEMBER(call, "status", TEXT, status),
    MEMBER(call, "direction", TEXT, direction),
    MEMBER(call, "created_at", TIME, created),
    MEMBER(call, "started_at", TIME, started),
    MEMBER(call, "ended_at", TIME, ended),
    MEMBER(call, "duration_s", NUMBER, duration_s),
    MEMBER(call, "end_reason", TEXT, end_reason),
    MEMBER(call, "summary", TEXT, summary),
    {0},
};

static const struct member of_participant[] = {
    MEMBER(participant, "role", TEXT, role),
    MEMBER(participant, "id", TEXT, id),
    MEMBER(participant, "name", TEXT, name),
    MEMBER(participant, "address", TEXT, address),
    MEMBER(participant, "state", TEXT, state),
    MEMBER(participant, "joined_at", TIME, joined),
    MEMBER(participant, "left_at", TIME, left),
    MEMBER(participant, "duration_s", NUMBER, duration_s),
    {0},
};

static const struct member of_turn[] = {
    MEMBER(turn, "speaker", TEXT, speaker),
    MEMBER(turn, "start_s", NUMBER, start_s),
    MEMBER(turn, "end_s", NUMBER, end_s),
    MEMBER(turn, "reply_s", NUMBER, reply_s),
    MEMBER(turn, "interrupted", TRUTH, interrupted),
    {0},
};

static const struct member of_tool[] = {
    MEMBER(tool, "id", TEXT, id),
    MEMBER(tool, "name", TEXT, name),
    MEMBER(tool, "status", TEXT, status),
    MEMBER(tool, "payload", VALUE, payload),
    MEMBER(tool, "took_s", NUMBER, took_s),
    MEMBER(tool, "error", TEXT, error),
    {0},
};

static const struct member of_recording[] = {
    MEMBER(recording, "id", TEXT, id),
    MEMBER(recording, "url", TEXT, url),
    MEMBER(recording, "started_at", TIME, started),
    MEMBER(recording, "ended_at", TIME, ended),
    MEMBER(recording, "duration_s", NUMBER, duration_s),
    {0},
};

static const struct member of_link[] = {
    MEMBER(given_link, "name", TEXT, name),
    MEMBER(given_link, "url", TEXT, url),
    {0},
};

static const struct member of_figures[] = {
    FIGURE(NULL, "first_words_s", NUMBER, first_words_s),
    FIGURE(NULL, "ring_s", NUMBER, ring_s),
    FIGURE(NULL, "voicemail", TRUTH, voicemail),
    FIGURE(NULL, "hung_up", TEXT, hung_up),
    FIGURE(NULL, "success", TRUTH, success),
    FIGURE(NULL, "sentiment", TEXT, sentiment),
    FIGURE(NULL, "outcome", TEXT, outcome),
    FIGURE("reply_s", "count", COUNT, reply.count),
    FIGURE("reply_s", "median", NUMBER, reply.median_s),
    FIGURE("reply_s", "p90", NUMBER, reply.p90_s),
    FIGURE("reply_s", "max", NUMBER, reply.max_s),
    FIGURE("reply_s", "from", ORIGIN, reply.from),
    FIGURE("silence_s", "value", NUMBER, silence.seconds),
    FIGURE("silence_s", "from", ORIGIN, silence.from),
    FIGURE("interruptions", "by_person", NUMBER, interruptions.by_person),
    FIGURE("interruptions", "by_agent", NUMBER, interruptions.by_agent),
    FIGURE("interruptions", "from", ORIGIN, interruptions.from),
    FIGURE("talk_s", "agent", NUMBER, talk.agent_s),
    FIGURE("talk_s", "person", NUMBER, talk.person_s),
    FIGURE("tools", "count", COUNT, tools.count),
    FIGURE("tools", "failed", COUNT, tools.failed),
    FIGURE("tools", "slowest_s", NUMBER, tools.slowest_s),
    FIGURE("transfer", "to", TEXT, transfer_to),
    FIGURE("transfer", "status", TEXT, transfer_status),
    FIGURE("cost", "amount", NUMBER, cost.amount),
    FIGURE("cost", "currency", TEXT, cost.currency),
    {0},
};

static const struct member of_cost_part[] = {
    MEMBER(cost_part, "name", TEXT, name),
    MEMBER(cost_part, "amount", NUMBER, amount),
    {0},
};

static const struct member of_evaluation[] = {
    MEMBER(evaluation, "name", TEXT, name),
    MEMBER(evaluation, "result", VALUE, result),
    MEMBER(evaluation, "reason", TEXT, reason),
    {0},
};

/* ---- figures ---- */

/* The origin of the times that persons and agents talked is not printed: no provider sends them. */
static void read_figures(struct arena *a, const struct value *metrics, struct figures *f)
{
    const struct value *cost = object_at(metrics, "cost");
    *f = figures_unknown();
    read_members(of_figures, metrics, f);
    f->reply.max_turn = SIZE_MAX;
    f->talk.from = object_at(metrics, "talk_s") ? ORIGIN_TIMES : ORIGIN_UNKNOWN;
    f->cost_parts = read_list(a, array_at(cost, "parts"), of_cost_part, sizeof *f->cost_parts,
                              &f->cost_part_count);
    f->evaluations = read_list(a, array_at(metrics, "evaluations"), of_evaluation,
                               sizeof *f->evaluations, &f->evaluation_count);
}

/* ---- the transcript ---- */

static enum speaker_class class_named(const char *name)
{
    for (enum speaker_class class = SPEAKER_AGENT; name && class < SPEAKER_CLASSES; class ++)
        if (strcmp(call_class_name(class), name) == 0)
            return class;
    return SPEAKER_OTHER;
}

/* Turns near each other share the word of their speaker (call_earlier_of_speaker). */
static void share_speaker(struct turn *turns, size_t i)
{
    for (size_t back = 1; turns[i].speaker && back <= i && back <= SPEAKER_LOOK_BACK; back++) {
        const char *earlier = turns[i - back].speaker;
        if (earlier && strcmp(earlier, turns[i].speaker) == 0)
            turns[i].speaker = earlier;
    }
}

static void read_turn(struct arena *a, const struct value *object, struct turn *t)
{
    const struct value *text = value_member(object, "text"), *tool = object_at(object, "tool");
    struct tool *made = tool ? arena_alloc(a, sizeof *made) : NULL;
    bool there = text_of(text);
    t->class = class_named(text_of(value_member(object, "class")));
    t->duration_s = NAN;
    t->text = there ? text->text : "";
    t->bytes = there ? text->bytes : 0;
    if (tool)
        read_members(of_tool, tool, made);
    t->tool = made;
}

/* The times until a reply are printed only if they are known. */
static struct turn *read_turns(struct call *c, const struct value *list)
{
    struct turn *turns = read_list(c->arena, list, of_turn, sizeof *turns, &c->turn_count);
    const struct value *v = list ? value_first(list) : NULL;
    for (size_t i = 0; i < c->turn_count; i++, v = v->next) {
        read_turn(c->arena, v, &turns[i]);
        share_speaker(turns, i);
        if (!isnan(turns[i].reply_s))
            c->figures.turn_reply = ORIGIN_TIMES;
    }
    return turns;
}

/* ---- the call ---- */

static void read_lists(struct call *c, const struct value *root)
{
    struct arena *a = c->arena;
    c->participants = read_list(a, array_at(root, "participants"), of_participant,
                                sizeof *c->participants, &c->participant_count);
    c->recordings = read_list(a, array_at(root, "recordings"), of_recording, sizeof *c->recordings,
                              &c->recording_count);
    c->given_links = read_list(a, array_at(root, "links"), of_link, sizeof *c->given_links,
                               &c->given_link_count);
}

static void read_notes(struct call *c, const struct value *list)
{
    const char **notes = arena_array(c->arena, list ? list->count : 0, sizeof *notes);
    for (const struct value *v = list ? value_first(list) : NULL; v; v = v->next)
        if (text_of(v))
            notes[c->note_count++] = v->text;
    c->notes = notes;
}

/* It is no answer of the provider, and its name says so where it is shown. */
static void set_document(struct call *c, const struct value *root, const char *text, size_t bytes)
{
    struct document *d = arena_alloc(c->arena, sizeof *d);
    *d = (struct document){.name = "masked call", .bytes = text, .count = bytes, .root = root};
    c->documents = d;
    c->document_count = 1;
}

struct call *printed_call_read(struct arena *a, const struct value *root, const char *text,
                               size_t bytes, const struct provider *p)
{
    const struct value *other = object_at(root, "other");
    struct call *c = arena_alloc(a, sizeof *c);
    *c = (struct call){.arena = a, .provider = p->name, .title = p->title ? p->title : p->name};
    read_members(of_call, root, c);
    c->id = c->id ? c->id : "";
    c->live = c->status && call_words_have(p->live, ' ', c->status);
    read_lists(c, root);
    read_figures(a, object_at(root, "metrics"), &c->figures);
    struct turn *turns = read_turns(c, array_at(root, "transcript"));
    c->turns = turns;
    if (other && other->count)
        other_set(c, other, false, turns);
    call_measure(c);
    read_notes(c, array_at(root, "notes"));
    set_document(c, root, text, bytes);
    c->links = arena_alloc(a, sizeof *c->links); /* masked links lead nowhere */
    return c;
}
