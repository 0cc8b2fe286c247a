/* What --doctor tells of the screen's side: the terminal, and the programs that are started. */
#ifndef UI_FEATURE_DOCTOR_SCREEN_H
#define UI_FEATURE_DOCTOR_SCREEN_H

#include "cli/report.h"
#include "config/config.h"

/* Opens no screen, starts nothing and writes nothing to the terminal. */
void doctor_examine(struct report *r, const struct config *config);

#endif
