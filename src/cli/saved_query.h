/* Saved queries: the sections [find NAME] of the configuration, with `query = ...`. */
#ifndef CLI_SAVED_QUERY_H
#define CLI_SAVED_QUERY_H

#include "config/config.h"
#include "provider/provider.h"

/* What a text asks for: the saved query if the text is the name of one, blanks around it left
 * aside; else the text itself. Borrowed. NULL, with e set, if that section cannot be used. */
const char *saved_query_text(const struct config *config, const char *text, struct err *e);
/* The name of a saved query, in the order of the file, for completion; NULL after the last one. */
const char *saved_query_name(const struct config *config, size_t index);
/* Adds a problem for each section that cannot be used. */
void saved_query_check(struct config *config, const struct provider_set *set);

#endif
