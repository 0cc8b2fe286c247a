/* The prompt for a query: `L`, `:find`, `M`, and a pasted phone number. UI thread. */
#ifndef UI_FEATURE_LIST_PROMPT_H
#define UI_FEATURE_LIST_PROMPT_H

struct app;
struct completion;

/* The command `find QUERY`, and completions of its query. */
void list_prompt_find(struct app *a, const char *rest);
void list_prompt_fill(struct completion *c, const char *rest, const void *app);

#endif
