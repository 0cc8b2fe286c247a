/* Copying parts of a call. Handlers of actions. UI thread. */
#ifndef UI_FEATURE_COPY_CALL_H
#define UI_FEATURE_COPY_CALL_H

struct app;

void copy_call_id(struct app *a, long count);
void copy_call_selected(struct app *a, long count); /* turns, a field, or a row of a list */
void copy_call_transcript(struct app *a, long count);
void copy_call_raw(struct app *a, long count); /* asks first while calls are masked */

#endif
