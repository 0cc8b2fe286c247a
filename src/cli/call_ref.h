/* References to calls on the command line: a provider and an ID. Nothing is sent. */
#ifndef CLI_CALL_REF_H
#define CLI_CALL_REF_H

#include "base/err.h"
#include "call/failure.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>

/* The arguments of the command line that are not options. */
struct call_ref_words {
    const struct provider *provider; /* named for all IDs; NULL: found for each ID */
    const char *const *ids;          /* borrowed */
    size_t count;
};

/* Separates the provider from the IDs. Returns false, with e set, if the first of several words is
 * neither a provider nor an ID of a known form. */
bool call_ref_words(struct call_ref_words *out, const struct provider_set *set,
                    const char *const *words, size_t count, struct err *e);

/* One call to request. */
struct call_ref {
    const struct provider *provider; /* NULL: not found */
    bool named;                      /* the text named its provider */
    char *id;                        /* never NULL */
    struct failure *failure;         /* why it cannot be requested; NULL: it can */
};

/* Reads a reference from text, such as an ID, PROVIDER:ID or a URL. If `named` is NULL, the
 * provider is found from the text. Free it with call_ref_done. */
void call_ref_make(struct call_ref *out, const struct provider_set *set,
                   const struct provider *named, const char *text);
void call_ref_done(struct call_ref *r);

#endif
