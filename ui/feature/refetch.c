/* Fetches the call again, or asks again for the list. UI thread. */
#include "ui/feature/fetch_call.h"
#include "ui/feature/list_tab.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/tab.h"

void refetch_here(struct app *a)
{
    if (tab_is_list(a->tab))
        list_tab_again(a);
    else
        fetch_call_again(a);
}
