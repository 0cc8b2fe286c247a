#include "fetch/fetch_data.h"

#include "base/alloc.h"

#include <stdlib.h>

void fetch_answer_free(struct answer *a)
{
    if (!a)
        return;
    call_free(a->call);
    failure_free(a->failure);
    free(a->path);
    free(a);
}

void fetch_order_done(struct fetch_order *o)
{
    free(o->id);
    free_secret(o->key);
    free(o->url);
    free(o->dir);
    free(o->name);
    *o = (struct fetch_order){0};
}
