/* The terminal: the only module that knows ncurses. There is one screen, so its state is the
 * module's own. All from the UI thread. */
#ifndef UI_TERM_SCREEN_H
#define UI_TERM_SCREEN_H

#include "base/buf.h"
#include "base/err.h"
#include "keys/key.h"
#include "theme/role.h"
#include "theme/theme.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

enum screen_ascii { SCREEN_ASCII_AUTO, SCREEN_ASCII_YES, SCREEN_ASCII_NO };

struct screen_settings {
    const char *theme;
    enum screen_ascii ascii;
    bool mouse;                /* buttons and the wheel are reported */
    struct problems *problems; /* of the theme */
    const char *terminal;      /* a device; NULL: standard input and output */
};

/* Raw mode, alternate screen, bracketed paste. False with e set when TERM is unset, unknown or has
 * no cursor addressing, or the theme is missing. Nothing was written then. Signals keep the
 * handlers they had: SIGWINCH, SIGTSTP and those that end the program are the caller's. */
bool screen_open(const struct screen_settings *s, struct err *e);
/* Puts the terminal back as it was; fine to call twice. */
void screen_close(void);
/* The same for a handler of signals that kill: nothing but write and tcsetattr. */
void screen_abandon(void);
/* Leave the terminal to a child or the shell for a while, and come back (everything is redrawn). */
void screen_leave(void);
void screen_return(void);
/* After the process was stopped and went on: the modes and everything on the screen, again. */
void screen_renew(void);

int screen_rows(void);
int screen_cols(void);
bool screen_is_ascii(void);

/* Another theme from the next frame on; false with e set, and nothing changed, when there is none.
 */
bool screen_paint_set_theme(const char *name, struct problems *problems, struct err *e);

/* Drawing goes to memory until screen_flush, which sends what changed. */
void screen_erase(void);
/* Text at a place, cut at max_cols and at the screen's edge; returns its columns. */
int screen_put(int y, int x, enum role role, const char *s, size_t bytes, int max_cols);
void screen_line(int y, int x, int max_cols, const struct line *l);
void screen_fill(int y, int x, int cols, enum role role);
void screen_hline(int y, int x, int cols);
void screen_vline(int y, int x, int rows);
/* Where a rule leaves a vertical one: downwards from a level rule, or to its left. */
enum screen_tee { SCREEN_TEE_DOWN, SCREEN_TEE_LEFT };
void screen_tee(int y, int x, enum screen_tee tee);
void screen_cursor(int y, int x); /* shown there after the next flush */
void screen_cursor_hide(void);
void screen_flush(void);
void screen_beep(void);   /* once */
void screen_redraw(void); /* the next flush sends everything */
/* Bytes past ncurses, for the terminal itself (OSC 52). */
void screen_send(const char *bytes, size_t n);

/* The terminal's descriptor, for poll. */
int screen_fd(void);
/* The next key, K_NONE when none waits. Never blocks longer than ESCDELAY. */
int screen_key(void);
/* False for a key that terminfo does not know here, such as the back-tab of a vt100. */
bool screen_can_send(int key);
/* What was pasted, as it came, after K_PASTE; borrowed until the next paste begins. */
const char *screen_paste(size_t *bytes);
/* What the mouse did and where, after K_MOUSE. */
enum screen_mouse_act {
    SCREEN_MOUSE_CLICK,
    SCREEN_MOUSE_DOUBLE,
    SCREEN_MOUSE_UP,
    SCREEN_MOUSE_DOWN
};
struct screen_mouse {
    enum screen_mouse_act act;
    int y, x;
};
struct screen_mouse screen_mouse(void);
/* Reports of it on or off; they begin off. */
void screen_set_mouse(bool on);
/* After SIGWINCH: the next flush sends everything, and where the size is another one the next
 * screen_key is K_RESIZE. */
void screen_resized(void);

/* Of ncurses: appends the version that the program was compiled with, and the one that runs. */
void screen_version(struct buf *compiled, struct buf *running);

#endif
