/* Finds calls in a longer text, such as a chat, a ticket or a column of a table. Nothing is sent.
 */
#ifndef PROVIDER_PASTED_CALLS_H
#define PROVIDER_PASTED_CALLS_H

#include "provider/provider.h"

enum { PASTED_CALLS_MAX = 100 };

struct pasted_call {
    /* provider_any if several providers with a key have IDs of this form. */
    const struct provider *provider;
    char *id;
};

struct pasted_calls {
    struct pasted_call list[PASTED_CALLS_MAX]; /* in the order of the text, without duplicates */
    size_t count;
    bool more; /* the text has more calls than fit */
};

/* Finds IDs whose form is that of a provider with a key, IDs after a provider's name and a colon,
 * and IDs in URLs of a provider's hosts; all other text is skipped. If the form fits several
 * providers, `chosen` (may be NULL) wins. pasted_calls_done frees its contents. */
void pasted_calls_find(struct pasted_calls *out, const struct provider_set *set,
                       const struct provider *chosen, const char *text, size_t bytes);
void pasted_calls_done(struct pasted_calls *s);

#endif
