/* A provider's key: where it is looked for, and getting it. Keys are wiped when freed. */
#ifndef CONFIG_SECRET_H
#define CONFIG_SECRET_H

#include "base/err.h"

#include <stdbool.h>

enum { SECRET_MAX_BYTES = 8192, SECRET_COMMAND_TIMEOUT_S = 60 };

enum secret_origin { SECRET_NONE, SECRET_ENV, SECRET_COMMAND, SECRET_FILE, SECRET_CONFIG };

/* What the configuration says about one provider's key; strings borrowed, NULL or "" when not
 * given. */
struct secret_source {
    const char *provider;
    const char *command, *file, *inline_key; /* api_key_command, api_key_file, api_key */
    const char *config_file;                 /* where the first of these stands; NULL: nowhere */
    int config_line;
};

/* Where the key will come from: the first of environment (an empty variable is none), command,
 * file, configuration. */
enum secret_origin secret_origin(const struct secret_source *s);
/* env, command, file, config, none */
const char *secret_origin_name(enum secret_origin origin);
/* CALLBROWSER_RINGYO_EU_API_KEY for ("ringyo-eu", "api_key"); yours. */
char *secret_env_name(const char *provider, const char *what);

/* The key (free_secret), checked: visible ASCII, 1 to SECRET_MAX_BYTES bytes. NULL with e set:
 * none, refused (a file others may read: e names the chmod), or the command failed. A command runs
 * with the terminal as its standard input (/dev/null without one) and is waited for: leave the
 * screen first. */
char *secret_get(const struct secret_source *s, struct err *e);
/* Whether secret_get would succeed, as far as that is known without running a command. */
bool secret_check(const struct secret_source *s, struct err *e);

#endif
