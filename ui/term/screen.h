/* The terminal. ui/term is the only room that knows ncurses. There is one screen, so its state is
 * static. UI thread only. This header also includes drawing (screen_paint.h) and keys
 * (screen_keys.h); a signal handler restores the terminal with terminal_abandon (terminal.h). */
#ifndef UI_TERM_SCREEN_H
#define UI_TERM_SCREEN_H

#include "base/buf.h"
#include "base/err.h"
#include "ui/term/screen_keys.h"
#include "ui/term/screen_paint.h"

#include <stdbool.h>
#include <stddef.h>

/* In the order of the option `ascii`. */
enum screen_ascii { SCREEN_ASCII_AUTO, SCREEN_ASCII_YES, SCREEN_ASCII_NO };

struct screen_settings {
    const char *theme;
    enum screen_ascii ascii;   /* AUTO: ASCII unless the locale's encoding is UTF-8 */
    bool mouse;                /* buttons and the wheel are reported */
    struct problems *problems; /* receives those of the theme */
};

/* Turns on raw mode, the alternate screen and bracketed paste of the terminal that standard input
 * and output are. Returns false, with e set, if TERM is unset, unknown or has no cursor addressing,
 * or if the theme is missing; nothing was written then. Signal handlers are not touched: SIGWINCH,
 * SIGTSTP and those that end the program are the caller's. */
bool screen_open(const struct screen_settings *s, struct err *e);
/* Restores the terminal; does nothing when the screen is not open. */
void screen_close(void);
/* Leaves the terminal to a child or the shell, and returns to it (everything is redrawn). */
void screen_leave(void);
void screen_return(void);
/* Sets the modes again and redraws, after the process was stopped and continued. */
void screen_renew(void);

/* How long the frame that was drawn should wait until it is sent, because keys come faster than the
 * line to the terminal takes frames; 0: not at all. Draw it anew after that time, and when
 * something has arrived. */
int screen_hold_ms(void);
/* Returns true if the last frame that was drawn has not been sent. */
bool screen_is_held(void);
/* Sends what changed since the last flush. Returns false if the screen has another size than the
 * frame: a frame of that size is needed. */
bool screen_flush(void);
void screen_cursor(int y, int x); /* shown there from the next flush on */
void screen_cursor_hide(void);
void screen_beep(void);
/* Sends bytes past ncurses, for the terminal itself (OSC 52). */
void screen_send(const char *bytes, size_t n);

/* The terminal's descriptor, for poll. */
int screen_fd(void);
/* The next key, K_NONE when none is waiting. Never blocks. */
int screen_key(void);
/* Call this after SIGWINCH: the next flush redraws everything, and if the size changed the next
 * screen_key is K_RESIZE. */
void screen_resized(void);

/* Appends the version of ncurses that the program was compiled with, and the one in use. */
void screen_version(struct buf *compiled, struct buf *running);

#endif
