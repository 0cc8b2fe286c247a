/* From words to what is asked: which provider, which ID, or why neither. Nothing is sent here. */
#ifndef CLI_CALL_REF_H
#define CLI_CALL_REF_H

#include "base/err.h"
#include "call/failure.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>

/* The words of the command line, the provider's taken off. */
struct call_ref_words {
    const struct provider *provider; /* named for all; NULL: each ID by itself */
    const char *const *ids;          /* borrowed */
    size_t count;
};

/* False with e set: the first of several words is neither a provider nor an ID of a known form. */
bool call_ref_words(struct call_ref_words *out, const struct provider_set *set,
                    const char *const *words, size_t count, struct err *e);

/* One call to ask for. */
struct call_ref {
    const struct provider *provider; /* NULL: none was found */
    bool named;                      /* the text itself said which */
    char *id;                        /* never NULL */
    struct failure *failure;         /* why it is not asked for; NULL: it is */
};

/* `named` NULL: the provider is found from the text. */
void call_ref_make(struct call_ref *out, const struct provider_set *set,
                   const struct provider *named, const char *text);
void call_ref_done(struct call_ref *a);

#endif
