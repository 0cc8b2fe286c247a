/* The kept calls that a query asks for, as rows. */
#ifndef CLI_KEPT_ROWS_H
#define CLI_KEPT_ROWS_H

#include "base/err.h"
#include "cli/progress.h"
#include "config/config.h"
#include "find/query.h"
#include "keep/kept_purge.h"
#include "provider/list_row.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>

struct kept_rows {
    struct list_row **list; /* newest first */
    size_t count;
    size_t looked; /* calls that were looked at; 0: none are kept */
    char *note;    /* which files were passed over, as a sentence; NULL: none */
    bool unread;   /* a file or folder could not be read, so that calls may be missing */
};

/* Looks through all kept calls. The progress is drawn meanwhile, and signals that are held end the
 * program. Returns false, with e set, if there is no place for kept calls. Only for a thread that
 * parses JSON. */
bool kept_rows_find(struct kept_rows *out, const struct config *config,
                    const struct provider_set *set, const struct query *q,
                    struct progress *progress, struct err *e);
void kept_rows_done(struct kept_rows *r); /* a zeroed struct is allowed */

/* Where calls are kept; the caller frees it. NULL, with e set, if there is no home directory. */
char *kept_rows_folder(struct err *e);

/* Removes what is beyond the limits, with no limit nothing, and says what was found. */
struct kept_census kept_rows_purge(const struct config *config, const char *dir,
                                   struct kept_limits limits);
/* Removes old calls as each start does, for a run that starts no fetch thread. */
void kept_rows_start(const struct config *config);

#endif
