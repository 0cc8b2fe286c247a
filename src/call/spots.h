/* Hot spots: where a call is worth a look. A gap is a longer time than the limit from one turn's
 * start to the next one's. Where the ends of all that was said before are given, silence takes its
 * place: a longer time in which nobody spoke; and an overlap is more than a second in which two
 * spoke at once. A failed tool call says so by its status. Nothing is taken from times that are not
 * given or out of order. Pure. */
#ifndef CALL_SPOTS_H
#define CALL_SPOTS_H

#include "base/buf.h"
#include "call/call.h"

enum spot_kind { SPOT_GAP, SPOT_SILENCE, SPOT_OVERLAP, SPOT_FAILURE, SPOT_KINDS };

struct spot {
    size_t turn;
    double seconds[SPOT_KINDS]; /* NAN: it is none of that kind; a failure has 0 */
};

struct spots {
    struct spot *list; /* one a turn, in the order of turns; a turn may be several kinds */
    size_t count;
    size_t counts[SPOT_KINDS];
    int gap_s; /* the limit */
};

void spots_init(struct spots *s, const struct call *c, int gap_s);
void spots_done(struct spots *s);
/* NULL: the turn is none. */
const struct spot *spots_at(const struct spots *s, size_t turn);
/* "gap of 26 s before this turn, tool call failed", appended. */
void spots_put(struct buf *out, const struct spot *spot);
/* "1 gap over 10 s, 1 failed tool call", appended; nothing when there are none. */
void spots_put_sum(struct buf *out, const struct spots *s);

#endif
