/* Keys as numbers: a Unicode character (control keys as their control character), or one of the
 * named keys below; K_ALT is a bit on top. */
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
    K_NAMED = 0x200000, /* below the first named key */
#define KEY(member, name) K_##member,
#include "keys/key.def"
    K_PASTE,  /* a bracketed paste is complete: screen_paste() has it */
    K_RESIZE, /* the size of the screen changed */
    K_MOUSE,  /* a button or the wheel: screen_mouse() has it */
    K_EOF,    /* the terminal is gone */
    K_F0,     /* K_F0 + n is Fn, up to 24 */
    K_ALT = 0x1000000,
};

/* Reads the name of a key at the start of s ("<C-d>", "<A-f>", "<F5>", "<PgDn>", "<Space>", "<lt>",
 * "g") and stores its length in *bytes. K_NONE if no key has this name. */
int key_parse(const char *s, size_t *bytes);
/* Appends the name as key_parse reads it. */
void key_put_name(struct buf *out, int key);
/* Appends the name as people read it: "Ctrl-D", "Alt-b", "Shift-Tab", "PgDn", "g". */
void key_put_label(struct buf *out, int key);
/* The name most similar to a mistyped one ("<PgDwn>"), or NULL. */
const char *key_nearest(const char *word);

/* The key of Ctrl and this character, or K_NONE. */
int key_with_control(int key);
/* Returns true for a character that can be typed into a line. */
bool key_is_text(int key);
/* Writes the UTF-8 of such a character and returns its length. */
size_t key_utf8(char out[4], int key);

#endif
