#include "ui/feature/offline.h"

#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"

bool offline_refuses(struct app *a)
{
    if (a->request->offline)
        say(a, ROLE_WARN, "nothing is sent with --offline");
    return a->request->offline;
}

static bool is_idle(const struct app *a, enum action action)
{
    static const enum action sending[] = {ACT_REFETCH,  ACT_ASK_OTHERS,     ACT_WATCH,
                                          ACT_DOWNLOAD, ACT_OPEN_RECORDING, ACT_PLAY,
                                          ACT_WEB_PAGE};
    bool local = action == ACT_REFETCH && tab_is_list(a->tab); /* the list of kept calls */
    for (size_t i = 0; i < sizeof sending / sizeof *sending; i++)
        if (sending[i] == action)
            return a->request->offline && !local;
    return false;
}

const struct feature offline_feature = {
    .is_idle = is_idle,
};
