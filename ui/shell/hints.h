/* The keys that the status line names: those that do something here and now. UI thread. */
#ifndef UI_SHELL_HINTS_H
#define UI_SHELL_HINTS_H

#include "keys/keymap.h"
#include "ui/view/layout.h"
#include "ui/view/line.h"

struct app;

/* As many as fit into `room` columns. */
void hints_put(const struct app *a, int room, struct line *out);
/* What may follow the keys that were typed so far, as many as fit into `room` columns. */
void hints_put_following(const struct app *a, int room, struct line *out);
/* One of them; nothing for an action that no key is bound to. Its spans come from the action, as if
 * that were an offset: hints_find tells which hint is in a column. */
void hints_put_action(const struct app *a, enum action action, struct line *out);
/* Remembers where the hints of a line were drawn; NULL: there are none now. */
void hints_keep(struct app *a, const struct line *drawn, const struct rect *r);
/* The action whose hint the last frame shows there, or ACT_NONE. */
enum action hints_find(const struct app *a, int y, int x);
/* The key of an action as the user types it, else its name on the command line; freed by the
 * caller.
 */
char *hints_key(const struct app *a, enum action action);
/* A key and what it does, as the user reads them. */
void hints_put_key(struct line *out, const char *key, const char *does);

#endif
