/* Searching the panes for a regular expression, as it is typed and from match to match. UI thread.
 */
#ifndef UI_FEATURE_FIND_H
#define UI_FEATURE_FIND_H

#include <stdbool.h>

struct app;
struct pattern;

/* Searches all panes of the call in front, and goes to the first match; a filter ends. */
void find_everywhere(struct app *a, struct pattern *pattern);
/* Likewise, once the call of the tab in front has come. Opening another search ends the wait. */
void find_when_it_comes(struct app *a, struct pattern *pattern);
/* Whether a search is being typed: the cursor may still go back to where it was. */
bool find_is_typing(const struct app *a);
/* What was searched for last, borrowed; NULL: nothing was. */
struct pattern *find_pattern(const struct app *a);

#endif
