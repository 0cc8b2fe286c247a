/* The calls found in a longer text, offered as a list: Enter fetches those that are marked, and
 * nothing is sent before. UI thread. */
#ifndef UI_FEATURE_MULTI_PASTE_H
#define UI_FEATURE_MULTI_PASTE_H

#include "provider/pasted.h"

struct app;

/* `found` is taken. */
void multi_paste_show(struct app *a, struct pasted_calls *found);

#endif
