/* Runs programs on the terminal, and shows text on the terminal without the screen. Nothing is
 * drawn meanwhile. UI thread. */
#ifndef UI_FEATURE_RUN_FOREGROUND_H
#define UI_FEATURE_RUN_FOREGROUND_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

/* Runs argv on the terminal with the text as its standard input, and waits until it has ended;
 * *code as from process_code. `waits`: then waits for a key, too, as it does after a program that
 * succeeded so soon that nobody has read its output (less -F, cat). False with e set when the
 * program cannot be started. */
bool run_foreground(char *const argv[], const struct buf *text, bool waits, int *code,
                    struct err *e);
/* Shows the text until a key is pressed. */
void run_foreground_show(const struct buf *text);

#endif
