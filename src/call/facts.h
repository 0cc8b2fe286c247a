/* What is known about a call, as rows of label and value. The panes, the text form, the ticket note
 * and the comparison are all made from these rows. Pure. */
#ifndef CALL_FACTS_H
#define CALL_FACTS_H

#include "base/buf.h"
#include "call/spots.h"

#include <stdbool.h>
#include <stddef.h>

/* Label, value and source are one line each. Label and value are sanitised for the screen when the
 * row is made, so they can be shown as they are. */
struct fact {
    char *label;         /* "Started" */
    char *value;         /* "" for a row that is only a heading for the rows below it */
    char *source;        /* the value with its joiners, for what leaves the screen (text/clean.h) */
    char *name;          /* the field's name: "started"; not sanitised, for comparing only */
    bool provider_label; /* the label too comes from the provider */
    bool is_figure;      /* it says how the call went */
};

struct facts {
    struct fact *list;
    size_t count;
};

/* A provider's word as a label: sanitised for the screen, cut with ".." at max_cols columns. The
 * caller frees it. */
char *facts_label(const char *s, int max_cols);
/* Adds a row, which takes ownership of the label, the source and the name. */
void facts_add(struct facts *f, char *label, char *source, char *name);

/* The functions below make the rows; the caller frees them with facts_done. */

/* In the order of use: status, end reason, duration, direction, type, figures, summary, times, and
 * each evaluation, whose name is "evaluation." and its own. A field that is absent has no row, or
 * the value "not given" where its absence matters, or "not yet" for the end of a live call. */
void facts_of_call(struct facts *out, const struct call *c);
/* How long a call in progress has been going on, by the clock; -1 for another call, one whose
 * provider says how long it is, and one that has been in progress for more than a day: then one of
 * the clocks, or the status, is wrong. */
int facts_running_s(const struct call *c);
/* One row for each participant: the label is the role, the value is everything else in one line. */
void facts_of_participants(struct facts *out, const struct call *c);
/* One row for each recording: the label is "Recording 1", the value is its link. A call without
 * recordings gets one row that says why. */
void facts_of_recordings(struct facts *out, const struct call *c);
/* One row for each further link that the provider names: the label is the name, or "Link". */
void facts_of_given_links(struct facts *out, const struct call *c);
/* The other fields that are shown as a tree of rows: the label is the member's name, indented by
 * two blanks for each level; the name is its JSON Pointer (RFC 6901), or "" when that is longer
 * than 1,024 bytes. A short list of plain values is one row, and so are the
 * beginning of a list of numbers and an object of numbers. After FACTS_OTHER_ROWS - 1 rows a last
 * row says that there is more. */
enum { FACTS_OTHER_ROWS = 10000 };
void facts_of_other(struct facts *out, const struct call *c);
/* Adds a row with the number of hot spots of each kind in its place among those of the call; no row
 * if there are no hot spots. */
void facts_add_spots(struct facts *f, const struct spots *s);
void facts_of_notes(struct facts *out, const struct call *c);
/* Why the transcript has no turns or not all of them, as one clean sentence: "not fetched: the
 * provider answered 500", "not readable, J shows it". NULL if nothing went wrong. The caller frees
 * it. */
char *facts_turns_missing(const struct call *c);
void facts_done(struct facts *f);

/* How a tool call ended: its status, or "failed" where only an error was sent; and what went wrong,
 * unless the status says the same. "" if nothing is known; raw and borrowed. */
const char *facts_tool_status(const struct tool *tool);
const char *facts_tool_error(const struct tool *tool);
/* The parts of a payload {"arguments":..,"result":..}, which was made from a call and its result;
 * the result may be missing. NULL for a part that is not there, and for any other payload. */
const struct value *facts_tool_arguments(const struct value *payload);
const struct value *facts_tool_result(const struct value *payload);
/* Whether arguments or a result are null or an empty text, of which there is nothing to show. */
bool facts_tool_is_empty(const struct value *part);

/* The speaker's word as a label of at most SPEAKER_MAX_COLS columns, or "" for a turn without a
 * speaker; never NULL. The caller frees it. */
enum { SPEAKER_MAX_COLS = 16 };
char *facts_speaker(const struct turn *t);
/* The same for what leaves the screen: with its joiners, and not cut. */
char *facts_speaker_source(const struct turn *t);
/* Appends the text of a turn, sanitised for the screen with line ends kept; for a tool call also
 * its name, status, what went wrong, and payload. */
void facts_turn_words(struct buf *out, const struct turn *t);
/* The same for what leaves the screen: with its joiners. */
void facts_turn_source(struct buf *out, const struct turn *t);
/* "(interrupted)" for a turn in which the other side cut in, else "". */
const char *facts_turn_note(const struct turn *t);

#endif
