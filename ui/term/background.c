#include "ui/term/background.h"

#include <stdlib.h>
#include <string.h>

enum background background_of_variable(const char *colorfgbg)
{
    const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
    char *end;
    if (!last || last[1] < '0' || last[1] > '9')
        return BACKGROUND_UNKNOWN;
    long colour = strtol(last + 1, &end, 10);
    if (*end)
        return BACKGROUND_UNKNOWN;
    return colour == 7 || colour == 15 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
}

/* One to four hexadecimal digits as a part of the largest number that they can be; < 0 if there are
 * none. */
static double read_part(const char *s, char **end)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    size_t n = strspn(s, digits);
    if (n < 1 || n > 4)
        return -1;
    return (double)strtol(s, end, 16) / (double)((1L << 4 * n) - 1);
}

/* "11;rgb:RRRR/GGGG/BBBB", or rgba, where the opacity follows. */
enum background background_of_answer(const char *answer)
{
    static const double weights[] = {0.299, 0.587, 0.114}; /* luminance, ITU-R BT.601 */
    const char *s = strchr(answer, ':');
    char *end = NULL;
    double light = 0;
    for (int i = 0; i < 3; i++, s = end) {
        double part = s && *s == (i ? '/' : ':') ? read_part(s + 1, &end) : -1;
        if (part < 0)
            return BACKGROUND_UNKNOWN;
        light += weights[i] * part;
    }
    return light > 0.5 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
}

bool background_can_ask(const char *term, bool in_tmux)
{
    static const char *const names[] = {"xterm",   "tmux",         "foot",  "kitty",   "alacritty",
                                        "konsole", "vte",          "gnome", "wezterm", "contour",
                                        "ghostty", "rxvt-unicode", "mintty"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(term, names[i], strlen(names[i])) == 0)
            return true;
    return in_tmux && strncmp(term, "screen", strlen("screen")) == 0;
}
