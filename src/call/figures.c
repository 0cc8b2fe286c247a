#include "call/figures.h"

#include <math.h>
#include <stdint.h>

struct figures figures_unknown(void)
{
    return (struct figures){.ring_s = NAN,
                            .by_person = NAN,
                            .by_agent = NAN,
                            .reply = {.median_s = NAN, .p90_s = NAN, .max_s = NAN},
                            .first_words_s = NAN,
                            .tools = {.slowest_s = NAN, .slowest_turn = SIZE_MAX}};
}

const char *figures_origin_name(enum origin from)
{
    return from == ORIGIN_PROVIDER ? "provider" : from == ORIGIN_TIMES ? "times" : NULL;
}
