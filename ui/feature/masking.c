/* Each tab shows a masked copy of its call; the status line says so. */
#include "ui/feature/masking.h"

#include "text/mask.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

#include <stdlib.h>

void masking_set(struct app *a, bool mask)
{
    a->style.mask = mask;
    for (size_t i = 0; i < a->tabs->count; i++)
        tab_mask(a->tabs->list[i], &a->style);
    if (!mask) {
        say(a, ROLE_WARN, "masking off");
        return;
    }
    char *what = mask_count_text(&a->tab->masked);
    if (a->tab->call)
        say(a, ROLE_GOOD, "masked: %s", what);
    else
        say(a, ROLE_GOOD, "masking on");
    free(what);
}

void masking_toggle(struct app *a, long count)
{
    (void)count;
    masking_set(a, !a->style.mask);
}

/* This is always shown, as it is easily forgotten. The JSON is never masked. */
static void status(const struct app *a, struct status *s)
{
    const struct tab *t = a->tab;
    const char *before = s->out->cols > s->begin ? ", " : "";
    if (s->slot != STATUS_AFTER || !t->real)
        return;
    if (t->raw_shown)
        line_printf(s->out, ROLE_WARN, "%snot masked", before);
    else
        line_printf(s->out, ROLE_STATUS, "%s%zu masked", before,
                    t->masked.phones + t->masked.mails + t->masked.cards);
}

const struct feature masking_feature = {
    .status = status,
};
