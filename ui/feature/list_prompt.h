/* The prompt for a query: `L`, `:find`, `M`, and a pasted phone number. UI thread. */
#ifndef UI_FEATURE_LIST_PROMPT_H
#define UI_FEATURE_LIST_PROMPT_H

struct app;

/* The command `find QUERY`. */
void list_prompt_find(struct app *a, const char *rest);

#endif
