/* An answer that holds no call, as a failure. */
#ifndef PROVIDER_EXTRACT_REFUSAL_H
#define PROVIDER_EXTRACT_REFUSAL_H

#include "call/value.h"
#include "provider/extract/answer.h"
#include "provider/provider.h"

/* The failure's kind, code, message and request ID as the answer gives them. `root` is the answer's
 * tree, NULL if it is not JSON. The caller frees it. */
struct failure *refusal_new(const struct provider *p, const struct answer_body *answer,
                            const struct value *root);
/* The provider's own message in such an answer, raw; NULL: it has none. The caller frees it. */
char *refusal_words(const struct value *root);
/* Whether an answer that is not JSON is a web page, by its type or its first bytes. */
bool refusal_is_page(const struct answer_body *answer);

#endif
