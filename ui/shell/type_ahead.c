/* Selecting in the list of providers by the first letters of a name. UI thread. */
#include "ui/shell/app_state.h"

#include "ui/view/view_lines.h"

#include <ctype.h>
#include <string.h>

/* The list goes to the first provider whose name begins with what was typed. */
static bool select_typed(struct app *a)
{
    for (size_t i = 0; *a->typed && i < pane_items(&a->list); i++) {
        if (strncasecmp(view_lines_label(a->list.view, i), a->typed, strlen(a->typed)) == 0) {
            pane_goto(&a->list, i);
            return true;
        }
    }
    return false;
}

bool app_select_by_letters(struct app *a, int key)
{
    size_t n = strlen(a->typed);
    if (a->overlay != OVERLAY_PROVIDERS || key >= 0x7f || !(isalnum(key) || key == '-'))
        return false;
    if (n + 1 < sizeof a->typed) {
        a->typed[n] = (char)key;
        a->typed[n + 1] = '\0';
    }
    if (select_typed(a))
        return true;
    a->typed[0] = (char)key;
    a->typed[1] = '\0';
    if (select_typed(a))
        return true;
    a->typed[0] = '\0';
    app_say(a, ROLE_DIM, "no provider begins with '%c'; the arrows move", key);
    return true;
}
