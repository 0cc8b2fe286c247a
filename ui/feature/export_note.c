/* Copies the ticket note of the call in front. UI thread. */
#include "print/note.h"
#include "ui/feature/export_clipboard.h"
#include "ui/feature/selected_turns.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"

#include <stdlib.h>

void export_note_copy(struct app *a, long count)
{
    const struct call *c = a->tab->call;
    struct buf text = {0};
    size_t n;
    (void)count;
    if (!c) {
        say(a, ROLE_WARN, "no call is open here");
        return;
    }
    size_t *turns = selected_turns_list(a->tab, &n);
    note_print(&text, c, a->settings->note, a->style.gap_s, turns, n);
    export_clipboard(a, "ticket note", buf_str(&text));
    free(turns);
    buf_done(&text);
}
