/* The list of a call's links, and which link an action is about. UI thread. */
#ifndef UI_FEATURE_LINK_LIST_H
#define UI_FEATURE_LINK_LIST_H

#include <stdbool.h>

struct app;
struct recording;

/* What an action is about; unmasked, borrowed from the call. */
struct link_target {
    const char *url;                   /* NULL or "": a recording that has no link */
    const struct recording *recording; /* NULL: it is another link */
    const char *name;                  /* of a link that the provider gave; else NULL */
};

/* In the list the selected link; elsewhere the recording or the link that is selected among the
 * participants, or the only recording. False, with a message, if the call has no
 * link and no recording; of several recordings it is `meant`, or the list asks which (NULL). */
bool link_list_target(struct app *a, const struct recording *meant, struct link_target *out);
/* Selects it in the list, if that is shown and holds it. */
void link_list_select(struct app *a, const struct recording *r);
/* Whether it is a recording that has no link, as it is behind the provider's key; then a message
 * says that there is none to `what` (the verb: "open"). */
bool link_list_needs_key(struct app *a, const struct link_target *target, const char *what);
/* Whether a link, or a recording to which there is a way, is selected among the participants. */
bool link_list_is_selected(const struct app *a);

#endif
