/* What is known of a call, as label and value: the rows of the call pane, the text form and the
 * notes that are copied all come from here. */
#ifndef CALL_FACTS_H
#define CALL_FACTS_H

#include "base/buf.h"
#include "call/spots.h"

#include <stdbool.h>
#include <stddef.h>

struct fact {
    char *label; /* "Started" */
    char *value; /* safe for a screen, one line; "" where the label stands alone */
    char *name;  /* the field's name: "started" */
    bool given;  /* the label is the provider's word too */
};

struct facts {
    struct fact *list;
    size_t count;
};

/* Status, end reason, times, duration, direction, summary; what is absent is left out, "not given"
 * where that matters, "not ready, the call has not ended" for a live call. */
void facts_of_call(struct facts *out, const struct call *c);
/* One row a participant: label is the role, value what is known of it in one line. */
void facts_of_people(struct facts *out, const struct call *c);
/* One row a recording: label "Recording 1", value the link, or why there is none. */
void facts_of_recordings(struct facts *out, const struct call *c);
/* The rest as a tree of indented rows: label is the member's name with its indentation, name its
 * JSON Pointer (two blanks a level; "" when it is longer than anyone would use). Lists of plain
 * values stand in one row. At most FACTS_OTHER_ROWS rows; the last one then says that there is
 * more. */
enum { FACTS_OTHER_ROWS = 10000 };
void facts_of_other(struct facts *out, const struct call *c);
/* One row that counts them by kind; none when there are none. */
void facts_of_spots(struct facts *out, const struct spots *s);
void facts_of_notes(struct facts *out, const struct call *c);
void facts_done(struct facts *f);

/* A speaker's word as shown in the margin: sanitised, at most SPEAKER_MAX_COLS; never NULL, "" for
 * a turn without a speaker. */
enum { SPEAKER_MAX_COLS = 16 };
char *facts_speaker(const struct turn *t);
/* What was said, appended: sanitised, line ends kept; of a tool row also name, status, payload. */
void facts_turn_words(struct buf *out, const struct turn *t);

#endif
