#include "cli/purge_words.h"

#include "cli/output.h"
#include "cli/progress.h"

void purge_words_say(const struct answer *a)
{
    if (a->type != ANSWER_PURGED)
        return;
    progress_clear();
    if (*a->note)
        output_say("%s", a->note);
    if (a->failure)
        output_say("%s", a->failure->message);
}
