/* A tab with a list of calls: asking for it, and what keys do there. Only what the user asks for is
 * sent. UI thread. */
#ifndef UI_FEATURE_LIST_TAB_H
#define UI_FEATURE_LIST_TAB_H

#include "find/query.h"
#include "provider/call_list.h"

struct app;
struct completion;
struct pattern;

/* Opens a tab and asks the providers. False, with *problem set, if the query cannot be read; then
 * nothing is opened. */
bool list_tab_open(struct app *a, const char *query, struct query_problem *problem);
/* What keys do where a list is in front. */
void list_tab_again(struct app *a);                          /* asks again */
void list_tab_next_times(struct app *a);                     /* clock, or how long ago */
void list_tab_filter(struct app *a, const char *expression); /* "": all calls */
void list_tab_more(struct app *a, const struct provider *p); /* asks it for its next pages */
bool list_tab_fold(struct app *a, bool unfold); /* the rows of providers; false: no list */

/* The command `sort COLUMN`, and completions of the column. */
void list_tab_sort(struct app *a, const char *rest);
void list_tab_fill_columns(struct completion *c, const char *rest, const void *app);

/* Whether a list of kept calls is in front. */
bool list_tab_is_kept(const struct app *a);
/* The expression over the kept calls that the list in front was asked for, borrowed; NULL: none. */
struct pattern *list_tab_expression(const struct app *a);
/* The rows that are shown, for saving; borrowed. NULL: no list is in front. */
const struct call_list *list_tab_calls(const struct app *a);

#endif
