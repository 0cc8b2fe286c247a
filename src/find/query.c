#include "find/query.h"

#include "base/arena.h"
#include "call/pattern.h"

#include <stdlib.h>
#include <string.h>

void query_free(struct query *q)
{
    if (!q)
        return;
    for (size_t i = 0; i < q->count; i++)
        pattern_free(q->list[i].pattern);
    free(q->list);
    arena_free(q->arena);
    free(q);
}

bool query_asks(const struct query *q, const char *provider)
{
    bool named = false, found = false;
    for (size_t i = 0; i < q->count; i++) {
        const struct query_clause *c = &q->list[i];
        bool is = c->kind == QUERY_PROVIDER && strcmp(c->text, provider) == 0;
        if (is && c->negated)
            return false;
        named = named || (c->kind == QUERY_PROVIDER && !c->negated);
        found = found || is;
    }
    return found || !named;
}
