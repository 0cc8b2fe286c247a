/* Rows are made in the order in which they are shown. */
#include "call/facts.h"

#include "base/alloc.h"
#include "call/figure_facts.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_MAX_COLS = 32, RUNNING_MAX_S = 86400, EVALUATIONS_MAX = 50 };

static const char not_given[] = "not given";

char *facts_label(const char *s, int max_cols)
{
    char *clean = clean_dup(s, CLEAN_SCREEN);
    size_t n = strlen(clean);
    if (cols_of(clean, n) <= max_cols)
        return clean;
    clean[cols_fit(clean, n, max_cols - 2, NULL)] = '\0';
    char *cut = xasprintf("%s..", clean);
    free(clean);
    return cut;
}

void facts_add(struct facts *f, char *label, char *source, char *name)
{
    f->list = xgrow(f->list, f->count, sizeof *f->list);
    f->list[f->count++] = (struct fact){
        .label = label, .value = clean_dup(source, CLEAN_SCREEN), .source = source, .name = name};
}

static void add(struct facts *f, const char *label, const char *value, const char *name)
{
    facts_add(f, facts_label(label, LABEL_MAX_COLS), clean_dup(value, 0), xstrdup(name));
}

static void add_if_given(struct facts *f, const char *label, const char *value, const char *name)
{
    if (call_given(value))
        add(f, label, value, name);
}

static bool add_instant(struct facts *f, const char *label, const struct instant *t,
                        const char *name)
{
    char text[TIME_TEXT_BYTES];
    if (!t->known) {
        add_if_given(f, label, t->raw, name);
        return call_given(t->raw);
    }
    time_full(t, text);
    add(f, label, text, name);
    return true;
}

static void add_times(struct facts *f, const struct call *c)
{
    bool begun = add_instant(f, "Started", &c->started, "started");
    if (!begun && !c->created.known && !call_given(c->created.raw))
        add(f, "Started", not_given, "started");
    if (!add_instant(f, "Ended", &c->ended, "ended") && c->live)
        add(f, "Ended", "not yet", "ended");
    bool one_moment = c->started.known && c->created.known && c->created.us == c->started.us;
    if (!one_moment)
        add_instant(f, "Created", &c->created, "created");
}

int facts_running_s(const struct call *c)
{
    int64_t us = time_wall_us() - c->started.us;
    bool runs = c->live && c->started.known && !isfinite(c->duration_s);
    return runs && us >= 0 && us / 1000000 < RUNNING_MAX_S ? (int)(us / 1000000) : -1;
}

/* What is known of a duration that the provider did not send; the caller frees it. */
static char *duration_so_far(const struct call *c)
{
    char text[TIME_TEXT_BYTES];
    int seconds = facts_running_s(c);
    double least = c->live ? NAN : call_length_s(c);
    if (seconds >= 0) {
        time_duration_text(seconds, text);
        return xasprintf("%s so far", text);
    }
    time_duration_text(least, text);
    return least > 0 ? xasprintf("at least %s", text) : c->live ? NULL : xstrdup(not_given);
}

static void add_duration(struct facts *f, const struct call *c)
{
    char text[TIME_TEXT_BYTES], *value;
    time_duration_text(c->duration_s, text);
    if (isfinite(c->duration_s))
        value = xasprintf("%s%s", text, c->duration_computed ? " (from start and end)" : "");
    else
        value = duration_so_far(c);
    if (value)
        add(f, "Duration", value, "duration");
    free(value);
}

static void add_figure(struct facts *f, const char *label, const char *value, const char *name)
{
    add(f, label, value, name);
    f->list[f->count - 1].is_figure = true;
}

static void add_figures(struct facts *f, const struct call *c)
{
    for (size_t i = 0; i < FIGURE_FACTS; i++) {
        struct buf value = {0};
        figure_facts[i].put(&value, c);
        if (value.len)
            add_figure(f, figure_facts[i].label, buf_str(&value), figure_facts[i].name);
        buf_done(&value);
    }
}

static void add_evaluations(struct facts *f, const struct call *c)
{
    size_t count = c->figures.evaluation_count;
    for (size_t i = 0; i < count && i < EVALUATIONS_MAX; i++) {
        const struct evaluation *e = &c->figures.evaluations[i];
        struct buf value = {0};
        char *name = xasprintf("evaluation.%s", e->name ? e->name : "");
        figure_facts_put_evaluation(&value, e);
        add_figure(f, "Evaluation", buf_str(&value), name);
        buf_done(&value);
        free(name);
    }
    if (count <= EVALUATIONS_MAX)
        return;
    char *more = xasprintf("and %zu more: see the JSON", count - EVALUATIONS_MAX);
    add_figure(f, "Evaluation", more, "evaluation");
    free(more);
}

