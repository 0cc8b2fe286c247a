/* Inside src/text: whether a number is an amount of money. */
#ifndef TEXT_MASK_CURRENCY_H
#define TEXT_MASK_CURRENCY_H

#include "text/mask_scan.h"

/* Whether the number from i to `end` has the sign or the code of a currency beside it, which does
 * not belong to the number on its other side. */
bool mask_currency_beside(const struct mask_scan *x, size_t i, size_t end);

#endif
