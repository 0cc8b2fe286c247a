/* The options in force, and the file they came from.
 *
 * config_load reads the compiled-in callbrowser.ini and then the user's file with the same parser.
 * [callbrowser] ends up here; [provider NAME] and [keys] are left in `doc` for the rooms that know
 * them; a section that nobody knows is a problem, and so is a bad value: the default stays. */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include "base/err.h"
#include "config/ini.h"
#include "config/option.h"
#include "config/paths.h"
#include "config/problems.h"

#include <stdbool.h>

struct config {
    /* STRING and CHOICE are strings, never NULL; BOOL and INT are numbers. */
    struct {
        const char *text;
        int number;
        const char *file; /* where the value came from; NULL: the default */
        int line;
    } values[OPTION_COUNT];
    struct ini_doc doc; /* the user's file; no entries when there is none */
    bool has_file;
    struct problems problems;
    struct arena *arena;
};

/* `path` NULL: the usual places (CALLBROWSER_CONFIG, XDG_CONFIG_HOME, ~/.config, /etc); /dev/null:
 * no file. NULL, with e set, when a named file is missing or a file cannot be read as a whole. */
struct config *config_load(const char *path, struct err *e);
/* Overwrites the keys that stand in the file, then frees. NULL is fine. */
void config_free(struct config *c);
const char *config_text(const struct config *c, enum option_id id);
int config_number(const struct config *c, enum option_id id);
/* Where the value came from: "default", "FILE:LINE", or what config_set was told; yours. */
char *config_origin(const struct config *c, enum option_id id);
/* From the command line: sets one option as if the file said so; `from` names the origin. */
bool config_set(struct config *c, enum option_id id, const char *value, const char *from,
                struct err *e);

#endif
