/* What is in force on the screen, for --list-keys and --list-themes. No screen is needed. */
#ifndef UI_FEATURE_KEY_LISTS_H
#define UI_FEATURE_KEY_LISTS_H

#include "cli/table.h"
#include "config/config.h"

/* Each action, its keys as [keys] writes them, where they were set. */
void list_keys(struct table *out, const struct config *config);
/* Each theme, what it is for; of the one in force where it was set. */
void list_themes(struct table *out, const struct config *config);

#endif
