/* The list of past messages, which follows new ones while its last item is selected. UI thread. */
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/term/screen.h"

extern const struct feature message_list_feature;

struct message_list {
    unsigned count; /* of the messages that it was made from */
    bool mask;
};

static struct message_list *state_of(const struct app *a)
{
    return feature_state(a, &message_list_feature);
}

static struct view *view_of(struct app *a)
{
    *state_of(a) = (struct message_list){a->said->count, a->style.mask};
    return say_past(a);
}

static const enum action hints[] = {ACT_PAGE_DOWN, ACT_SEARCH, ACT_CANCEL, ACT_NONE};

static const struct overlay_ops overlay = {
    .name = "Messages",
    .searchable = true,
    .hints = hints,
};

void message_list_open(struct app *a)
{
    overlay_show(a, &overlay, view_of(a));
    struct pane *list = overlay_pane(a);
    pane_resize(list, list->rows, screen_cols()); /* the last message may take several rows */
    pane_goto_end(list);
}

static void renew(struct app *a)
{
    struct pane *list = overlay_find(a, &overlay);
    const struct message_list *s = state_of(a);
    if (!list || (s->count == a->said->count && s->mask == a->style.mask))
        return;
    bool at_end = list->cursor.item + 1 >= pane_items(list);
    pane_set_view_at(list, view_of(a), list->cursor.item);
    if (at_end)
        pane_goto_end(list);
}

const struct feature message_list_feature = {
    .state_bytes = sizeof(struct message_list),
    .work = renew,
    .settle = renew,
};
