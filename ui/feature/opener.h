/* Links out: to the user's opener, never through a shell. */
#ifndef UI_FEATURE_OPENER_H
#define UI_FEATURE_OPENER_H

#include "base/err.h"
#include "config/config.h"
#include "os/process.h"

#include <stdbool.h>

enum open_result { OPEN_STARTED, OPEN_NO_DISPLAY, OPEN_REFUSED };

/* Starts open_command on url; with `start` (seconds, may be NULL) play_command, which is not empty.
 * NO_DISPLAY: nothing was started, because open_command is the default and there is no display;
 * copy the link instead.
 * REFUSED: e says why (the link may not be opened, or the command cannot be started). */
enum open_result opener_open(struct process *p, const struct config *config, const char *url,
                             const char *start, struct err *e);

/* DISPLAY or WAYLAND_DISPLAY is set and not empty. */
bool opener_has_display(void);

#endif
