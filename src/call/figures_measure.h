/* Works out the second part of a call's figures from the first, which its description filled, and
 * from the turns. Pure. */
#ifndef CALL_FIGURES_MEASURE_H
#define CALL_FIGURES_MEASURE_H

#include "call/call.h"

/* The other members of the call must all be set. `turns` are its turns: their reply_s is set where
 * the provider sent none of any turn, and NAN for those that are not the agent's. Takes time
 * proportional to n log n for n turns. */
void figures_measure(struct call *c, struct turn *turns);

#endif
