/* All that the configuration file decides: read at the start, and again when it was changed. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "base/err.h"
#include "config/config.h"
#include "fetch/fetch.h"
#include "provider/provider.h"

#include <stdbool.h>

struct settings {
    struct config *config;
    struct provider_set *providers; /* borrow the configuration */
    char *note; /* the template that note_template names; NULL: the built-in one */
};

/* `path` as config_load takes it; `theme` (may be NULL) goes before the file's. False with e set,
 * and nothing to free, when there is no configuration; what is wrong in it is in its problems. */
bool settings_load(struct settings *s, const char *path, const char *theme, struct err *e);
/* Replaces a theme that the configuration file names and that does not exist by the default one. A
 * problem is added either way; problems in the rows of a theme file go to `rows`. A theme from the
 * command line stays: the program refuses to start with it. */
void settings_check_theme(struct config *config, struct problems *rows);
void settings_done(struct settings *s); /* fine on zeroes */

/* A fetch thread with the limits of the configuration and `jobs` requests at once; fetch_free. NULL
 * with e set as of fetch_new. */
struct fetcher *settings_start_fetcher(const struct config *config, int jobs, struct err *e);

#endif
