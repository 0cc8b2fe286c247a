/* What queries are read with: the time, the providers, the forms of IDs. */
#ifndef CLI_FIND_TERMS_H
#define CLI_FIND_TERMS_H

#include "config/config.h"
#include "find/query.h"
#include "provider/provider.h"

struct find_terms {
    struct query_terms terms;
    struct query_provider *providers;
};

/* The terms of now. The set is borrowed until find_terms_done. UI thread. */
void find_terms_init(struct find_terms *out, const struct config *config,
                     const struct provider_set *set);
void find_terms_done(struct find_terms *t);

/* Says that a word after the query is no provider; it may belong to the query. Returns false. */
bool find_terms_unknown(const struct provider_set *set, const char *word, struct err *e);

/* With --offline only kept calls can be asked for. False, with e set, for another query. */
bool find_terms_offline(const struct query *q, struct err *e);

#endif
