/* A slow line: 9,600 baud and 200 ms each way. `j` is held down for three seconds; how long after
 * its release does the last byte arrive? All programs are on lines of their own at the same time.
 *
 * What a program writes waits in its pseudo-terminal until the line takes it, 960 bytes a second;
 * it arrives 200 ms later at a terminal, whose answers, as the keys, take 200 ms back. */
#include "tests/bench/bench.h"
#include "tests/bench/report.h"

#include "base/alloc.h"
#include "tests/support/pty_env.h"
#include "tests/support/term.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS = 50, COLS = 160, TURNS = 100000, LINES_MAX = 2 * BUILDS_MAX + 2 };
enum { BYTES_PER_S = 960, CHUNK = 16, AWAY_US = 200000 };
enum { HELD_US = 3000000, REPEAT_US = 33333, SILENCE_US = 3000000, DEADLINE_US = 60000000 };
enum { OPENED_US = 60000000 };

/* Bytes on their way, each with the time when it arrives. */
struct journey {
    struct buf bytes;
    long *due_us;
    size_t count, room;
};

struct line {
    pid_t pid;
    int fd;
    bool slow, ended;
    long free_us, last_us; /* when the line takes the next byte; when the last one arrived */
    size_t arrived;
    struct term *term;
    struct journey down, up;
};

static void depart(struct journey *j, const char *bytes, size_t n, long due_us)
{
    if (j->count + n > j->room) {
        j->room = 2 * (j->count + n);
        j->due_us = xreallocarray(j->due_us, j->room, sizeof *j->due_us);
    }
    buf_add(&j->bytes, bytes, n);
    for (size_t i = 0; i < n; i++)
        j->due_us[j->count++] = due_us;
}

/* How many bytes have arrived by now. */
static size_t arrivals(const struct journey *j, long now)
{
    size_t n = 0;
    while (n < j->count && j->due_us[n] <= now)
        n++;
    return n;
}

static void remove_first(struct journey *j, size_t n)
{
    buf_remove(&j->bytes, n);
    j->count -= n;
    memmove(j->due_us, j->due_us + n, j->count * sizeof *j->due_us);
}

static void type(const char *bytes, size_t n, void *user)
{
    struct line *l = user;
    depart(&l->up, bytes, n, now_us() + (l->slow ? AWAY_US : 0));
}

static void take_bytes(struct line *l, long now)
{
    char bytes[65536];
    if (l->slow && now < l->free_us)
        return;
    ssize_t n = read(l->fd, bytes, l->slow ? CHUNK : sizeof bytes);
    if (n <= 0) {
        l->ended = n == 0 || (errno != EAGAIN && errno != EINTR);
        return;
    }
    if (l->slow)
        l->free_us = (now - l->free_us < 100000 ? l->free_us : now) + n * 1000000L / BYTES_PER_S;
    depart(&l->down, bytes, (size_t)n, l->slow ? l->free_us + AWAY_US : now);
}

/* Moves what has arrived at either end. */
static void deliver(struct line *l, long now)
{
    size_t n = arrivals(&l->down, now);
    if (n) {
        l->last_us = l->down.due_us[n - 1];
        l->arrived += n;
        term_feed(l->term, buf_str(&l->down.bytes), n);
        remove_first(&l->down, n);
    }
    n = arrivals(&l->up, now);
    ssize_t sent = n ? write(l->fd, buf_str(&l->up.bytes), n) : 0;
    if (sent > 0)
        remove_first(&l->up, (size_t)sent);
}

/* Runs all lines for a few milliseconds. */
static void pass(struct line **lines, int count)
{
    struct pollfd fds[LINES_MAX];
    long now = now_us();
    for (int i = 0; i < count; i++) {
        bool reads = !lines[i]->ended && (!lines[i]->slow || now >= lines[i]->free_us);
        fds[i] = (struct pollfd){reads ? lines[i]->fd : -1, POLLIN, 0};
    }
    poll(fds, (nfds_t)count, 3);
    now = now_us();
    for (int i = 0; i < count; i++) {
        if (fds[i].revents)
            take_bytes(lines[i], now);
        deliver(lines[i], now);
    }
}

static struct line *start_line(const char *const *argv)
{
    struct line *l = xcalloc(1, sizeof *l);
    struct pty_env e;
    pty_env_make(&e, server_dir(), argv, NULL);
    struct winsize size = {.ws_row = ROWS, .ws_col = COLS};
    l->pid = forkpty(&l->fd, NULL, NULL, &size);
    if (l->pid == 0) {
        execve(e.argv[0], e.argv, e.envp);
        _exit(127);
    }
    pty_env_done(&e);
    fcntl(l->fd, F_SETFL, O_NONBLOCK);
    fcntl(l->fd, F_SETFD, FD_CLOEXEC);
    l->term = term_new(ROWS, COLS, type, l);
    return l;
}

static void stop_line(struct line *l)
{
    kill(l->pid, SIGKILL);
    close(l->fd);
    waitpid(l->pid, NULL, 0);
    term_free(l->term);
    buf_done(&l->down.bytes);
    buf_done(&l->up.bytes);
    free(l->down.due_us);
    free(l->up.due_us);
    free(l);
}

static void wait_silent(struct line *l, long quiet_us)
{
    long end = now_us() + DEADLINE_US;
    while (now_us() < end && now_us() - l->last_us < quiet_us)
        pass(&l, 1);
}

