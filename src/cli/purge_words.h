/* What printing says when kept calls were removed at the start. */
#ifndef CLI_PURGE_WORDS_H
#define CLI_PURGE_WORDS_H

#include "fetch/fetch_data.h"

/* Says on standard error what an ANSWER_PURGED has to say; nothing for other answers. */
void purge_words_say(const struct answer *a);

#endif
