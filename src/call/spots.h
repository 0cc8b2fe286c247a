/* Hot spots: turns that deserve attention. A silence is a time longer than the limit in which
 * nobody spoke. Where the end of the turn before it is not given, the time that its words take is
 * estimated, and what is left is a pause; nothing is estimated before a turn whose reply time was
 * measured. A slow reply is one that was measured. An overlap is more than a second in which two
 * people spoke at once; it needs ends that are given. A failed tool call is recognised by its
 * status or its error, a failed transfer by its status: that one is at the last tool call which is
 * named after a transfer, or else at the last turn. Times that are missing or out of order make no
 * hot spots. Pure. */
#ifndef CALL_SPOTS_H
#define CALL_SPOTS_H

#include "base/buf.h"
#include "call/call.h"

enum spot_kind {
    SPOT_PAUSE,
    SPOT_SILENCE,
    SPOT_SLOW,
    SPOT_OVERLAP,
    SPOT_FAILURE,
    SPOT_TRANSFER,
    SPOT_KINDS
};

struct spot {
    size_t turn;
    double seconds[SPOT_KINDS]; /* NAN for the kinds that do not apply; 0 for what failed */
};

/* What takes longer is a hot spot. */
struct spot_limits {
    int gap_s;     /* a pause or a silence */
    double slow_s; /* a reply */
};

struct spots {
    struct spot *list; /* one for each turn that is hot, in order; it may be of several kinds */
    size_t count;
    size_t counts[SPOT_KINDS];
    struct spot_limits limits;
};

void spots_init(struct spots *s, const struct call *c, const struct spot_limits *limits);

/* The same in steps, for a long call, which is borrowed. */
struct spots_search *spots_begin(const struct call *c, const struct spot_limits *limits);
/* Looks at about so many turns; true if there are more. */
bool spots_run(struct spots_search *s, size_t turns);
/* Frees the search, which may be NULL. What was found so far is the caller's, to be given to
 * spots_done; NULL: it is freed too. */
void spots_end(struct spots_search *s, struct spots *found);

void spots_done(struct spots *s);
/* The hot spot of a turn, or NULL. */
const struct spot *spots_at(const struct spots *s, size_t turn);
/* How many hot spots are in turns before this one. */
size_t spots_before(const struct spots *s, size_t turn);
/* The sign in the margin: "~" for a turn with a pause, which is estimated, "!" for other hot spots,
 * " " for other turns. */
const char *spots_sign(const struct spots *s, size_t turn);
/* Appends "pause of about 26 s before this turn, replied after 4.4 s, tool call failed". */
void spots_put(struct buf *out, const struct spot *spot);
/* Appends "1 pause over 10 s (estimated), 1 failed tool call", or nothing if there are no hot
 * spots. */
void spots_put_sum(struct buf *out, const struct spots *s);

#endif
