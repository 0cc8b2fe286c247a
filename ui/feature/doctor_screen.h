/* What --doctor reports about the terminal, the programs that the screen starts, and hearing
 * recordings. */
#ifndef UI_FEATURE_DOCTOR_SCREEN_H
#define UI_FEATURE_DOCTOR_SCREEN_H

#include "cli/report.h"
#include "config/config.h"

/* Adds the section to the report. It opens no screen, starts no program but mpv, which says its
 * version, and writes nothing to the terminal. */
void doctor_screen_examine(struct report *r, const struct config *config);

#endif
