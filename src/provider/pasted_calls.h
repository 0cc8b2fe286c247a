/* Calls in a longer text: chat lines, a ticket, a column of a table. Nothing is sent here. */
#ifndef PROVIDER_PASTED_CALLS_H
#define PROVIDER_PASTED_CALLS_H

#include "provider/provider.h"

enum { PASTED_CALLS_MAX = 100 };

struct pasted_call {
    const struct provider *provider; /* provider_any: the form is of several that have a key */
    char *id;
};

struct pasted_calls {
    struct pasted_call list[PASTED_CALLS_MAX]; /* in the order of the text, each once */
    size_t count;
    bool more; /* there were more than that */
};

/* Takes IDs of a form that is known of a provider with a key (of `chosen`, may be NULL, where it
 * fits), those that a provider's name stands before, and those in URLs of a provider's hosts; prose
 * around them is passed over. pasted_calls_done frees. */
void pasted_calls_find(struct pasted_calls *out, const struct provider_set *set,
                       const struct provider *chosen, const char *text, size_t bytes);
void pasted_calls_done(struct pasted_calls *s);

#endif
