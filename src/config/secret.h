/* A provider's API key and its source. Keys are wiped when they are freed. */
#ifndef CONFIG_SECRET_H
#define CONFIG_SECRET_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { SECRET_MAX_BYTES = 8192, SECRET_COMMAND_TIMEOUT_S = 60 };

enum secret_origin { SECRET_NONE, SECRET_ENV, SECRET_COMMAND, SECRET_FILE, SECRET_CONFIG };

/* The settings for one provider's key. Strings are borrowed, and NULL or "" if not set. */
struct secret_source {
    const char *provider;
    const char *command, *file, *inline_key; /* api_key_command, api_key_file, api_key */
    const char *config_file;                 /* the file that sets the first of these, or NULL */
    int config_line;
    const char *settings_file; /* the configuration, which says where the key is sent; or NULL */
};

/* The source of the key: environment (unless the variable is empty), else command, else file, else
 * configuration. */
enum secret_origin secret_origin(const struct secret_source *s);
/* "env", "command", "file", "config" or "none". */
const char *secret_origin_name(enum secret_origin origin);
/* "CALLBROWSER_RINGYO_EU_API_KEY" for ("ringyo-eu", "api_key"). The caller frees it. */
char *secret_env_name(const char *provider, const char *what);

/* Whether quotes are part of the text, as `docker --env-file` leaves them. */
bool secret_in_quotes(const char *text, size_t bytes);

/* Gets the key: 1 to SECRET_MAX_BYTES bytes of visible ASCII. The caller frees it with free_secret.
 * NULL, with e set, if there is no key, it is not allowed, others can access its file or write the
 * configuration (e names the chmod or chown), or the command failed. A command may use the terminal
 * (key_command.h), so leave the screen first. */
char *secret_get(const struct secret_source *s, struct err *e);
/* Checks whether secret_get would succeed, without running a command. */
bool secret_check(const struct secret_source *s, struct err *e);

#endif
