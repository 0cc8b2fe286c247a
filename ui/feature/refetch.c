/* Fetches the call again, or asks again for the list. UI thread. */
#include "ui/feature/fetch_call.h"
#include "ui/feature/list_tab.h"
#include "ui/feature/offline.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"

void refetch_here(struct app *a)
{
    if (tab_is_list(a->tab))
        list_tab_again(a);
    else if (!a->tab->provider)
        say(a, ROLE_WARN, "no call is open here");
    else if (!offline_refuses(a))
        fetch_call_begin(a, a->tab);
}
