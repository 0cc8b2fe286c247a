/* Programs that have the terminal, and the terminal without the screen. Nothing is drawn
 * meanwhile. UI thread. */
#ifndef UI_FEATURE_RUN_FOREGROUND_H
#define UI_FEATURE_RUN_FOREGROUND_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

/* Runs argv on the terminal with the text as its standard input, and waits for its end; *code as
 * child_ended has it. No key is in its environment. `waits`: until a key is pressed then. False
 * with e set when it cannot be started. */
bool outside_run(char *const argv[], const struct buf *text, bool waits, int *code, struct err *e);
/* The text on the bare terminal until a key is pressed. */
void outside_show(const struct buf *text);

#endif
