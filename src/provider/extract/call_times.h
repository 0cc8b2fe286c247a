/* Inside src/provider/extract: whether the call has ended, and how long it was. */
#ifndef PROVIDER_EXTRACT_CALL_TIMES_H
#define PROVIDER_EXTRACT_CALL_TIMES_H

#include "provider/extract/extraction.h"

/* Once the call's fields are filled: sets call->live, takes back an end that has not come yet, and
 * settles the duration: as the provider sent it, else from start to end, else duration.else. If
 * there is the last one, a note says when these differ by more than 5 s. */
void call_times_settle(struct extraction *x);

#endif
