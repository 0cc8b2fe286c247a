/* Inside src/provider/extract: the list of turns while it grows. */
#ifndef PROVIDER_EXTRACT_TURN_LIST_H
#define PROVIDER_EXTRACT_TURN_LIST_H

#include "provider/extract/extraction.h"

/* A turn without a speaker, times and text. */
struct turn turn_list_blank(void);
/* Appends a copy of the turn with its class and length set. The arena owns its strings. */
void turn_list_push(struct extraction *x, const struct turn *t);
/* Moves the list into the arena and hands it to the call. */
void turn_list_finish(struct extraction *x);

#endif
