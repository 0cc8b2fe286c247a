/* What --doctor and --check-config say about kept calls. */
#ifndef CLI_KEPT_REPORT_H
#define CLI_KEPT_REPORT_H

#include "cli/report.h"
#include "config/config.h"

/* Adds the folder, how many calls are in it, how much they take, how old they are and how long they
 * stay. */
void kept_report_put(struct report *r, const struct config *config);
/* Says on standard error that calls are kept although nothing more is, and how to forget them. */
void kept_report_say_left(const struct config *config);

#endif
