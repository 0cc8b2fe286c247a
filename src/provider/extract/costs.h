/* Inside src/provider/extract: the parts of a call's cost. */
#ifndef PROVIDER_EXTRACT_COSTS_H
#define PROVIDER_EXTRACT_COSTS_H

#include "provider/extract/extraction.h"

/* Fills figures.cost_parts, if the cost itself is known. */
void costs_extract(struct extraction *x);

#endif
