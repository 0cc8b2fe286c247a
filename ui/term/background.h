/* Whether a terminal's background is light, and which terminals can be asked. Pure. */
#ifndef UI_TERM_BACKGROUND_H
#define UI_TERM_BACKGROUND_H

#include <stdbool.h>

enum background { BACKGROUND_UNKNOWN, BACKGROUND_DARK, BACKGROUND_LIGHT };

/* From COLORFGBG ("15;0"), which rxvt, konsole and others set; NULL: it is not set. */
enum background background_of_variable(const char *colorfgbg);

/* The question for the background, and its answer without ESC ] (xterm ctlseqs, OSC 11). */
#define BACKGROUND_QUESTION "\x1b]11;?\x1b\\"
#define BACKGROUND_ANSWER "11;rgb"
enum background background_of_answer(const char *answer);
/* Returns true if this type of terminal answers, or at least shows nothing of the question. */
bool background_can_ask(const char *term, bool in_tmux);

#endif
