/* Each feature has one block of state for the program and one for each tab. */
#include "ui/shell/feature.h"

#include "base/alloc.h"
#include "ui/shell/app.h"
#include "ui/shell/tab.h"

#include <assert.h>
#include <stdlib.h>

static size_t count_features(const struct app *a)
{
    size_t n = 0;
    FEATURE_EACH (a, f)
        n++;
    return n;
}

static size_t index_of(const struct app *a, const struct feature *f)
{
    size_t i = 0;
    while (a->parts->features[i] != f) {
        assert(a->parts->features[i]); /* else it has no row in feature.def */
        i++;
    }
    return i;
}

static void free_states(const struct app *a, void **states)
{
    size_t n = count_features(a);
    for (size_t i = 0; i < n; i++)
        free(states[i]);
    free(states);
}

void feature_states_init(struct app *a)
{
    a->states = xcalloc(count_features(a) + 1, sizeof *a->states);
    for (size_t i = 0; a->parts->features[i]; i++)
        if (a->parts->features[i]->state_bytes)
            a->states[i] = xcalloc(1, a->parts->features[i]->state_bytes);
}

void feature_states_done(struct app *a)
{
    FEATURE_CALL(a, done, a);
    free_states(a, a->states);
}

void feature_tab_init(struct app *a, struct tab *t)
{
    t->states = xcalloc(count_features(a) + 1, sizeof *t->states);
    for (size_t i = 0; a->parts->features[i]; i++)
        if (a->parts->features[i]->tab_bytes)
            t->states[i] = xcalloc(1, a->parts->features[i]->tab_bytes);
}

void feature_tab_done(struct app *a, struct tab *t)
{
    FEATURE_CALL(a, tab_done, a, t);
    free_states(a, t->states);
    t->states = NULL;
}

void feature_settle(struct app *a)
{
    FEATURE_CALL(a, settle, a);
}

void feature_answer(struct app *a, struct answer *answer)
{
    FEATURE_EACH (a, f)
        if ((*f)->on_answer && (*f)->on_answer(a, answer))
            break;
    feature_settle(a);
}

void *feature_state(const struct app *a, const struct feature *f)
{
    return a->states[index_of(a, f)];
}

void *feature_tab_state(const struct app *a, const struct tab *t, const struct feature *f)
{
    return t->states[index_of(a, f)];
}
