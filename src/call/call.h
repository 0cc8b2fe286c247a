/* The model: one call, as every pane and every printed form reads it. extract makes it, and it does
 * not change afterwards, except that the turns of a masked copy may be late. It is in one arena,
 * which call_free frees. A string is NULL if the provider did not send it, and otherwise raw: it
 * has to pass clean_text before it is shown. That of a turn may be a part of its document, which is
 * the arena's too: its bytes are counted, and no NUL follows. Durations are in seconds, or NAN if
 * the provider did not send them.
 *
 * Every member is also a row of field.def, which says how it is filled and how it is masked. */
#ifndef CALL_CALL_H
#define CALL_CALL_H

#include "base/arena.h"
#include "call/failure.h"
#include "call/figures.h"
#include "call/value.h"
#include "text/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A row of the class system is what the agent was told, not something that was said. */
enum __attribute__((packed)) speaker_class {
    SPEAKER_AGENT,
    SPEAKER_PERSON,
    SPEAKER_TOOL,
    SPEAKER_SYSTEM,
    SPEAKER_OTHER,
    SPEAKER_CLASSES
};

struct participant {
    const char *role; /* from, to, contact, agent, or the provider's own word */
    const char *id, *name, *address, *state;
    struct instant joined, left;
    double duration_s;
};

struct tool {
    const char *name, *status;
    const char *id, *of; /* of the tool call; in a result, of the tool call that it answers */
    const char *error;   /* what went wrong; NULL if nothing did, or nobody said */
    double took_s;
    const struct value *payload; /* {"arguments":..,"result":..} when a call and its result came
                                    in two rows */
};

/* A part of the time that the person waited for a turn, by the description's name for it. */
struct stage {
    const char *name;
    double seconds;
};

/* 88 bytes, because a call may have hundreds of thousands. */
struct turn {
    const char *speaker; /* the provider's own word, or NULL */
    enum speaker_class class;
    enum truth interrupted; /* whether the other side cut in */
    uint16_t stage_count;
    uint32_t other_at;     /* where `other` is in call->other_turns, from 1; 0: nowhere */
    double start_s, end_s; /* since the call's start; NAN if not given */
    double duration_s;     /* as the provider sent it; with a start it gives the end */
    double reply_s;        /* how long the person waited for this turn; see figures.turn_reply */
    const struct stage *stages;
    const char *text;          /* never NULL, but without a NUL at its end */
    size_t bytes;              /* of the text */
    const struct tool *tool;   /* NULL if the turn is not a tool call */
    const struct value *other; /* an object with what is left of the turn in the answer; or NULL */
};

struct recording {
    const char *id, *url;
    struct instant started, ended;
    double duration_s;
    bool by_key; /* it can be had only with the provider's key, from its recording.path; then the
                    link, if there is one, is another way to it */
};

/* A further link of the call, which its provider sends. */
struct given_link {
    const char *name, *url;
};

/* One answer of the provider. */
struct document {
    const char *name;  /* "call", "turns" */
    const char *bytes; /* the body, in the arena, NUL-terminated; *** for the key of the request */
    size_t count;
    const char *raw; /* the body with the key; NULL: it is not in there */
    size_t raw_count;
    const struct value *root; /* NULL if the body is not JSON */
};

/* What is measured of all turns, so that it is looked for once. */
struct turns_measured {
    bool known;      /* else it is looked for each time */
    size_t count;    /* as call_count_turns */
    bool have_times; /* as call_has_times */
    double last_s;   /* the latest start or end, or NAN */
};

struct links;

/* The turns of a masked copy while not all are masked; each is when it is first asked for
 * (masked.h). */
struct late_turns {
    const struct turn *(*turn)(struct late_turns *l, size_t turn);
    const struct value *(*other)(struct late_turns *l); /* masks all that is left */
};

