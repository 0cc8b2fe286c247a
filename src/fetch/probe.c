#include "fetch/probe.h"

#include <signal.h>

enum { BODY_MAX_BYTES = 65536 };

/* A redirect counts as a response: it is not followed. */
static void finish(struct probe *p, struct transfer *t)
{
    struct response r;
    p->times = transfer_times(t);
    transfer_end(t, &r);
    p->http_status = r.http_status;
    if (r.http_status == 0) {
        p->failure = r.failure;
        r.failure = NULL;
    }
    response_done(&r);
}

static void run(struct transfers *net, size_t left)
{
    while (left > 0) {
        struct transfer *t = transfers_step(net);
        if (t) {
            finish(transfer_owner(t), t);
            left--;
        } else {
            transfers_wait(net, -1);
        }
    }
}

/* A TLS library may write to a connection that is closed, which raises SIGPIPE. The worker blocks
 * it, but this is another thread. */
bool probe_all(struct probe *list, size_t count, const struct fetch_settings *settings,
               struct err *e)
{
    uint64_t bytes = 0;
    const struct budget budget = {.total = &bytes, .limit_bytes = BODY_MAX_BYTES, .alone = true};
    struct sigaction ignored = {.sa_handler = SIG_IGN}, before;
    struct transfers *net = transfers_new(settings, e);
    if (!net)
        return false;
    sigaction(SIGPIPE, &ignored, &before);
    for (size_t i = 0; i < count; i++) {
        const struct request request = {.url = list[i].url, .head = true};
        transfer_start(net, &request, budget, settings->connect_timeout_s * 1000L, &list[i]);
    }
    run(net, count);
    transfers_free(net);
    sigaction(SIGPIPE, &before, NULL);
    return true;
}
