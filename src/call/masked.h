/* A call as it may be shown to others. */
#ifndef CALL_MASKED_H
#define CALL_MASKED_H

#include "call/call.h"
#include "text/mask.h"

/* A copy in an arena of its own with phone numbers, e-mail addresses and card numbers masked in
 * every text a provider sent, so that whatever is made of it is masked; its texts are sanitised.
 * What is not masked, its documents among it, stays as it came and is c's: it goes before c. *count
 * gets what was masked. */
struct call *masked_call(const struct call *c, struct mask_count *count);

#endif
