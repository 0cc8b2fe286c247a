/* The reader of keys, for screen.c; what it says of them stands in screen.h. */
#ifndef UI_TERM_SCREEN_KEYS_H
#define UI_TERM_SCREEN_KEYS_H

#include <stdbool.h>

/* Once ncurses is up. */
void screen_keys_open(int fd, bool utf8);
void screen_keys_close(void);
/* The next key, K_NONE when none waits. */
int screen_keys_next(void);

#endif
