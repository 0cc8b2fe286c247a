/* The lists that the command line prints. The lists of settings say where each value was set. */
#ifndef CLI_LISTS_H
#define CLI_LISTS_H

#include "base/buf.h"
#include "cli/settings.h"
#include "cli/table.h"

/* Each of these makes a new table, which the caller frees with table_done. */
/* Providers: name, title, host and the source of the key; the disabled ones last. */
void lists_providers(struct table *out, const struct settings *s);
/* Actions and their keys, as [keys] writes them. */
void lists_keys(struct table *out, const struct settings *s);
/* Options and their values, then the variables of providers ("cometchat.region"). */
void lists_options(struct table *out, const struct settings *s);
/* Themes and what each is for. The theme in use names its source. */
void lists_themes(struct table *out, const struct settings *s);

/* Appends one line for each problem: "file:line: message". */
void lists_problems(struct buf *out, const struct problems *problems);

#endif
