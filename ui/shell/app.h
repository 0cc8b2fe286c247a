/* The screen as a whole: the poll loop, the open calls, and what crosses panes. */
#ifndef UI_SHELL_APP_H
#define UI_SHELL_APP_H

#include "base/err.h"
#include "cli/settings.h"

#include <stddef.h>

struct app_request {
    const struct provider *provider; /* named on the command line; NULL: auto */
    const char *const *ids;          /* to open, each may carry its provider */
    size_t id_count;
    int jobs; /* requests at once */
    const struct settings *settings;
    const char *config_path, *theme; /* of the command line, for reading them again; may be NULL */
};

/* Runs until the user leaves; returns the exit code. The terminal is as before on return. When the
 * screen cannot be opened: 2, and e says why. */
int app_run(const struct app_request *request, struct err *e);

#endif
