/* Inside src/provider/extract: how the provider judges a call. */
#ifndef PROVIDER_EXTRACT_EVALUATIONS_H
#define PROVIDER_EXTRACT_EVALUATIONS_H

#include "provider/extract/extraction.h"

/* Fills figures.evaluations. */
void evaluations_extract(struct extraction *x);

#endif
