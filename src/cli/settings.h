/* Everything that the configuration file decides. It is read at the start, and again when the file
 * changes. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "base/err.h"
#include "config/config.h"
#include "fetch/fetch.h"
#include "keep/kept_purge.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>

struct settings {
    struct config *config;
    struct provider_set *providers; /* borrows from config */
    char *note; /* the text of note_template's file; NULL: the built-in template */
};

/* Loads the configuration from `path` (see config_load) and the providers. `theme` (may be NULL)
 * overrides the file's theme. Returns false, with e set and nothing to free, if the file cannot be
 * read. Mistakes in it are in config->problems. */
bool settings_load(struct settings *s, const char *path, const char *theme, struct err *e);
/* Returns false if the theme cannot be used, which is a problem then. One that the configuration
 * file names is replaced by the default one; one from the command line is kept, and the program
 * refuses to start with it. Problems in the rows of a theme file go to `rows`. */
bool settings_check_theme(struct config *config, struct problems *rows);
void settings_done(struct settings *s); /* a zeroed struct is allowed */

/* Begins to start the fetch thread (fetch_begin) with the limits of the configuration and `jobs`
 * requests at once; offline, it sends nothing. End it with fetch_free. NULL, with e set, if that
 * fails. */
struct fetcher *settings_begin_fetcher(const struct config *config, int jobs, bool offline,
                                       struct err *e);
/* The same with the network, and waits until it has started. */
struct fetcher *settings_start_fetcher(const struct config *config, int jobs, struct err *e);

/* The bound of one answer, or of a kept call's text. */
size_t settings_max_bytes(const struct config *config);
/* Which kept calls are removed at each start. There is no limit on the size of what stays from
 * before when nothing more is kept. */
struct kept_limits settings_kept_limits(const struct config *config);

#endif
