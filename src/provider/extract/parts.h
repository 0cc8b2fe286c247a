/* Inside src/provider/extract: the parts of a call, each read by the file of its name. */
#ifndef PROVIDER_EXTRACT_PARTS_H
#define PROVIDER_EXTRACT_PARTS_H

#include "provider/extract/extraction.h"

enum { GIVEN_LINKS_MAX = 1000 };

/* Once the call's fields are filled: sets call->live, takes back an end that has not come yet, and
 * settles the duration: as the provider sent it, else from start to end, else duration.else. If
 * there is the last one, a note says when these differ by more than 5 s. */
void call_times_settle(struct extraction *x);
/* Fills figures.cost_parts, if the cost itself is known. */
void costs_extract(struct extraction *x);
/* Fills figures.evaluations: how the provider judges the call. */
void evaluations_extract(struct extraction *x);
/* Fills call->participants: the parties that the description names, then the provider's list. */
void participants_extract(struct extraction *x);
/* Fills call->recordings. What cannot be read leaves a note. */
void recordings_extract(struct extraction *x);
/* Fills call->given_links: further links that the provider sends with the call. */
void given_links_extract(struct extraction *x);
/* Fills call->turns from the second document if the provider has one, else from the call's own. */
void turns_extract(struct extraction *x, const struct turns_answer *turns);

#endif
