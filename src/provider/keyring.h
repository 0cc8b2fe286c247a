/* The keys in use: each fetched when it is first needed, once a run, and wiped at the end. So is
 * the reason why there is none: a command that fails is not run again for each call. */
#ifndef PROVIDER_KEYRING_H
#define PROVIDER_KEYRING_H

#include "base/err.h"
#include "provider/provider.h"

#include <stdbool.h>

struct keyring;

/* The set is borrowed until keyring_free. */
struct keyring *keyring_new(const struct provider_set *set);
void keyring_free(struct keyring *k); /* NULL is fine */

/* Getting this key now would run a command that may talk to the terminal. */
bool keyring_runs_command(const struct keyring *k, const struct provider *p);
/* A copy of the provider's key, yours (free_secret); NULL with e set. Of a provider of another set
 * there is no key. */
char *keyring_get(struct keyring *k, const struct provider *p, struct err *e);
/* The key, or the reason, is looked for anew the next time. */
void keyring_forget(struct keyring *k, const struct provider *p);

#endif
