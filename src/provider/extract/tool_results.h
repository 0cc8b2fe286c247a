/* Inside src/provider/extract: providers send a tool call and its result as two rows, which become
 * one turn. */
#ifndef PROVIDER_EXTRACT_TOOL_RESULTS_H
#define PROVIDER_EXTRACT_TOOL_RESULTS_H

#include "provider/extract/extraction.h"

/* Appends the turn of a tool, or adds it to the turn of the call whose result it is. That is the
 * latest call with its ID, unless that has a result already; where the two do not both have an ID,
 * the turn directly before a result, if that has the same name. `list` is the pointer to the list
 * of tools that it comes from, or NULL. */
void tool_results_push(struct extraction *x, const struct turn *t, struct tool *tool,
                       const char *list);
/* Ends the joining: calls that do not say how long they took get the time from call to result if
 * `timed`, which says whether the turns' starts may be used. */
void tool_results_finish(struct extraction *x, bool timed);

#endif
