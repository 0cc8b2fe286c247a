/* The keys in use. Each is fetched when it is first needed and kept until it is forgotten. A
 * failure is kept likewise, so that a failing command does not run again for every call. Keys are
 * wiped when they are freed. */
#ifndef PROVIDER_KEYRING_H
#define PROVIDER_KEYRING_H

#include "base/err.h"
#include "provider/provider.h"

#include <stdbool.h>

struct keyring;

/* The set is borrowed until keyring_free. */
struct keyring *keyring_new(const struct provider_set *set);
void keyring_free(struct keyring *k); /* k may be NULL */

/* Whether keyring_get would now run a command, which may use the terminal. */
bool keyring_runs_command(const struct keyring *k, const struct provider *p);
/* A copy of the provider's key, which the caller frees with free_secret; NULL with e set. A
 * provider that is not in the set, as after a reload, has no key. */
char *keyring_get(struct keyring *k, const struct provider *p, struct err *e);
/* Makes the next keyring_get fetch the key again. */
void keyring_forget(struct keyring *k, const struct provider *p);

#endif
