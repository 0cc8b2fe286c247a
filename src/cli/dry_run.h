/* --test-provider: applies a provider description to saved answers, for the author of the
 * description. Nothing is sent. */
#ifndef CLI_DRY_RUN_H
#define CLI_DRY_RUN_H

#include "config/config.h"
#include "provider/provider.h"

/* The first file holds the answer about the call, the others hold the pages of the transcript; `-`
 * is standard input. Returns the exit code: 0 if the files hold a call, KIND_PROVIDER if they do
 * not, KIND_USAGE if the provider or a file cannot be used. */
int dry_run(const struct config *config, const struct provider_set *set, const char *name,
            const char *const *files, size_t count);

#endif
