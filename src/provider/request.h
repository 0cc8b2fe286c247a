/* What is sent: a URL and headers, made from a description, an ID and a key. Pure. */
#ifndef PROVIDER_REQUEST_H
#define PROVIDER_REQUEST_H

#include "call/failure.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>

struct request {
    char *url;
    char **headers; /* "Name: value" */
    size_t header_count;
    char *userpwd; /* for HTTP Basic; NULL: none */
    bool head;     /* HEAD instead of GET */
};

/* Why nothing can be asked of the provider, whatever the ID and the key; NULL: it can. */
struct failure *request_unusable(const struct provider *p);
/* The call's own document. NULL on success; else why not, yours: kind usage (an ID that cannot be
 * asked for, a variable missing or contradicted by the ID) or auth (key). */
struct failure *request_call(const struct provider *p, const char *id, const char *key,
                             struct request *out);
/* The transcript's document (p->second.path is set). `cursor` NULL: the first page; else the
 * value that extract_next_cursor gave. */
struct failure *request_turns(const struct provider *p, const char *id, const char *key,
                              const char *cursor, struct request *out);
/* What a link of the provider's is asked with: its headers and the key go along only where scheme,
 * host and port are those of base_url, and there is a key (may be NULL). */
struct failure *request_link(const struct provider *p, const char *id, const char *key,
                             const char *url, struct request *out);
/* base_url in force, yours; NULL where it cannot be made. */
char *request_base_url(const struct provider *p, const char *id);
void request_done(struct request *r); /* wipes the headers */

/* The call's page on the provider's site, yours; NULL when the description names none. */
char *request_web_url(const struct provider *p, const char *id);

#endif
