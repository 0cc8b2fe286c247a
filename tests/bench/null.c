/* The smallest program on ncurses: what the first frame is measured against. Linked with the same
 * libraries as callbrowser, so that the loader's work is the same. */
#include <locale.h>
#include <ncurses.h>

int main(void)
{
    setlocale(LC_ALL, "");
    if (!initscr())
        return 1;
    mvaddstr(0, 0, "first frame");
    refresh();
    return getch() == ERR;
}
