/* Marks: letters for turns of a transcript. They belong to a call's tab and stay when the call is
 * fetched again. Handlers of actions; the letter comes with the next key. UI thread. */
#ifndef UI_FEATURE_MARKS_H
#define UI_FEATURE_MARKS_H

struct app;

void marks_set(struct app *a, long count);
void marks_go(struct app *a, long count);

#endif
