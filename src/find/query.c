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

const char *query_loose_word(const struct query *q)
{
    for (size_t i = 0; i < q->count; i++)
        if (q->list[i].kind == QUERY_WORD && !q->list[i].negated)
            return q->list[i].text;
    return NULL;
}

struct pattern *query_expression(const struct query *q)
{
    for (size_t i = 0; i < q->count; i++)
        if (q->list[i].kind == QUERY_REGEX && !q->list[i].negated)
            return q->list[i].pattern;
    return NULL;
}

void query_put_loose(struct buf *out, const char *word, bool kept)
{
    if (kept)
        buf_printf(out, "'text:%s' searches transcripts too", word);
    else
        buf_printf(out, "'%s' is looked for as a text", word);
}

bool query_names_providers(const struct query *q)
{
    for (size_t i = 0; i < q->count; i++)
        if (q->list[i].kind == QUERY_PROVIDER && !q->list[i].negated)
            return true;
    return false;
}

bool query_asks(const struct query *q, const char *provider)
{
    bool found = !query_names_providers(q);
    for (size_t i = 0; i < q->count; i++) {
        const struct query_clause *c = &q->list[i];
        bool is = c->kind == QUERY_PROVIDER && strcmp(c->text, provider) == 0;
        if (is && c->negated)
            return false;
        found = found || is;
    }
    return found;
}
