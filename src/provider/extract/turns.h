/* Inside src/provider/extract: the transcript. */
#ifndef PROVIDER_EXTRACT_TURNS_H
#define PROVIDER_EXTRACT_TURNS_H

#include "provider/extract/extraction.h"

/* Fills call->turns from the second document if the provider has one, else from the call's own. */
void turns_extract(struct extraction *x, const struct turns_answer *turns);

#endif
