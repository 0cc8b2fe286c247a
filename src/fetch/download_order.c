#include "fetch/download_order.h"

#include "base/alloc.h"

#include <stdlib.h>

void download_order_done(struct download_order *o)
{
    free(o->id);
    free_secret(o->key);
    free(o->url);
    free(o->dir);
    free(o->name);
    *o = (struct download_order){0};
}
