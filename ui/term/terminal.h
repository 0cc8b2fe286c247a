/* Facts from terminfo about the terminal, which is standard input and output, and restoring it from
 * a signal handler. */
#ifndef UI_TERM_TERMINAL_H
#define UI_TERM_TERMINAL_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct terminal_facts {
    int colours; /* that may be used: 256, 16, 8 or 0; 0 if NO_COLOR is set (no-color.org) */
    bool pastes; /* its cursor sequence begins with ESC [, so bracketed paste may be turned on */
};

#define TERMINAL_PASTE_ON "\x1b[?2004h"
#define TERMINAL_PASTE_OFF "\x1b[?2004l"

/* Returns false, with e set, if TERM is unset, unknown, or has no cursor addressing. Writes
 * nothing. */
bool terminal_check(struct terminal_facts *f, struct err *e);

/* Writes bytes past ncurses. */
void terminal_send(const char *bytes, size_t n);

/* Saves the settings of the line, and arms their return; call it before the screen opens. An exit()
 * while that or the screen is armed undoes it and says that memory is out: ncurses exits like that.
 */
void terminal_remember(void);
/* Prepares the bytes that undo the screen; call it once ncurses is running. */
void terminal_arm(const struct terminal_facts *f);
/* The same while the screen is left, and only the settings of the line differ. */
void terminal_arm_settings(void);
void terminal_disarm(void);
/* Undoes the screen if it is armed. For signal handlers: calls only write and tcsetattr. */
void terminal_abandon(void);

#endif
