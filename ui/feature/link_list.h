/* The list of a call's links, and which link an action is about. UI thread. */
#ifndef UI_FEATURE_LINK_LIST_H
#define UI_FEATURE_LINK_LIST_H

struct app;

/* In the list the selected link; elsewhere the selected recording's, or the only one's; unmasked,
 * borrowed. NULL, with a message, when there is none; of several recordings the list asks which. */
const char *link_list_url_here(struct app *a);

#endif
