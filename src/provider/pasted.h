/* Calls in what users paste: URLs, JSON and longer texts. Nothing is sent. */
#ifndef PROVIDER_PASTED_H
#define PROVIDER_PASTED_H

#include "provider/provider.h"

/* The ID in a URL of this provider's requests or pages (web_url). NULL if it has no ID; the caller
 * frees it. */
char *pasted_url_id(const struct provider *p, const char *url);
/* Whether the URL's host is one of the provider's. */
bool pasted_url_host(const struct provider *p, const char *url);
/* The last part of the URL's path that has the form of an ID of an enabled provider, else the last
 * such part of the rest. NULL if no part is one, or if the host is a provider's; the caller frees
 * it.
 */
char *pasted_url_guess(const struct provider_set *set, const char *url);

/* Whether the text is JSON or a fragment of it, which may lack its beginning and end: it begins
 * with a name and a colon. */
bool pasted_json_is(const char *text);
/* The outermost ID of this provider: under the name that its IDs have and, unless
 * `any_form`, of their form. *depth is the number of brackets around it. NULL if no ID was found;
 * the caller frees it. */
char *pasted_json_id(const struct provider *p, const char *text, bool any_form, int *depth);

enum { PASTED_CALLS_MAX = 100 };

struct pasted_call {
    /* provider_any if several providers with a key have IDs of this form. */
    const struct provider *provider;
    char *id;
    bool is_guess; /* it is in a URL of a host that no provider has */
};

struct pasted_calls {
    struct pasted_call list[PASTED_CALLS_MAX]; /* in the order of the text, without duplicates */
    size_t count;
    bool more; /* the text has more calls than fit */
};

/* Finds the calls in a longer text, such as a chat, a ticket or a column of a table: IDs whose form
 * is that of a provider with a key, IDs after a provider's name and a colon, and IDs in URLs of a
 * provider's hosts; all other text is skipped. If the form fits several providers, `chosen` (may be
 * NULL) wins. pasted_calls_done frees its contents. */
void pasted_calls_find(struct pasted_calls *out, const struct provider_set *set,
                       const struct provider *chosen, const char *text, size_t bytes);
void pasted_calls_done(struct pasted_calls *s);

#endif
