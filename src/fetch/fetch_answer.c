#include "fetch/fetch_answer.h"

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
