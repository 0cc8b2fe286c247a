/* Makes the set of providers from the built-in descriptions and the user's sections. */
#ifndef PROVIDER_PROVIDER_SET_H
#define PROVIDER_PROVIDER_SET_H

#include "config/config.h"
#include "provider/provider.h"

/* Reads src/provider/ini and the configuration's [provider NAME] sections. Problems are added to
 * config->problems, and a provider that has one is marked as broken. The set does not refer to the
 * configuration afterwards; its arena owns every string. */
struct provider_set *provider_set_new(struct config *config);
/* Wipes the keys that came from the configuration, then frees the set, which may be NULL. */
void provider_set_free(struct provider_set *set);

#endif
