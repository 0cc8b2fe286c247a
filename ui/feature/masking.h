/* Masking phone and card numbers and e-mail addresses in everything that is shown. UI thread. */
#ifndef UI_FEATURE_MASKING_H
#define UI_FEATURE_MASKING_H

#include <stdbool.h>

struct app;

void masking_set(struct app *a, bool mask);

#endif
