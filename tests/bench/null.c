/* The smallest ncurses program, with which the first frame is compared. It is linked with the same
 * libraries as callbrowser, so that the loader does the same work. */
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
