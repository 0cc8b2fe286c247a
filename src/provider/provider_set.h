/* Makes the set of providers from the built-in descriptions and the user's sections. */
#ifndef PROVIDER_PROVIDER_SET_H
#define PROVIDER_PROVIDER_SET_H

#include "config/config.h"
#include "provider/provider.h"

/* Reads src/provider/ini and the configuration's [provider NAME] sections. Problems are added to
 * config->problems, and the provider that has one is marked as broken. The set refers to nothing of
 * the configuration afterwards; its arena owns every string. */
struct provider_set *provider_set_new(struct config *config);
/* Wipes the keys that the configuration gave, then frees. NULL is allowed. */
void provider_set_free(struct provider_set *set);

#endif
