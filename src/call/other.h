/* The fields of an answer that no member of the call has, as people see them. */
#ifndef CALL_OTHER_H
#define CALL_OTHER_H

#include "call/call.h"

/* Sets call->other, an object in the call's arena, and what follows from it: the parts of it that
 * belong to `turns`, which are the call's, and call->other_shown. `with_turns`: its last member is
 * the list of what is left of the turns. */
void other_set(struct call *c, const struct value *other, bool with_turns, struct turn *turns);

#endif
