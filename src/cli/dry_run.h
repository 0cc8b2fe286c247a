/* --test-provider: a description run over saved answers, for whoever writes one. Nothing is sent.
 */
#ifndef CLI_DRY_RUN_H
#define CLI_DRY_RUN_H

#include "config/config.h"
#include "provider/provider.h"

/* The first file is the call's own document, the others are the pages of the transcript's; `-` is
 * standard input. Returns the exit code: 0 when a call was made of them, KIND_PROVIDER when not,
 * KIND_USAGE when the provider or a file cannot be used. */
int dry_run(const struct config *config, const struct provider_set *set, const char *name,
            const char *const *files, size_t count);

#endif
