/* Masked copies of calls. */
#ifndef CALL_MASKED_H
#define CALL_MASKED_H

#include "call/call.h"
#include "text/mask.h"

/* A copy in which phone numbers, e-mail addresses and card numbers are masked in every text that a
 * provider sent (see text/mask.h). The last column of field.def gives the masking of each member.
 * The copy has an arena of its own but shares with c whatever is not masked: free it before c.
 * *count is set to the numbers and addresses that were masked. */
struct call *masked_call(const struct call *c, struct mask_count *count);

/* The same, but its turns are late: each is masked when it is asked for, and the others by
 * masked_run. *count grows with them and has to exist as long as the copy. */
struct call *masked_begin(const struct call *c, struct mask_count *count);
/* Masks more turns of a copy, for about so long. Returns true if there are more. */
bool masked_run(struct call *copy, int budget_ms);

#endif
