/* The calls that are selected in the list in front: opening and copying them. UI thread. */
#ifndef UI_FEATURE_LIST_SELECTED_H
#define UI_FEATURE_LIST_SELECTED_H

#include "base/buf.h"

#include <stddef.h>

struct app;

/* Opens them in tabs; over a row that says that there is more, asks for that. */
void list_selected_enter(struct app *a);
void list_selected_copy_id(struct app *a);
/* Appends their texts as they are copied; returns how many there are. */
size_t list_selected_put(const struct app *a, struct buf *out);

#endif
