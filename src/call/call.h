/* One call, as every pane and every printed form reads it. Made by extract, immutable, in one arena
 * that call_free frees at once. Strings are NULL where the provider gave nothing, and as sent: they
 * pass clean_text before any sink. Durations are seconds, NAN where none. */
#ifndef CALL_CALL_H
#define CALL_CALL_H

#include "base/arena.h"
#include "call/failure.h"
#include "call/value.h"
#include "text/clean.h"
#include "text/time.h"

#include <stdbool.h>
#include <stddef.h>

enum speaker_class { SPEAKER_AGENT, SPEAKER_PERSON, SPEAKER_TOOL, SPEAKER_OTHER };

struct participant {
    const char *role; /* from, to, contact, agent, or the provider's own word */
    const char *id, *name, *address, *state;
    struct instant joined, left;
    double duration_s;
};

struct tool {
    const char *name, *status;
    const struct value *payload;
};

struct turn {
    const char *speaker; /* the provider's own word; NULL: none */
    enum speaker_class class;
    double start_s, end_s; /* from the call's start; NAN: not given */
    const char *text;      /* never NULL */
    size_t bytes;
    const struct tool *tool; /* NULL: not a tool row */
};

struct recording {
    const char *id, *url;
    struct instant started, ended;
    double duration_s;
};

/* One answer as it came. */
struct document {
    const char *name;  /* "call", "turns" */
    const char *bytes; /* the body, in the arena, NUL behind */
    size_t count;
    const struct value *root;
};

struct links;

struct call {
    struct arena *arena;
    const char *provider; /* its name */
    const char *title;    /* its title, for people */
    const char *id;       /* the one asked for */
    const char *status, *direction, *end_reason, *summary;
    struct instant created, started, ended;
    double duration_s;
    bool duration_computed;     /* worked out from start and end */
    bool live;                  /* by its status, the call has not ended */
    bool turns_loading;         /* the second document is not here yet */
    enum kind turns_error_kind; /* of turns_error, as a failure */
    const char *turns_error;    /* why turns are missing, also a note; NULL: all are here */
    const struct participant *participants;
    size_t participant_count;
    const struct turn *turns;
    size_t turn_count;
    const struct recording *recordings;
    size_t recording_count;
    const struct value *other; /* an object; no members when nothing is left */
    const char *const *notes;
    size_t note_count;
    const struct document *documents;
    size_t document_count;
    const struct links *links; /* links.h; found last; NULL in a masked copy: they are not masked */
};

void call_free(struct call *c); /* NULL is fine */

/* agent, person, tool, other */
const char *call_class_name(enum speaker_class class);
/* By the word, in any case: agent ai bot assistant robot; user human customer caller callee contact
 * client; tool function; else other. */
enum speaker_class call_class_of(const char *word);

/* The nearest of the SPEAKER_LOOK_BACK turns before this one that has the same class and shares its
 * speaker's word (the same pointer: extract makes turns near each other share it). Returns `turn`
 * if there is none. */
enum { SPEAKER_LOOK_BACK = 4 };
size_t call_earlier_of_speaker(const struct turn *turns, size_t turn);

/* What a tool call's status says, by its word in any case: success, succeeded, ok, done, completed
 * and the like; failed, error, timeout and the like; anything else, and none, tells nothing. */
enum call_tool_outcome { TOOL_UNTOLD, TOOL_SUCCEEDED, TOOL_FAILED };
enum call_tool_outcome call_tool_outcome(const struct tool *tool); /* NULL: none */

/* The last moment that is known of the transcript: the call's duration, else the last turn's time;
 * NAN when no times are given. */
double call_length_s(const struct call *c);
bool call_has_times(const struct call *c); /* a turn has one */
/* Both were made from the same answers, byte for byte. */
bool call_is_same(const struct call *a, const struct call *b);
/* The first recording's link, or NULL. */
const char *call_recording_url(const struct call *c);
/* The recording that runs at a moment of the call, else the next one that begins, else the first
 * with a link; *start_s gets the place in it. Few providers say when one began: without that it
 * begins with the call. NULL: there is none. */
const struct recording *call_recording_at(const struct call *c, double at_s, double *start_s);

#endif
