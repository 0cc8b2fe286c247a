/* Makes the request for a call: a URL and headers from a description, an ID and a key. Pure. */
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
    char *key;     /* which the answer must not show; NULL: none was sent */
    char *userpwd; /* "user:password" for HTTP Basic; or NULL */
    bool head;     /* HEAD instead of GET */
    char *body;    /* sent by POST, and of the type that the headers say; NULL: there is none */
};

/* Why the provider cannot be asked, whatever the ID and the key; NULL if it can. The caller frees
 * the failures of all functions here. */
struct failure *request_unusable(const struct provider *p);
/* The request for the call's own document. Returns NULL on success, otherwise a failure of the kind
 * usage (the ID is unusable; a variable is missing or contradicts the ID) or auth (the key). */
struct failure *request_call(const struct provider *p, const char *id, const char *key,
                             struct request *out);
/* The request for a page of the transcript; p->second.path is set. `cursor` is NULL for the first
 * page, otherwise the value from extract_next_cursor. */
struct failure *request_turns(const struct provider *p, const char *id, const char *key,
                              const char *cursor, struct request *out);
/* The request for a link that the provider sent. Headers and key are included only if the link has
 * the scheme, host and port of base_url, and never if `key` is NULL. */
struct failure *request_link(const struct provider *p, const char *id, const char *key,
                             const char *url, struct request *out);
/* The URL of the recording that is sent only to those who have the key: base_url and
 * p->recording_path, which is set. request_link makes the request for it, which has the key.
 * Returns NULL with the URL in *url, which the caller frees, otherwise a failure as request_call
 * does. */
struct failure *request_recording_url(const struct provider *p, const char *id, char **url);
/* base_url with its variables filled in, partly from the ID. NULL if that is not possible; the
 * caller frees it. */
char *request_base_url(const struct provider *p, const char *id);
/* The request for a page of a list: base_url and `path`, whose variables are filled in, then `tail`
 * as it is. It is a POST with a copy of the JSON in `body` unless that is NULL. Fails as
 * request_call does. */
struct failure *request_list(const struct provider *p, const char *path, const char *tail,
                             const char *body, const char *key, struct request *out);
/* Wipes the parts that contain the key, then frees. */
void request_done(struct request *r);

/* The call's page on the provider's site; NULL if the provider has no such pages. The caller frees
 * it. */
char *request_web_url(const struct provider *p, const char *id);

#endif
