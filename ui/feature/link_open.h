/* Opening links in other programs. A signed link that has expired is asked about first. UI thread.
 */
#ifndef UI_FEATURE_LINK_OPEN_H
#define UI_FEATURE_LINK_OPEN_H

struct app;

/* start: seconds into a recording, which is then played; taken. NULL: the link is opened. */
void link_open(struct app *a, const char *url, char *start);
/* Calls `resume` at once, or, when the link has expired, after the user has agreed. `what` is the
 * verb of the question: "open". */
void link_open_ask_if_expired(struct app *a, const char *url, const char *what,
                              void (*resume)(struct app *a));

#endif
