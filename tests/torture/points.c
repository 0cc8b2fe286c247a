#include "tests/torture/points.h"

#include "base/alloc.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { MIB = 1 << 20, SAMPLED_ONE_IN = 20 };

#define FAILS(named, called, error_number)                                                         \
    {                                                                                              \
        .name = named, .call = TORTURE_##called, .error = error_number, .kind = MODE_CALL          \
    }
#define LIMITS(named, what, from, to, every)                                                       \
    {                                                                                              \
        .name = named, .call = TORTURE_CALLS, .kind = MODE_LIMIT, .limit = what, .first = from,    \
        .last = to, .step = every                                                                  \
    }

const struct mode modes[] = {
    FAILS("read-EIO", READ, EIO),
    FAILS("read-EINTR", READ, EINTR),
    FAILS("read-EAGAIN", READ, EAGAIN),
    FAILS("read-short", READ, 0),
    FAILS("write-EIO", WRITE, EIO),
    FAILS("write-ENOSPC", WRITE, ENOSPC),
    FAILS("write-EINTR", WRITE, EINTR),
    FAILS("write-EAGAIN", WRITE, EAGAIN),
    FAILS("write-short", WRITE, 0),
    FAILS("recv-ECONNRESET", RECV, ECONNRESET),
    FAILS("recv-EINTR", RECV, EINTR),
    FAILS("recv-EAGAIN", RECV, EAGAIN),
    FAILS("recv-short", RECV, 0),
    FAILS("send-EPIPE", SEND, EPIPE),
    FAILS("send-EINTR", SEND, EINTR),
    FAILS("send-EAGAIN", SEND, EAGAIN),
    FAILS("send-short", SEND, 0),
    FAILS("open-EMFILE", OPEN, EMFILE),
    FAILS("open-EIO", OPEN, EIO),
    FAILS("open-EINTR", OPEN, EINTR),
    FAILS("pipe-EMFILE", PIPE, EMFILE),
    FAILS("poll-EINTR", POLL, EINTR),
    FAILS("poll-ENOMEM", POLL, ENOMEM),
    FAILS("thread-EAGAIN", THREAD, EAGAIN),
    {.name = "no-thread", .call = TORTURE_THREAD, .error = EAGAIN, .and_after = true},
    FAILS("spawn-EAGAIN", SPAWN, EAGAIN),
    FAILS("spawn-ENOMEM", SPAWN, ENOMEM),
    FAILS("socket-EMFILE", SOCKET, EMFILE),
    FAILS("connect-EADDRNOTAVAIL", CONNECT, EADDRNOTAVAIL),
    FAILS("connect-EINTR", CONNECT, EINTR),
    FAILS("sync-EIO", SYNC, EIO),
    FAILS("sync-EINTR", SYNC, EINTR),
    FAILS("rename-EIO", RENAME, EIO),
    FAILS("rename-ENOSPC", RENAME, ENOSPC),
    FAILS("unlink-EIO", UNLINK, EIO),
    FAILS("mkdir-ENOSPC", MKDIR, ENOSPC),
    LIMITS("files", RLIMIT_NOFILE, 3, 16, 1),
    LIMITS("memory-limit", RLIMIT_AS, 16 * MIB, 240 * MIB, 4 * MIB),
    LIMITS("file-size", RLIMIT_FSIZE, 0, 2000, 100),
    {.name = "closed",
     .call = TORTURE_CALLS,
     .kind = MODE_CLOSED,
     .first = 1,
     .last = 7,
     .step = 1},
    FAILS("memory", MEMORY, ENOMEM),
    {.name = "no-more-memory",
     .call = TORTURE_MEMORY,
     .error = ENOMEM,
     .and_after = true,
     .is_sampled = true},
};
const size_t mode_count = sizeof modes / sizeof *modes;

const struct mode *mode_find(const char *name)
{
    for (size_t i = 0; i < mode_count; i++)
        if (strcmp(modes[i].name, name) == 0)
            return &modes[i];
    return NULL;
}

static void add(struct points *p, enum torture_side side, unsigned long number)
{
    p->list = xgrow(p->list, p->count, sizeof *p->list);
    p->list[p->count++] = (struct point){side, number};
}

/* Whether no other call before, or no other after it, came the same way. */
static bool is_distinct(const uint32_t *stacks, size_t count, size_t i)
{
    size_t before = i, after = i + 1;
    while (before > 0 && stacks[before - 1] != stacks[i])
        before--;
    while (after < count && stacks[after] != stacks[i])
        after++;
    return before == 0 || after == count;
}

static void select_calls(struct points *p, const struct mode *m, const struct torture_page *page,
                         bool all)
{
    for (int side = 0; side < TORTURE_SIDES; side++) {
        const uint32_t *stacks = page->stacks[m->call][side];
        size_t count = page->reached[m->call][side];
        p->reached += count;
        for (size_t i = 0; i < count; i++)
            if (all || count > TORTURE_TRACED || is_distinct(stacks, count, i))
                add(p, (enum torture_side)side, i + 1);
    }
}

/* Keeps some, wherever the modes and scenarios before have left off. */
static void take_sample(struct points *p, size_t one_in)
{
    static size_t seen;
    size_t kept = 0;
    for (size_t i = 0; i < p->count; i++)
        if (seen++ % one_in == 0)
            p->list[kept++] = p->list[i];
    p->count = kept;
}

void points_select(struct points *p, const struct mode *m, const struct torture_page *page,
                   struct selection which)
{
    *p = (struct points){0};
    if (m->kind == MODE_CALL)
        select_calls(p, m, page, which.all);
    for (unsigned long at = m->first; m->kind != MODE_CALL && at <= m->last; at += m->step)
        add(p, TORTURE_MAIN, at);
    p->reached += m->kind == MODE_CALL ? 0 : p->count;
    if (m->is_sampled && !which.all && which.one_in <= 1)
        which.one_in = SAMPLED_ONE_IN;
    if (which.one_in > 1)
        take_sample(p, which.one_in);
}

void points_ask(struct torture_page *page, const struct mode *m, struct point at)
{
    if (m->kind == MODE_CLOSED) {
        page->closed = (unsigned)at.number;
    } else if (m->kind == MODE_LIMIT) {
        page->is_limited = true;
        page->limit = m->limit;
        page->limit_value = at.number;
    } else {
        page->call = m->call;
        page->side = at.side;
        page->at = (unsigned)at.number;
        page->and_after = m->and_after;
        page->error = m->error;
    }
}

void points_name(char *out, size_t bytes, struct point at)
{
    snprintf(out, bytes, "%s%lu", at.side == TORTURE_OTHER ? "w" : "", at.number);
}

bool points_parse(const char *name, struct point *at)
{
    char *end;
    at->side = *name == 'w' ? TORTURE_OTHER : TORTURE_MAIN;
    name += *name == 'w';
    at->number = strtoul(name, &end, 10);
    return end > name && !*end;
}
