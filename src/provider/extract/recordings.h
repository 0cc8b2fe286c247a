/* Inside src/provider/extract: the recordings of a call. */
#ifndef PROVIDER_EXTRACT_RECORDINGS_H
#define PROVIDER_EXTRACT_RECORDINGS_H

#include "provider/extract/extraction.h"

/* Fills call->recordings. What cannot be read leaves a note. */
void recordings_extract(struct extraction *x);

#endif
