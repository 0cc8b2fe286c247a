/* What terminfo says of this terminal, and how to put it back when there is no time for ncurses. */
#ifndef UI_TERM_TERMINAL_H
#define UI_TERM_TERMINAL_H

#include "base/err.h"

#include <stdbool.h>

struct terminal_facts {
    int colours; /* to use: 256, 16, 8 or 0; NO_COLOR counts */
    bool pastes; /* understands the sequences of DEC's family, bracketed paste among them */
};

#define TERMINAL_PASTE_ON "\x1b[?2004h"
#define TERMINAL_PASTE_OFF "\x1b[?2004l"

/* False with e set when TERM is unset, unknown, or has no cursor addressing. Writes nothing. */
bool terminal_check(struct terminal_facts *f, int out_fd, struct err *e);

/* Remembers the modes that the terminal has before the screen opens ... */
void terminal_remember(int in_fd);
/* ... and, once ncurses is up, the bytes that undo the screen. */
void terminal_arm(int in_fd, int out_fd, const struct terminal_facts *f);
void terminal_disarm(void);
/* Undoes the screen if it is armed. For signal handlers: nothing but write and tcsetattr. */
void terminal_abandon(void);

#endif