struct call {
    struct arena *arena;
    const char *provider; /* the name of its description */
    const char *title;    /* of the provider, for people */
    const char *id;       /* the call's ID, as it was requested */
    const char *status, *direction, *end_reason, *summary;
    const char *type; /* such as "video, meeting"; NULL if the description names none */
    struct instant created, started, ended;
    double duration_s;
    bool duration_computed;     /* from start and end; the provider sent no duration */
    bool live;                  /* still in progress, by its status */
    bool turns_loading;         /* the transcript's own document has not arrived yet */
    bool recordings_unread;     /* recordings were sent, but not one of them could be read */
    bool turns_unread;          /* there is a transcript, but no turn in it could be read */
    enum kind turns_error_kind; /* the kind of failure that turns_error is */
    const char *turns_error;    /* why turns are missing (also one of the notes), or NULL */
    const struct participant *participants;
    size_t participant_count;
    const struct turn *turns; /* NULL as long as they are late: see call_turn */
    struct late_turns *late;  /* NULL: they are not */
    size_t turn_count;
    struct turns_measured measured;
    const struct recording *recordings;
    size_t recording_count;
    const struct given_link *given_links;
    size_t given_link_count;
    struct figures figures;
    const struct value *other;       /* an object with all fields that are in no other member; NULL
                                        as long as the turns are late: see call_other */
    const struct value *other_turns; /* its last member, with what is left of each element of the
                                        transcript; NULL if nothing is */
    const struct value *other_shown; /* what people see of `other`: one row for all the turns, and
                                        nothing that is null or empty; NULL: all of it */
    const char *const *notes;
    size_t note_count;
    const struct document *documents;
    size_t document_count;
    const struct links *links; /* see links.h; NULL in a masked copy, whose links lead nowhere */
};

void call_free(struct call *c); /* c may be NULL */

/* A turn of any call, masked or not. UI thread if its turns are late. */
static inline const struct turn *call_turn(const struct call *c, size_t turn)
{
    return c->turns ? &c->turns[turn] : c->late->turn(c->late, turn);
}

/* The fields that are in no other member. */
static inline const struct value *call_other(const struct call *c)
{
    return c->late ? c->late->other(c->late) : c->other;
}

/* Whether a text was sent and is not empty. */
static inline bool call_given(const char *s)
{
    return s && *s;
}

/* "agent", "person", "tool", "system" or "other". */
const char *call_class_name(enum speaker_class class);
/* The class of a speaker, by the provider's word without regard to case. Agents: agent, ai, bot,
 * assistant, robot. Persons: user, human, customer, caller, callee, contact, client, and Retell's
 * transfer_target, to whom the call was handed. Tools: tool, function, tool_call_invocation,
 * tool_call_result. System: system. Any other word, or NULL: other. */
enum speaker_class call_class_of(const char *word);

/* Whether a list of words has this one in any letter case; the list may be NULL. */
bool call_words_have(const char *words, char separator, const char *word);
/* Whether a text has this part in any letter case; the text may be NULL. */
bool call_text_has(const char *text, const char *part);
bool call_same_speaker(const struct turn *a, const struct turn *b); /* of the same class, too */

/* The nearest of the SPEAKER_LOOK_BACK turns before this one that has the same class and shares its
 * speaker's word (the same pointer: extract makes turns near each other share it). Returns `turn`
 * if there is no such turn. */
enum { SPEAKER_LOOK_BACK = 4 };
size_t call_earlier_of_speaker(const struct turn *turns, size_t turn);

/* How a tool call ended: one with an error failed, others by the word of their status without
 * regard to case: success, ok, done, completed and the like; failed, error, timeout and the like.
 * Any other word, a tool without a status, or NULL: unknown. */
enum call_tool_outcome { TOOL_UNKNOWN, TOOL_SUCCEEDED, TOOL_FAILED };
enum call_tool_outcome call_tool_outcome(const struct tool *tool);

/* Measures the turns. */
void call_measure(struct call *c);
/* The number of turns; rows of the class system are not counted. */
size_t call_count_turns(const struct call *c);
/* The length of the transcript: the call's duration, or else the latest start or end of a turn; NAN
 * if no times are given. */
double call_length_s(const struct call *c);
bool call_has_times(const struct call *c); /* whether at least one turn has a start */
/* Whether both were made from the same answers, byte for byte. */
bool call_is_same(const struct call *a, const struct call *b);
/* Whether there is a way to the recording: a link, or the provider's key. */
bool call_recording_is_there(const struct recording *r);
/* The number of recordings to which there is a way. */
size_t call_count_recordings(const struct call *c);
/* The link of the first recording that has one, or NULL. */
const char *call_recording_url(const struct call *c);
/* Why there is no way to a recording. */
const char *call_why_no_recording(const struct call *c);

#endif
