/* The rows for everything but the other fields, which facts_other.c makes. */
#include "call/facts.h"

#include "base/alloc.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_MAX_COLS = 32 };

static const char in_progress[] = "still in progress";
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

void facts_add(struct facts *f, char *label, char *value, char *name)
{
    f->list = xgrow(f->list, f->count, sizeof *f->list);
    f->list[f->count++] = (struct fact){.label = label, .value = value, .name = name};
}

static void add(struct facts *f, const char *label, const char *value, const char *name)
{
    facts_add(f, facts_label(label, LABEL_MAX_COLS), clean_dup(value, CLEAN_SCREEN), xstrdup(name));
}

static bool has(const char *s)
{
    return s && *s;
}

static void add_if_given(struct facts *f, const char *label, const char *value, const char *name)
{
    if (has(value))
        add(f, label, value, name);
}

static bool add_instant(struct facts *f, const char *label, const struct instant *t,
                        const char *name)
{
    char text[TIME_TEXT_BYTES];
    if (!t->known) {
        add_if_given(f, label, t->raw, name);
        return has(t->raw);
    }
    time_full(t, text);
    add(f, label, text, name);
    return true;
}

/* Whether the call was created at another moment than it started. */
static bool created_is_apart(const struct call *c)
{
    return !c->started.known || !c->created.known || c->created.us != c->started.us;
}

static void add_times(struct facts *f, const struct call *c)
{
    bool begun = add_instant(f, "Started", &c->started, "started");
    if (!begun && !c->created.known && !has(c->created.raw))
        add(f, "Started", not_given, "started");
    if (!add_instant(f, "Ended", &c->ended, "ended") && c->live)
        add(f, "Ended", in_progress, "ended");
}

static void add_duration(struct facts *f, const struct call *c)
{
    if (!isfinite(c->duration_s)) {
        if (!c->live)
            add(f, "Duration", not_given, "duration");
        return;
    }
    char text[TIME_TEXT_BYTES];
    time_duration_text(c->duration_s, text);
    char *value = xasprintf("%s%s", text, c->duration_computed ? " (from start and end)" : "");
    add(f, "Duration", value, "duration");
    free(value);
}

void facts_of_call(struct facts *out, const struct call *c)
{
    *out = (struct facts){0};
    add(out, "Status", has(c->status) ? c->status : not_given, "status");
    add_if_given(out, "End reason", c->end_reason, "end_reason");
    add_times(out, c);
    add_duration(out, c);
    add_if_given(out, "Direction", c->direction, "direction");
    if (created_is_apart(c))
        add_instant(out, "Created", &c->created, "created");
    add_if_given(out, "Summary", c->summary, "summary");
}

static void put_part(struct buf *out, const char *before, const char *s)
{
    if (!has(s))
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

static void put_duration(struct buf *out, double seconds)
{
    char text[TIME_TEXT_BYTES];
    if (!isfinite(seconds))
        return;
    time_duration_text(seconds, text);
    put_part(out, "", text);
}

static void put_participant(struct buf *out, const struct participant *p)
{
    put_part(out, "", p->name);
    put_part(out, "", p->address);
    if (has(p->id) && !(p->name && strcmp(p->id, p->name) == 0))
        put_part(out, "", p->id);
    put_part(out, "", p->state);
    put_clock(out, "joined ", &p->joined);
    put_clock(out, "left ", &p->left);
    put_duration(out, p->duration_s);
}

void facts_of_participants(struct facts *out, const struct call *c)
{
    *out = (struct facts){0};
    for (size_t i = 0; i < c->participant_count; i++) {
        const struct participant *p = &c->participants[i];
        struct buf text = {0};
        put_participant(&text, p);
        const char *role = has(p->role) ? p->role : "person";
        add(out, role, text.len ? text.data : not_given, role);
        out->list[i].provider_label = has(p->role);
        buf_done(&text);
    }
}

static char *recording_label(const struct call *c, size_t i)
{
    return c->recording_count > 1 ? xasprintf("Recording %zu", i + 1) : xstrdup("Recording");
}

static void put_recording(struct buf *out, const struct recording *r)
{
    put_part(out, "", has(r->url) ? r->url : "no link");
    if (!has(r->url))
        put_part(out, "", r->id);
}

void facts_of_recordings(struct facts *out, const struct call *c)
{
    *out = (struct facts){0};
    for (size_t i = 0; i < c->recording_count; i++) {
        struct buf text = {0};
        char *label = recording_label(c, i);
        put_recording(&text, &c->recordings[i]);
        add(out, label, buf_str(&text), "recording");
        buf_done(&text);
        free(label);
    }
    if (c->recording_count == 0)
        add(out, "Recording", c->live ? in_progress : not_given, "recording");
}

void facts_of_spots(struct facts *out, const struct spots *s)
{
    struct buf text = {0};
    *out = (struct facts){0};
    spots_put_sum(&text, s);
    add_if_given(out, "Hot spots", buf_str(&text), "hot_spots");
    buf_done(&text);
}

void facts_of_notes(struct facts *out, const struct call *c)
{
    *out = (struct facts){0};
    for (size_t i = 0; i < c->note_count; i++)
        add(out, "Note", c->notes[i], "note");
}

void facts_done(struct facts *f)
{
    for (size_t i = 0; i < f->count; i++) {
        free(f->list[i].label);
        free(f->list[i].value);
        free(f->list[i].name);
    }
    free(f->list);
    *f = (struct facts){0};
}

char *facts_speaker(const struct turn *t)
{
    const char *word = t->speaker;
    if (!has(word))
        word = t->class == SPEAKER_TOOL ? "tool" : "";
    return facts_label(word, SPEAKER_MAX_COLS);
}

static void put_clean(struct buf *out, const char *before, const char *s, const char *after)
{
    if (!has(s))
        return;
    buf_puts(out, out->len ? " " : "");
    buf_puts(out, before);
    clean_text(out, s, strlen(s), CLEAN_SCREEN);
    buf_puts(out, after);
}

void facts_turn_words(struct buf *out, const struct turn *t)
{
    struct buf words = {0}, payload = {0};
    clean_text(&words, t->text, t->bytes, CLEAN_SCREEN | CLEAN_LINES);
    if (t->tool) {
        put_clean(&words, "", t->tool->name, "");
        put_clean(&words, "(", t->tool->status, ")");
        if (t->tool->payload)
            value_put_text(&payload, t->tool->payload);
        put_clean(&words, "", buf_str(&payload), "");
    }
    buf_add(out, buf_str(&words), words.len);
    buf_done(&words);
    buf_done(&payload);
}
