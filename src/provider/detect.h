/* Which provider and which ID a text means: PROVIDER:ID, a bare ID by its form, or an ID inside one
 * pasted URL, curl line or JSON of a known provider. Nothing is sent here. */
#ifndef PROVIDER_DETECT_H
#define PROVIDER_DETECT_H

#include "provider/provider.h"

struct detected {
    char *id;                           /* trimmed; yours through detect_done; NULL: none found */
    const struct provider **candidates; /* those that fit and have a key; one: it is sure */
    size_t candidate_count;
    bool named;   /* the text named the provider, or stood in its URL */
    bool certain; /* one ID with a known form or of a known host: may be fetched at once */
    bool several; /* several words, lines or members of a list: hardly one ID */
    char *hint;   /* a sentence for the user when nothing fits; or NULL */
};

/* `chosen` NULL: auto. With a chosen provider a bare text is its ID whatever the form. A text that
 * names a provider without a key still has it as its candidate: asking says where keys are looked
 * for. */
void detect(const struct provider_set *set, const struct provider *chosen, const char *text,
            size_t bytes, struct detected *out);
void detect_done(struct detected *d);

#endif
