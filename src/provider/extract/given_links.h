/* Inside src/provider/extract: further links that the provider sends with a call. */
#ifndef PROVIDER_EXTRACT_GIVEN_LINKS_H
#define PROVIDER_EXTRACT_GIVEN_LINKS_H

#include "provider/extract/extraction.h"

enum { GIVEN_LINKS_MAX = 1000 };

/* Fills call->given_links. */
void given_links_extract(struct extraction *x);

#endif
