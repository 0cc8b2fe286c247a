/* The rows of the list in front as a file. UI thread. */
#ifndef UI_FEATURE_LIST_SAVE_H
#define UI_FEATURE_LIST_SAVE_H

#include "base/buf.h"
#include "print/row_form.h"

#include <stddef.h>

struct app;

/* Appends the rows that are shown, in their order, masked if the screen is; returns how many. */
size_t list_save_put(const struct app *a, enum row_form form, int cols, struct buf *out);

#endif
