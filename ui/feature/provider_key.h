/* The API key of a provider. UI thread. */
#ifndef UI_FEATURE_PROVIDER_KEY_H
#define UI_FEATURE_PROVIDER_KEY_H

#include "base/err.h"

struct app;
struct failure;
struct provider;

/* The caller frees the key. A command that prints it may take over the terminal meanwhile. NULL
 * with e set when there is none; the next call looks again. */
char *provider_key_get(struct app *a, const struct provider *p, struct err *e);
/* Likewise, in the form that any_ask takes (fetch/any.h): returns NULL with the key in *key, which
 * the caller frees, or else the failure that says why the key is missing. */
struct failure *provider_key_for(void *app, const struct provider *p, char **key);

#endif
