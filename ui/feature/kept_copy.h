/* The kept copy of a tab's call, instead of an answer of its provider. UI thread. */
#ifndef UI_FEATURE_KEPT_COPY_H
#define UI_FEATURE_KEPT_COPY_H

#include <stdbool.h>

struct app;
struct provider;
struct tab;

/* Opens the kept copy of a call: returns the job, whose answer is an ANSWER_KEPT_CALL. An ID that
 * was asked of all providers may be kept of any. */
unsigned kept_copy_fetch(struct app *a, const struct provider *p, const char *id);
/* Shows the kept copy of the tab's call and asks nobody. A call that is not kept is a failure on
 * the tab's page. */
void kept_copy_open(struct app *a, struct tab *t);
/* Whether the page in front offers a copy. */
bool kept_copy_is_offered(const struct app *a);
void kept_copy_show_offered(struct app *a);
/* No page offers this call's copy any more. */
void kept_copy_offer_no_more(struct app *a, const struct provider *p, const char *id);

#endif
