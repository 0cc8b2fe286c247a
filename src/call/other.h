/* The fields of an answer that no member of the call has, as people see them. */
#ifndef CALL_OTHER_H
#define CALL_OTHER_H

#include "call/call.h"

/* Sets call->other, an object in the call's arena, and what follows from it: the parts of it that
 * belong to `turns`, which are the call's, and call->other_shown. `with_turns`: its last member is
 * the list of what is left of the turns. */
void other_set(struct call *c, const struct value *other, bool with_turns, struct turn *turns);

/* Sets call->other_shown: what people see of `other` without the value `but` (may be NULL), and the
 * row for what is left of the turns (in the call's arena; NULL: none is shown). */
void other_show(struct call *c, const struct value *other, const struct value *but,
                struct value *row);
/* The row for the turns in call->other_shown; NULL if there is none. */
const struct value *other_turns_row(const struct call *c);

#endif