void facts_of_call(struct facts *out, const struct call *c)
{
    *out = (struct facts){0};
    add(out, "Status", call_given(c->status) ? c->status : not_given, "status");
    add_if_given(out, "End reason", c->end_reason, "end_reason");
    add_duration(out, c);
    add_if_given(out, "Direction", c->direction, "direction");
    add_if_given(out, "Type", c->type, "type");
    add_figures(out, c);
    add_if_given(out, "Summary", c->summary, "summary");
    add_times(out, c);
    add_evaluations(out, c);
}

void facts_add_spots(struct facts *f, const struct spots *s)
{
    static const char before[] = "status|end_reason|duration|direction|type";
    struct buf text = {0};
    size_t at = 0, last = f->count;
    spots_put_sum(&text, s);
    add_if_given(f, "Hot spots", buf_str(&text), "hot_spots");
    buf_done(&text);
    while (at < last && call_words_have(before, '|', f->list[at].name))
        at++;
    if (f->count == last || at == last)
        return;
    struct fact row = f->list[last];
    memmove(f->list + at + 1, f->list + at, (last - at) * sizeof row);
    f->list[at] = row;
}

static void put_part(struct buf *out, const char *before, const char *s)
{
    if (!call_given(s))
        return;
    if (out->len > 0)
        buf_puts(out, ", ");
    buf_puts(out, before);
    buf_puts(out, s);
}

static void put_clock(struct buf *out, const char *before, const struct instant *t)
{
    char text[TIME_TEXT_BYTES];
    if (t->known)
        time_clock(t, text);
    put_part(out, before, t->known ? text : t->raw);
}

static void put_participant(struct buf *out, const struct participant *p)
{
    char duration[TIME_TEXT_BYTES];
    put_part(out, "", p->name);
    put_part(out, "", p->address);
    if (call_given(p->id) && !(p->name && strcmp(p->id, p->name) == 0))
        put_part(out, "", p->id);
    put_part(out, "", p->state);
    put_clock(out, "joined ", &p->joined);
    put_clock(out, "left ", &p->left);
    time_duration_text(p->duration_s, duration);
    put_part(out, "", duration);
}

void facts_of_participants(struct facts *out, const struct call *c)
{
    *out = (struct facts){0};
    for (size_t i = 0; i < c->participant_count; i++) {
        const struct participant *p = &c->participants[i];
        struct buf text = {0};
        put_participant(&text, p);
        const char *role = call_given(p->role) ? p->role : "person";
        add(out, role, text.len ? text.data : not_given, role);
        out->list[i].provider_label = call_given(p->role);
        buf_done(&text);
    }
}

void facts_of_recordings(struct facts *out, const struct call *c)
{
    *out = (struct facts){0};
    for (size_t i = 0; i < c->recording_count; i++) {
        struct buf text = {0};
        const struct recording *r = &c->recordings[i];
        char *label =
            c->recording_count > 1 ? xasprintf("Recording %zu", i + 1) : xstrdup("Recording");
        put_part(&text, "",
                 call_given(r->url) ? r->url
                 : r->by_key        ? "behind the provider's key"
                                    : "no link");
        put_part(&text, "", call_given(r->url) ? NULL : r->id);
        add(out, label, buf_str(&text), "recording");
        buf_done(&text);
        free(label);
    }
    if (c->recording_count == 0)
        add(out, "Recording",
            c->recordings_unread ? "not readable"
            : c->live            ? "not yet available"
                                 : not_given,
            "recording");
}

void facts_of_given_links(struct facts *out, const struct call *c)
{
    *out = (struct facts){0};
    for (size_t i = 0; i < c->given_link_count; i++) {
        const struct given_link *link = &c->given_links[i];
        if (!call_given(link->url))
            continue;
        add(out, call_given(link->name) ? link->name : "Link", link->url, "link");
        out->list[out->count - 1].provider_label = call_given(link->name);
    }
}

void facts_of_notes(struct facts *out, const struct call *c)
{
    *out = (struct facts){0};
    for (size_t i = 0; i < c->note_count; i++)
        add(out, "Note", c->notes[i], "note");
}

char *facts_turns_missing(const struct call *c)
{
    static const char prefix[] = "transcript: ";
    const char *why = c->turns_error;
    if (!why)
        return c->turns_unread ? xstrdup("not readable, J shows it") : NULL;
    bool is_cause = strncmp(why, prefix, sizeof prefix - 1) == 0;
    char *sentence = xasprintf("%s%s",
                               !is_cause       ? ""
                               : c->turn_count ? "incomplete: "
                                               : "not fetched: ",
                               is_cause ? why + sizeof prefix - 1 : why);
    char *clean = clean_dup(sentence, CLEAN_SCREEN);
    free(sentence);
    return clean;
}

void facts_done(struct facts *f)
{
    for (size_t i = 0; i < f->count; i++) {
        free(f->list[i].label);
        free(f->list[i].value);
        free(f->list[i].source);
        free(f->list[i].name);
    }
    free(f->list);
    *f = (struct facts){0};
}
