/* The member "metrics" of the JSON form: the figures of a call. Pure. */
#ifndef PRINT_JSON_FIGURES_H
#define PRINT_JSON_FIGURES_H

#include "base/buf.h"
#include "call/figures.h"

/* Every figure has a key; one that is unknown is null. Seconds are rounded to milliseconds, amounts
 * to six digits after the point. */
void json_figures_put(struct buf *out, const struct figures *f);

#endif
