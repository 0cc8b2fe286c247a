/* Between the screen's list and the listing that asks for it: whom it asks, and how what came gets
 * into the list. UI thread. */
#ifndef UI_FEATURE_LIST_ASK_H
#define UI_FEATURE_LIST_ASK_H

#include "cli/listing.h"
#include "find/query.h"
#include "provider/call_list.h"

#include <stddef.h>

struct app;

/* As query_new. With --offline only kept calls can be asked for. */
struct query *list_ask_read(const struct app *a, const char *text, const struct query_terms *t,
                            struct query_problem *problem);
/* The name of the provider that is chosen in the provider pane; NULL: any may be asked. Valid as
 * long as the app. */
const char *list_ask_only(const struct app *a);
/* The providers that a query is asked of, in their order: those with a key, or those that it names,
 * or `only` one (NULL: any). The caller frees the list. */
const struct provider **list_ask_providers(const struct app *a, const struct query *q,
                                           const char *only, size_t *count);
/* Why there are none. */
const char *list_ask_why_nobody(const char *only);
/* Why a list of kept calls has none. */
const char *list_ask_why_empty(const struct app *a);

/* A provider's key, as any_key_for says. */
struct failure *list_ask_key(void *app, const struct provider *p, char **key);
enum list_source_state list_ask_state(const struct listing_one *one);
/* Copies how far a provider was read, and moves its rows into the list. Why it failed is in the
 * past messages, too. */
void list_ask_take(struct app *a, struct call_list *calls, struct listing_one *one);

#endif
