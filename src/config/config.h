/* The options and the configuration file they came from.
 *
 * config_load reads the user's file. The options of [callbrowser] are stored here; [provider NAME]
 * and [keys] stay in `doc` for src/provider and src/keys. An unknown section is a problem. So is a
 * bad value, and the option keeps its default. */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include "base/err.h"
#include "config/ini.h"
#include "config/option.h"
#include "config/problems.h"

#include <stdbool.h>

struct config {
    /* text is never NULL; of all types but STRING there is also the number (option_read). */
    struct {
        const char *text;
        int number;
        const char *file; /* the file that set the value; NULL: the default */
        int line;
    } values[OPTION_COUNT];
    struct ini_doc doc; /* the user's file; empty if there is none */
    bool has_file;
    struct problems problems;
    struct arena *arena;
};

/* Loads the configuration from `path`, or from the first of the usual places if path is NULL
 * (CALLBROWSER_CONFIG, XDG_CONFIG_HOME, ~/.config, /etc). With /dev/null, no file is read. Returns
 * NULL, with e set, if a named file is missing or a file cannot be read. */
struct config *config_load(const char *path, struct err *e);
/* The built-in callbrowser.ini, the commented default configuration. */
const char *config_builtin_text(void);
/* Overwrites the API keys of the file, then frees. NULL is allowed. */
void config_free(struct config *c);
const char *config_text(const struct config *c, enum option_id id);
int config_number(const struct config *c, enum option_id id);
double config_decimal(const struct config *c, enum option_id id); /* of a DECIMAL */
/* The origin of the value: "default", "FILE:LINE", or the `from` of config_set. The caller frees
 * it. */
char *config_origin(const struct config *c, enum option_id id);
/* Sets an option from another source than the file; `from` names that source. Returns false, with e
 * set and the option unchanged, if the value is not allowed. */
bool config_set(struct config *c, enum option_id id, const char *value, const char *from,
                struct err *e);

#endif
