/* Inside src/provider/extract: a transcript that is one text. */
#ifndef PROVIDER_EXTRACT_LABELLED_TEXT_H
#define PROVIDER_EXTRACT_LABELLED_TEXT_H

#include "provider/extract/extraction.h"

/* Appends a turn for each "Speaker: text" label at the beginning of a line; a text without labels
 * becomes one turn without a speaker. */
void labelled_text_extract(struct extraction *x, const char *text, size_t bytes);

#endif
