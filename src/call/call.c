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

static const char *const class_names[] = {
    [SPEAKER_AGENT] = "agent",
    [SPEAKER_PERSON] = "person",
    [SPEAKER_TOOL] = "tool",
    [SPEAKER_OTHER] = "other",
};

const char *call_class_name(enum speaker_class class)
{
    return class_names[class];
}

static const struct {
    const char *word;
    enum speaker_class class;
} speakers[] = {
    {"agent", SPEAKER_AGENT},     {"ai", SPEAKER_AGENT},        {"bot", SPEAKER_AGENT},
    {"assistant", SPEAKER_AGENT}, {"robot", SPEAKER_AGENT},     {"user", SPEAKER_PERSON},
    {"human", SPEAKER_PERSON},    {"customer", SPEAKER_PERSON}, {"caller", SPEAKER_PERSON},
    {"callee", SPEAKER_PERSON},   {"contact", SPEAKER_PERSON},  {"client", SPEAKER_PERSON},
    {"tool", SPEAKER_TOOL},       {"function", SPEAKER_TOOL},
};

size_t call_earlier_of_speaker(const struct turn *turns, size_t turn)
{
    for (size_t k = 1; k <= SPEAKER_LOOK_BACK && k <= turn; k++)
        if (turns[turn - k].speaker == turns[turn].speaker &&
            turns[turn - k].class == turns[turn].class)
            return turn - k;
    return turn;
}

enum speaker_class call_class_of(const char *word)
{
    for (size_t i = 0; word && i < sizeof speakers / sizeof *speakers; i++)
        if (!strcasecmp(word, speakers[i].word))
            return speakers[i].class;
    return SPEAKER_OTHER;
}

static const struct {
    const char *word;
    enum call_tool_outcome outcome;
} outcomes[] = {
    {"failed", TOOL_FAILED},       {"failure", TOOL_FAILED},       {"fail", TOOL_FAILED},
    {"error", TOOL_FAILED},        {"errored", TOOL_FAILED},       {"exception", TOOL_FAILED},
    {"false", TOOL_FAILED},        {"timeout", TOOL_FAILED},       {"timed_out", TOOL_FAILED},
    {"timed-out", TOOL_FAILED},    {"timed out", TOOL_FAILED},     {"success", TOOL_SUCCEEDED},
    {"succeeded", TOOL_SUCCEEDED}, {"successful", TOOL_SUCCEEDED}, {"ok", TOOL_SUCCEEDED},
    {"done", TOOL_SUCCEEDED},      {"complete", TOOL_SUCCEEDED},   {"completed", TOOL_SUCCEEDED},
    {"true", TOOL_SUCCEEDED},
};

enum call_tool_outcome call_tool_outcome(const struct tool *tool)
{
    for (size_t i = 0; tool && tool->status && i < sizeof outcomes / sizeof *outcomes; i++)
        if (!strcasecmp(tool->status, outcomes[i].word))
            return outcomes[i].outcome;
    return TOOL_UNKNOWN;
}

/* Like fmax, also for NAN, but inlined: it runs for each of 100,000 turns. */
static double later(double a, double b)
{
    return a > b || isnan(b) ? a : b;
}

bool call_has_times(const struct call *c)
{
    for (size_t i = 0; i < c->turn_count; i++)
        if (!isnan(c->turns[i].start_s))
            return true;
    return false;
}

double call_length_s(const struct call *c)
{
    if (!isnan(c->duration_s))
        return c->duration_s;
    double last = NAN;
    for (size_t i = 0; i < c->turn_count; i++)
        last = later(last, later(c->turns[i].start_s, c->turns[i].end_s));
    return last;
}

static bool same_notes(const struct call *a, const struct call *b)
{
    for (size_t i = 0; i < a->note_count; i++)
        if (strcmp(a->notes[i], b->notes[i]) != 0)
            return false;
    return true;
}

static bool same_documents(const struct call *a, const struct call *b)
{
    for (size_t i = 0; i < a->document_count; i++) {
        const struct document *x = &a->documents[i], *y = &b->documents[i];
        if (x->count != y->count || memcmp(x->bytes, y->bytes, x->count) != 0)
            return false;
    }
    return true;
}

bool call_is_same(const struct call *a, const struct call *b)
{
    return a->document_count > 0 && a->turns_loading == b->turns_loading &&
           a->note_count == b->note_count && a->document_count == b->document_count &&
           same_notes(a, b) && same_documents(a, b);
}

const char *call_recording_url(const struct call *c)
{
    for (size_t i = 0; i < c->recording_count; i++)
        if (c->recordings[i].url)
            return c->recordings[i].url;
    return NULL;
}

const struct recording *call_recording_at(const struct call *c, double at_s, double *start_s)
{
    const struct recording *first = NULL, *next = NULL;
    *start_s = 0;
    for (size_t i = 0; i < c->recording_count; i++) {
        const struct recording *r = &c->recordings[i];
        bool timed = r->started.known && c->started.known;
        double begin_s = timed ? (double)(r->started.us - c->started.us) / 1000000 : 0;
        if (!r->url)
            continue;
        if (at_s >= begin_s && (isnan(r->duration_s) || at_s < begin_s + r->duration_s)) {
            *start_s = at_s - begin_s;
            return r;
        }
        first = first ? first : r;
        next = !next && begin_s > at_s ? r : next;
    }
    return next ? next : first;
}
