/* Keys as numbers: a Unicode character (control keys as their control character), or one of the
 * named keys below; ALT is a bit on top. */
#ifndef KEYS_KEY_H
#define KEYS_KEY_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    K_NONE = -1,
    K_TAB = 9,
    K_ENTER = 13,
    K_ESC = 27,
    K_BACKSPACE = 127,
    K_NAMED = 0x200000,
    K_UP,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_HOME,
    K_END,
    K_PGUP,
    K_PGDN,
    K_INSERT,
    K_DELETE,
    K_BACKTAB,
    K_PASTE,  /* a bracketed paste came in whole: screen_paste() has it */
    K_RESIZE, /* the screen has another size now */
    K_MOUSE,  /* a button or the wheel: screen_mouse() has it */
    K_EOF,    /* the terminal is gone */
    K_F0,     /* K_F0 + n is Fn, up to 24 */
    K_ALT = 0x1000000,
};

/* "<C-d>", "<A-f>", "<F5>", "<PgDn>", "<Space>", "<Semicolon>", "<lt>", "g": the key at the start
 * of s, and the bytes it took; K_NONE when it is none. */
int key_parse(const char *s, size_t *bytes);
/* The name as key_parse reads it, appended. */
void key_put_name(struct buf *out, int key);
/* The name for people: "Ctrl-D", "Alt-b", "Shift-Tab", "PgDn", "g"; appended. */
void key_put_label(struct buf *out, int key);
/* The name nearest to a mistyped one ("<PgDwn>"), or NULL. */
const char *key_nearest(const char *word);

/* A character that can be typed into a line. */
bool key_is_text(int key);
/* Its bytes. */
size_t key_utf8(char out[4], int key);

#endif
