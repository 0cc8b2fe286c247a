/* The checks of a description that need all of its rows. */
#ifndef PROVIDER_DESCRIBE_CHECK_H
#define PROVIDER_DESCRIBE_CHECK_H

#include "provider/draft.h"

/* Reads the variables' values from the environment, which win over the configuration's, and reports
 * everything that is missing, unknown or not allowed. */
void describe_check(struct draft *d);

#endif
