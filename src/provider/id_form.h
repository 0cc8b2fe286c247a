/* Matches IDs with the form that a description gives: `uuid` is a UUID; otherwise `*` matches any
 * characters, `{variable}` one or more letters, digits, '-' and '_', and the rest matches itself.
 */
#ifndef PROVIDER_ID_FORM_H
#define PROVIDER_ID_FORM_H

#include "provider/provider.h"

#include <stdbool.h>

/* The text that each variable matched, in the order of p->variables; 0 bytes if it is not in the
 * form. */
struct form_values {
    const char *at[VARIABLES_MAX]; /* borrowed from the ID */
    size_t bytes[VARIABLES_MAX];
    const char *open; /* where the part that the last `*` matched begins; NULL without one */
};

/* Whether the provider has a form and the ID matches it. *out gets the variables' texts even
 * if their rules do not allow them. */
bool id_form_read(const struct provider *p, const char *id, struct form_values *out);
/* Whether the ID matches and the variables' rules allow their texts. */
bool id_form_fits(const struct provider *p, const char *id);
/* The same for any provider of the set, even one that cannot be asked. */
bool id_form_is_known(const struct provider_set *set, const char *id);
/* The same for any pattern and text, such as a host name. */
bool id_form_match(const struct provider *p, const char *pattern, const char *text,
                   struct form_values *out);
/* Whether the variables' rules allow the texts. */
bool id_form_values_fit(const struct provider *p, const struct form_values *v);

#endif
