/* Keys, pastes and the mouse, from the terminal's codes. UI thread. */
#ifndef UI_TERM_SCREEN_KEYS_H
#define UI_TERM_SCREEN_KEYS_H

#include "keys/key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How long until screen_key has to be called although nothing has arrived; -1: never. */
int screen_wait_ms(void);
/* Returns false for a key that this terminal has no code for, such as back-tab on a vt100. */
bool screen_can_send(int key);
/* The pasted bytes, unchanged, after K_PASTE; borrowed until the next paste begins. */
const char *screen_paste(size_t *bytes);

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
/* What the mouse did and where, after K_MOUSE. */
struct screen_mouse screen_mouse(void);
/* Turns mouse reports on or off; they are off until then. */
void screen_set_mouse(bool on);

/* For screen.c alone. Open once ncurses is running; the next key is K_NONE when none is waiting. It
 * may be INPUT_READY or INPUT_MARGINS (input.h). */
void screen_keys_open(bool utf8);
void screen_keys_close(void);
int screen_keys_next(void);
void screen_keys_reset(void);
/* The terminal has been asked for its background: an answer within a second is used. */
void screen_keys_expect_answer(void);
/* It has been asked whether it is ready. */
void screen_keys_expect_ready(void);
/* Before the terminal is left to others, answers that are on their way are awaited for a moment. */
void screen_keys_await_answers(void);
/* When the last key came. */
int64_t screen_keys_last_ms(void);

#endif
