/* From words to what is asked: which provider, which ID, or why neither. Nothing is sent here. */
#ifndef CLI_CALL_REF_H
#define CLI_CALL_REF_H

#include "base/err.h"
#include "call/failure.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>

/* The words of the command line, the provider's taken off. */
struct ask_words {
    const struct provider *provider; /* named for all; NULL: each ID by itself */
    const char *const *ids;          /* borrowed */
    size_t count;
};

/* False with e set: the first of several words is neither a provider nor an ID of a known form. */
bool ask_words(struct ask_words *out, const struct provider_set *set, const char *const *words,
               size_t count, struct err *e);

/* One call to ask for. */
struct ask {
    const struct provider *provider; /* NULL: none was found */
    bool named;                      /* the text itself said which */
    char *id;                        /* never NULL */
    struct failure *failure;         /* why it is not asked for; NULL: it is */
};

/* `named` NULL: the provider is found from the text. */
void ask_make(struct ask *out, const struct provider_set *set, const struct provider *named,
              const char *text);
void ask_done(struct ask *a);

#endif
