#include "ui/feature/playing_fetch.h"

#include "ui/feature/recording_fetch.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/tabs.h"

#include <stdlib.h>

extern const struct feature playing_fetch_feature;

struct recording_fetch *playing_fetch_of(const struct app *a, const struct tab *t)
{
    return feature_tab_state(a, t, &playing_fetch_feature);
}

bool playing_fetch_runs(const struct app *a)
{
    for (size_t i = 0; i < a->tabs->count; i++)
        if (playing_fetch_of(a, a->tabs->list[i])->running)
            return true;
    return false;
}

static void tab_done(struct app *a, struct tab *t)
{
    free(playing_fetch_of(a, t)->url);
}

const struct feature playing_fetch_feature = {
    .tab_bytes = sizeof(struct recording_fetch),
    .tab_done = tab_done,
};
