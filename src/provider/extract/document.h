/* Inside src/provider/extract: an answer that holds neither a call nor a list of calls. */
#ifndef PROVIDER_EXTRACT_DOCUMENT_H
#define PROVIDER_EXTRACT_DOCUMENT_H

#include "provider/extract/extraction.h"

/* Why nothing can be read from an answer: its status, its body, or what it says of itself. NULL if
 * it can; the caller frees the failure. `document` is its tree; NULL if it is not JSON, which `why`
 * explains. */
struct failure *document_refused(struct extraction *x, const struct answer_body *answer,
                                 struct value *document, const char *why);
/* Whether the answer has an error. A call may have a member of that name, so this counts only if
 * there is no call. */
bool document_has_error(const struct value *document);

#endif
