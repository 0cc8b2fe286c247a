/* Inside src/provider/extract: the recordings of the call. */
#ifndef PROVIDER_EXTRACT_RECORDINGS_H
#define PROVIDER_EXTRACT_RECORDINGS_H

#include "provider/extract/extraction.h"

/* Fills call->recordings. */
void recordings_extract(struct extraction *x);

#endif
