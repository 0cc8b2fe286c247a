/* What providers send to a webhook: the call in an envelope with the event's name. Pure. */
#ifndef PROVIDER_EXTRACT_WEBHOOK_H
#define PROVIDER_EXTRACT_WEBHOOK_H

#include "call/value.h"
#include "provider/provider.h"

/* The event's name, a string, if the document is such an envelope; NULL if it is not. */
const struct value *webhook_event(const struct value *document);

/* Makes a description for the call inside an envelope, which borrows from the provider and from
 * `places`. False if the document is no envelope. */
bool webhook_provider(struct provider *out, struct source places[2], const struct provider *p,
                      const struct value *document);

#endif
