/* Leaves the screen while a command prints the key. */
#include "ui/feature/provider_key.h"

#include "call/failure.h"
#include "provider/keyring.h"
#include "ui/shell/app.h"
#include "ui/term/screen.h"

char *provider_key_get(struct app *a, const struct provider *p, struct err *e)
{
    bool leave = keyring_runs_command(a->keyring, p);
    if (leave)
        screen_leave();
    char *key = keyring_get(a->keyring, p, e);
    if (!key)
        keyring_forget(a->keyring, p);
    if (leave)
        screen_return();
    return key;
}

struct failure *provider_key_for(void *app, const struct provider *p, char **key)
{
    struct err e;
    char *found = provider_key_get(app, p, &e);
    if (!found)
        return failure_new(KIND_AUTH, 0, "%s", e.text);
    *key = found;
    return NULL;
}
