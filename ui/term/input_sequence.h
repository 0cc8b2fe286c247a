/* The meaning of complete escape sequences: ECMA-48, what xterm sends (ctlseqs), and the keyboard
 * protocols modifyOtherKeys and CSI u (sw.kovidgoyal.net/kitty/keyboard-protocol), which another
 * program may have left on. Pure. */
#ifndef UI_TERM_INPUT_SEQUENCE_H
#define UI_TERM_INPUT_SEQUENCE_H

#include <stdbool.h>

struct input_mouse {
    int button; /* 0 to 2 for left to right, 64 and 65 for the wheel up and down */
    int y, x;   /* from 0 */
};

/* The key of ESC [ params final, also K_MOUSE with *mouse set; K_NONE when it has none here. */
int input_sequence_csi(const char *params, char final, struct input_mouse *mouse);
/* The key of ESC O final, or K_NONE. */
int input_sequence_ss3(char final);
/* Reads the three bytes after ESC [ M; returns false unless a button or the wheel was pressed. */
bool input_sequence_mouse(const char *bytes, struct input_mouse *mouse);
/* Returns true if the introducer and this byte after it may begin a sequence that terminals send.
 */
bool input_sequence_begins(char introducer, char byte);

#endif
