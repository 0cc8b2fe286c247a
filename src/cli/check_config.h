/* The checks of --check-config that go beyond the syntax of the configuration. Nothing is run and
 * nothing is sent. */
#ifndef CLI_CHECK_CONFIG_H
#define CLI_CHECK_CONFIG_H

#include "config/config.h"
#include "provider/provider.h"

/* Adds the problems of [keys] and of the theme. */
void check_config_screen(struct config *config);
/* Adds the problems of what the configuration names, then sorts all problems: keys that cannot be
 * used, commands that cannot be started, an unknown provider, a ca_file without certificates. What
 * a key command prints is not known, as it is not run. */
void check_config_named(struct config *config, const struct provider_set *providers);

#endif
