/* Searching the panes for a regular expression, as it is typed and from match to match. UI thread.
 */
#ifndef UI_FEATURE_FIND_H
#define UI_FEATURE_FIND_H

struct app;
struct pattern;

/* Searches all panes of the call in front, and goes to the first match; a filter ends. */
void find_everywhere(struct app *a, struct pattern *pattern);
/* What was searched for last, borrowed; NULL: nothing was. */
struct pattern *find_pattern(const struct app *a);

#endif
