/* The number of a participant in the row of a list. */
#ifndef TESTS_SUPPORT_ROW_ADDRESS_H
#define TESTS_SUPPORT_ROW_ADDRESS_H

#include "provider/list_row.h"

/* Of the first one with that role; or NULL. The text belongs to the row. */
const char *row_address(const struct list_row *r, const char *role);

#endif
