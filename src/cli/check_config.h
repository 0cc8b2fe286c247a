/* What --check-config looks at beyond the lines themselves: the files and programs that they name.
 * Nothing is run and nothing is sent. */
#ifndef CLI_CHECK_CONFIG_H
#define CLI_CHECK_CONFIG_H

#include "config/config.h"
#include "provider/provider.h"

/* Adds problems, and sorts all: keys that cannot be used (as far as that is known without running a
 * command), commands of the user's that cannot be started, an unknown provider, a ca_file that
 * cannot be read. */
void check_config_named(struct config *config, const struct provider_set *providers);

#endif
