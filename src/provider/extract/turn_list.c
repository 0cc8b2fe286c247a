#include "provider/extract/turn_list.h"

#include "base/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct turn turn_list_blank(void)
{
    return (struct turn){.class = SPEAKER_OTHER, .start_s = NAN, .end_s = NAN, .text = ""};
}

/* The same word of an earlier turn, if there is one, so that it is kept once. A call has few
 * speakers, so only the latest turns are compared. */
static const char *shared_speaker(const struct extraction *x, const char *word)
{
    for (size_t k = 1; word && k <= SPEAKER_LOOK_BACK && k <= x->turn_count; k++) {
        const char *before = x->turns[x->turn_count - k].speaker;
        if (before && strcmp(before, word) == 0)
            return before;
    }
    return word;
}

void turn_list_push(struct extraction *x, const struct turn *t)
{
    x->turns = xgrow(x->turns, x->turn_count, sizeof *x->turns);
    struct turn *turn = &x->turns[x->turn_count];
    *turn = *t;
    turn->speaker = shared_speaker(x, t->speaker);
    turn->bytes = strlen(turn->text);
    turn->class = turn->tool ? SPEAKER_TOOL : call_class_of(turn->speaker);
    x->turn_count++;
    x->found++;
}

void turn_list_finish(struct extraction *x)
{
    struct turn *kept = arena_array(x->arena, x->turn_count, sizeof *kept);
    if (x->turn_count)
        memcpy(kept, x->turns, x->turn_count * sizeof *kept);
    x->call->turns = kept;
    x->call->turn_count = x->turn_count;
    free(x->turns);
    x->turns = NULL;
}
