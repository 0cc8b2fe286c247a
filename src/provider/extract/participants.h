/* Inside src/provider/extract: who took part in the call. */
#ifndef PROVIDER_EXTRACT_PARTICIPANTS_H
#define PROVIDER_EXTRACT_PARTICIPANTS_H

#include "provider/extract/extraction.h"

/* Fills call->participants: the parties that the description names, then the provider's list. */
void participants_extract(struct extraction *x);

#endif
