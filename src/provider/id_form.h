/* The form of a provider's IDs: `*` any run of characters, `{variable}` a run of letters, digits,
 * '-' and '_', `uuid` a UUID; the rest stands for itself. */
#ifndef PROVIDER_ID_FORM_H
#define PROVIDER_ID_FORM_H

#include "provider/provider.h"

#include <stdbool.h>

/* What stood for each variable in an ID: by index in p->variables; bytes 0: nothing. */
struct form_values {
    const char *at[VARIABLES_MAX]; /* borrowed from the ID */
    size_t bytes[VARIABLES_MAX];
};

/* The ID has the form of the provider's (which has one); `out` (may be NULL) gets the variables as
 * they stand there, whether or not they may be used. */
bool id_form_read(const struct provider *p, const char *id, struct form_values *out);
/* It has, and what stands for the variables are values they may have. */
bool id_form_fits(const struct provider *p, const char *id);
/* Also for host names: whole text against a pattern. */
bool id_form_match(const struct provider *p, const char *pattern, const char *text,
                   struct form_values *out);
/* All values found are ones the variables may have. */
bool id_form_values_fit(const struct provider *p, const struct form_values *v);

#endif
