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

static bool sends(enum action action)
{
    static const enum action list[] = {ACT_REFETCH,  ACT_ASK_OTHERS,     ACT_WATCH,
                                       ACT_DOWNLOAD, ACT_OPEN_RECORDING, ACT_PLAY,
                                       ACT_WEB_PAGE};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i] == action)
            return true;
    return false;
}

static bool is_idle(const struct app *a, enum action action)
{
    bool local = action == ACT_REFETCH && tab_is_list(a->tab); /* the list of kept calls */
    return a->request->offline && sends(action) && !local;
}

const struct feature offline_feature = {
    .is_idle = is_idle,
};
