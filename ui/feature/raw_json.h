/* The call as the provider's JSON. Handlers of actions. UI thread. */
#ifndef UI_FEATURE_RAW_JSON_H
#define UI_FEATURE_RAW_JSON_H

struct app;

void raw_json_toggle(struct app *a, long count); /* asks first while calls are masked */
void raw_json_copy_pointer(struct app *a, long count);
void raw_json_copy_value(struct app *a, long count);

#endif