/* At full speed: to the middle of the text, with the cursor on the last row. */
static void make_ready(struct line *l)
{
    long end = now_us() + OPENED_US;
    while (!term_find(l->term, "Turn 1 of", NULL, NULL) && now_us() < end)
        pass(&l, 1);
    wait_silent(l, 300000);
    type("50000G", 6, l);
    for (int i = 0; i < ROWS + 10; i++) {
        wait_silent(l, 20000);
        type("j", 1, l);
        l->last_us = now_us();
    }
    wait_silent(l, 500000);
}

/* When the key is released, as the person sees it. */
static long hold(struct line **lines, int count)
{
    long begin = now_us(), typed = 0;
    for (int i = 0; i < count; i++) {
        lines[i]->slow = true;
        lines[i]->free_us = begin;
    }
    for (; typed < HELD_US / REPEAT_US; pass(lines, count))
        if (now_us() - begin >= typed * REPEAT_US) {
            for (int i = 0; i < count; i++)
                type("j", 1, lines[i]);
            typed++;
        }
    return now_us();
}

/* Waits until nothing has arrived on any line for a while; tig does not end in time. */
static void drain(struct line **lines, int count, long released)
{
    long end = released + DEADLINE_US;
    for (long last = released; now_us() < end && now_us() - last < SILENCE_US;) {
        pass(lines, count);
        for (int i = 0; i < count; i++)
            last = lines[i]->last_us > last ? lines[i]->last_us : last;
    }
}

/* What a complete screen takes on the line and back. */
static double full_screen_s(struct line *l)
{
    l->slow = false;
    size_t before = l->arrived;
    type("\x0c", 1, l);
    l->last_us = now_us();
    wait_silent(l, 300000);
    return (double)(l->arrived - before) / BYTES_PER_S + 2 * AWAY_US / 1e6;
}

/* The screen as it arrived has to be what it is when all of it is drawn. Returns what that takes.
 */
static double redrawn_s(struct line *l)
{
    struct buf arrived = {0}, anew = {0};
    term_text(l->term, &arrived);
    double full_s = full_screen_s(l);
    term_text(l->term, &anew);
    if (strcmp(buf_str(&arrived), buf_str(&anew)) != 0) {
        buf_printf(&arrived, "%s\nthe screen on the slow line was not the one above",
                   buf_str(&anew));
        give_up(buf_str(&arrived));
    }
    buf_done(&arrived);
    buf_done(&anew);
    return full_s;
}

static struct line *ours_on(int build, bool side)
{
    const char *const argv[] = {
        builds[build].program, "-c", server_config(side), "ringyo", "100000", NULL};
    return start_line(argv);
}

static struct line *pager_on(const char *name)
{
    char *command = xasprintf("exec %s <%s", name, text_file(TURNS));
    const char *const argv[] = {"/bin/sh", "-c", command, NULL};
    struct line *l = peer_installed(name) ? start_line(argv) : NULL;
    free(command);
    return l;
}

/* Stacked and side by side of each build, less, tig. */
struct held {
    struct line *lines[LINES_MAX];
    int count;
    double last_s[LINES_MAX], beyond_s[LINES_MAX];
};

static void report_held(const struct held *h, int side, int less, int tig)
{
    double last[BUILDS_MAX], beyond[BUILDS_MAX];
    for (int b = 0; b < build_count; b++) {
        last[b] = h->last_s[2 * b + side];
        beyond[b] = h->beyond_s[2 * b + side];
    }
    const char *name = side ? "side by side" : "stacked";
    char *what = xasprintf("j held at 9,600 baud, to the last byte, %s", name);
    report(&(struct report_row){what, "s", "less", NO_BAR, 0}, last,
           less < 0 ? NAN : h->last_s[less]);
    report(&(struct report_row){what, "s", "tig", NO_BAR, 0}, last, tig < 0 ? NAN : h->last_s[tig]);
    free(what);
    what = xasprintf("of that beyond the last full screen, %s", name);
    report(&(struct report_row){what, "s", NULL, MOST, 1}, beyond, NAN);
    free(what);
}

/* Starts all programs; returns the number of ours. */
static int start_all(struct held *h, int *less, int *tig)
{
    server_bytes("ringyo", TURNS);
    for (int b = 0; b < build_count; b++) {
        h->lines[h->count++] = ours_on(b, false);
        h->lines[h->count++] = ours_on(b, true);
    }
    int ours = h->count;
    if ((h->lines[h->count] = pager_on("less")))
        *less = h->count++;
    if ((h->lines[h->count] = pager_on("tig")))
        *tig = h->count++;
    return ours;
}

void bench_line(void)
{
    struct held h = {0};
    int less = -1, tig = -1, ours = start_all(&h, &less, &tig);
    for (int i = 0; i < h.count; i++)
        make_ready(h.lines[i]);
    long released = hold(h.lines, h.count);
    drain(h.lines, h.count, released);
    for (int i = 0; i < h.count; i++) {
        h.last_s[i] = (double)(h.lines[i]->last_us - released) / 1e6;
        h.beyond_s[i] = i < ours ? h.last_s[i] - redrawn_s(h.lines[i]) : NAN;
        stop_line(h.lines[i]);
    }
    report_held(&h, 0, less, tig);
    report_held(&h, 1, less, tig);
}
