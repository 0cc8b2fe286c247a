/* --open: a call from a file, without the network: a kept call, a provider's saved answer, or the
 * body of a webhook. */
#ifndef CLI_OPENED_H
#define CLI_OPENED_H

#include "base/err.h"
#include "call/call.h"
#include "config/config.h"
#include "keep/kept_age.h"
#include "provider/provider.h"

struct opened {
    struct call *call;
    const struct provider *provider;
    struct kept_age kept; /* if the file is a kept call */
};

/* Reads the file, or standard input if the path is `-`. `named` (may be NULL) is the provider whose
 * description reads it; without one, every enabled description is tried. Returns 0, or an exit code
 * with e set: KIND_USAGE if the file or the provider cannot be used, or several providers find a
 * call; KIND_PROVIDER if there is no call in it. Only for a thread that parses JSON. */
int opened_read(struct opened *out, const struct config *config, const struct provider_set *set,
                const char *path, const char *named, struct err *e);
void opened_done(struct opened *o); /* a zeroed struct is allowed */

#endif
