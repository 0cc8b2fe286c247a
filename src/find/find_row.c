#include "find/find_row.h"

#include <string.h>
#include <strings.h>

static bool begins(const char *word, const char *with)
{
    return strncasecmp(word, with, strlen(with)) == 0;
}

enum find_direction find_row_direction(const char *word)
{
    if (!word || !*word)
        return FIND_DIRECTION_UNKNOWN;
    if (begins(word, "inbound") || begins(word, "incoming") || strcasecmp(word, "in") == 0)
        return FIND_IN;
    if (begins(word, "outbound") || begins(word, "outgoing") || strcasecmp(word, "out") == 0)
        return FIND_OUT;
    return FIND_DIRECTION_OTHER;
}

bool find_row_time(const struct find_row *r, int64_t *us)
{
    const struct instant *t = r->started.known ? &r->started : &r->created;
    *us = t->us;
    return t->known;
}
