/* Checks the lines of a description that are about lists of calls. */
#ifndef PROVIDER_DESCRIBE_LISTS_H
#define PROVIDER_DESCRIBE_LISTS_H

#include "provider/draft.h"

/* Reports what is missing, means nothing, or would not be a request; once all lines are read. */
void describe_lists_check(struct draft *d);

#endif
