/* The documents' parts that are made from the program's tables. Each function appends one part;
 * nth says for how many times before the same place was met in this file. */
#ifndef TOOLS_DOCGEN_DOC_H
#define TOOLS_DOCGEN_DOC_H

#include "base/buf.h"
#include "provider/provider.h"

/* readme.c: the rows of its tables. */
void readme_options(struct buf *out, int nth);
void readme_themes(struct buf *out, int nth);
void readme_providers(struct buf *out, int nth);
void readme_arguments(struct buf *out, int nth);
void readme_codes(struct buf *out, int nth);
void readme_keys(struct buf *out, int nth);  /* of the group nth */
void readme_words(struct buf *out, int nth); /* of the group nth */

/* manual.c: items of lists in mdoc(7). */
void manual_version(struct buf *out, int nth);
void manual_arguments(struct buf *out, int nth);
void manual_codes(struct buf *out, int nth);
void manual_keys(struct buf *out, int nth); /* lists, one a group */
void manual_options(struct buf *out, int nth);
void manual_actions(struct buf *out, int nth);
void manual_themes(struct buf *out, int nth);
void manual_providers(struct buf *out, int nth);
void manual_roles(struct buf *out, int nth);
void manual_words(struct buf *out, int nth); /* lists, one a group */

/* completion.c: lines of the shells' scripts. */
void bash_options(struct buf *out, int nth);
void bash_values(struct buf *out, int nth);
void zsh_options(struct buf *out, int nth);
void fish_options(struct buf *out, int nth);
void fish_valued(struct buf *out, int nth); /* the options that take a value */

/* doc.c: the built-in providers, as without any configuration. */
struct provider_set *doc_providers(void);

/* providers' key, as it is sent: "X-API-KEY", "Authorization: Bearer", "HTTP Basic"; appended. */
void doc_key_form(struct buf *out, const struct provider *p);

#endif
