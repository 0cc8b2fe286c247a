/* A call as it may be shown when calls are masked. */
#ifndef CALL_MASKED_H
#define CALL_MASKED_H

#include "call/call.h"
#include "text/mask.h"

/* A copy in which phone numbers, e-mail addresses and card numbers are masked in every text that a
 * provider sent (text/mask.h says what counts as one). The last column of field.def says what is
 * done with each member. The copy has an arena of its own but shares what is not masked with c:
 * free it before c. *count is set to what was masked. */
struct call *masked_call(const struct call *c, struct mask_count *count);

#endif
