/* Queries on a call. They do not depend on its provider. */
#include "call/call.h"

#include <math.h>
#include <string.h>
#include <strings.h>

void call_free(struct call *c)
{
    if (c)
        arena_free(c->arena);
}

static const struct {
    const char *name, *words;
} classes[SPEAKER_CLASSES] = {
    [SPEAKER_AGENT] = {"agent", "agent|ai|bot|assistant|robot"},
    [SPEAKER_PERSON] = {"person",
                        "user|human|customer|caller|callee|contact|client|transfer_target"},
    [SPEAKER_TOOL] = {"tool", "tool|function|tool_call_invocation|tool_call_result"},
    [SPEAKER_SYSTEM] = {"system", "system"},
    [SPEAKER_OTHER] = {"other", NULL},
};

const char *call_class_name(enum speaker_class class)
{
    return classes[class].name;
}

bool call_same_speaker(const struct turn *a, const struct turn *b)
{
    const char *one = a->speaker ? a->speaker : "", *other = b->speaker ? b->speaker : "";
    return a->class == b->class && strcmp(one, other) == 0;
}

size_t call_earlier_of_speaker(const struct turn *turns, size_t turn)
{
    for (size_t k = 1; k <= SPEAKER_LOOK_BACK && k <= turn; k++)
        if (turns[turn - k].speaker == turns[turn].speaker &&
            turns[turn - k].class == turns[turn].class)
            return turn - k;
    return turn;
}

bool call_words_have(const char *words, char separator, const char *word)
{
    const char separators[] = {separator, '\0'};
    size_t n = strlen(word);
    for (const char *at = words; at; at = strchr(at, separator)) {
        at += *at == separator;
        if (strcspn(at, separators) == n && !strncasecmp(at, word, n))
            return true;
    }
    return false;
}

bool call_text_has(const char *text, const char *part)
{
    size_t n = strlen(part);
    while (text && *text && strncasecmp(text, part, n) != 0)
        text++;
    return text && *text;
}

enum speaker_class call_class_of(const char *word)
{
    for (int class = 0; word && class < SPEAKER_OTHER; class ++)
        if (call_words_have(classes[class].words, '|', word))
            return (enum speaker_class) class;
    return SPEAKER_OTHER;
}

enum call_tool_outcome call_tool_outcome(const struct tool *tool)
{
    if (tool && tool->error)
        return TOOL_FAILED;
    if (!tool || !tool->status)
        return TOOL_UNKNOWN;
    if (call_words_have("failed|failure|fail|error|errored|exception|false|timeout|timed_out|"
                        "timed-out|timed out",
                        '|', tool->status))
        return TOOL_FAILED;
    return call_words_have("success|succeeded|successful|ok|done|complete|completed|true", '|',
                           tool->status)
               ? TOOL_SUCCEEDED
               : TOOL_UNKNOWN;
}

/* Like fmax, also for NAN, but inlined: it runs for each of 100,000 turns. */
static double later(double a, double b)
{
    return a > b || isnan(b) ? a : b;
}

static struct turns_measured measure(const struct call *c)
{
    struct turns_measured m = {.known = true, .last_s = NAN};
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct turn *t = call_turn(c, i);
        m.count += t->class != SPEAKER_SYSTEM;
        m.have_times |= !isnan(t->start_s);
        m.last_s = later(m.last_s, later(t->start_s, t->end_s));
    }
    return m;
}

static struct turns_measured measured(const struct call *c)
{
    return c->measured.known ? c->measured : measure(c);
}

void call_measure(struct call *c)
{
    c->measured = measure(c);
}

bool call_has_times(const struct call *c)
{
    return measured(c).have_times;
}

size_t call_count_turns(const struct call *c)
{
    return measured(c).count;
}

double call_length_s(const struct call *c)
{
    return isnan(c->duration_s) ? measured(c).last_s : c->duration_s;
}

bool call_is_same(const struct call *a, const struct call *b)
{
    bool same = a->document_count > 0 && a->turns_loading == b->turns_loading &&
                a->note_count == b->note_count && a->document_count == b->document_count;
    for (size_t i = 0; same && i < a->note_count; i++)
        same = strcmp(a->notes[i], b->notes[i]) == 0;
    for (size_t i = 0; same && i < a->document_count; i++) {
        const struct document *x = &a->documents[i], *y = &b->documents[i];
        same = x->count == y->count && memcmp(x->bytes, y->bytes, x->count) == 0;
    }
    return same;
}

bool call_recording_is_there(const struct recording *r)
{
    return r->url || r->by_key;
}

size_t call_count_recordings(const struct call *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->recording_count; i++)
        n += call_recording_is_there(&c->recordings[i]);
    return n;
}

const char *call_recording_url(const struct call *c)
{
    for (size_t i = 0; i < c->recording_count; i++)
        if (c->recordings[i].url)
            return c->recordings[i].url;
    return NULL;
}

const char *call_why_no_recording(const struct call *c)
{
    if (c->recordings_unread)
        return "the recording is not readable: J shows what was sent";
    return c->live ? "no recording yet, the call has not ended" : "this call has no recording";
}
