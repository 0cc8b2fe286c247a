/* The one reader of call IDs, for the command line, standard input, the ID pane and pastes: finds
 * the provider and the ID that a text means. The text is PROVIDER:ID or PROVIDER ID, a bare ID
 * that is recognised by its form, or one URL, curl line or piece of JSON of a known provider.
 * Nothing is sent. */
#ifndef PROVIDER_DETECT_H
#define PROVIDER_DETECT_H

#include "provider/provider.h"

struct detected {
    /* Without blanks (text/blank.h) at its ends and, if it is an ID of a known form, without the
     * marks . , ; : ! ? after it and the brackets and quotes around it; never NULL. */
    char *text;
    char *id; /* NULL if no ID was found */
    /* A sentence: why the ID (or the text, if it has no ID) cannot be requested; NULL if it can. */
    char *refusal;
    const struct provider **candidates; /* the providers that the ID may belong to */
    size_t candidate_count;
    bool named;    /* the text names the provider, or is a URL of its hosts */
    bool certain;  /* one ID of a known form or a known host: it may be fetched without asking */
    bool is_guess; /* the ID is in a URL of a host that no provider has; the hint says so */
    bool several;  /* several words, lines or members of a list, and so probably not a single ID */
    char *hint;    /* a sentence for the user if there is no candidate or a guess; or NULL */
};

/* `chosen` is the provider that the user chose; NULL: any. A bare text is an ID of the chosen
 * provider whatever its form. A provider that the text names is a candidate even if it has no key:
 * the failure then says where keys are looked for. detect_done frees its contents. */
void detect(const struct provider_set *set, const struct provider *chosen, const char *text,
            size_t bytes, struct detected *out);
void detect_done(struct detected *d);

/* Whether the text by itself says what it is: an ID of a known form, even of a provider that cannot
 * be asked, or a text that names its provider. */
bool detect_is_call(const struct provider_set *set, const char *text);
/* Whether the text is empty or all blanks, which detect removes from the ends of a text. */
bool detect_is_blank(const char *text);

#endif
