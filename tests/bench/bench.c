/* Two figures of the whole program in a terminal: how soon its first frame is there, beside an
 * ncurses program that does nothing; and how soon a call of 2,000 turns is shown after its last
 * byte has arrived. Exit 1 when one is over its bound. */
#include "base/alloc.h"
#include "base/buf.h"
#include "tests/support/pty.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 21, TURNS = 2000, SHOWN_MAX_US = 10000 };
static const double first_frame_max = 1.5;

static long now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000L + t.tv_nsec / 1000;
}

static int by_size(const void *a, const void *b)
{
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

static long median(long *us)
{
    qsort(us, RUNS, sizeof *us, by_size);
    return us[RUNS / 2];
}

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "bench: %s\n", why);
    exit(1);
}

static char *program(const char *name)
{
    const char *build = getenv("BUILD");
    char *path = xasprintf("%s/%s", build ? build : "build", name);
    char *whole = realpath(path, NULL);
    if (!whole)
        give_up(path);
    free(path);
    return whole;
}

static long first_frame_us(const char *path, const char *text)
{
    const char *const argv[] = {path, NULL};
    struct pty_options options = {.argv = argv};
    long begin = now_us();
    struct pty *p = pty_start(&options);
    if (!pty_wait_for(p, text, PTY_DEADLINE_MS))
        give_up("no first frame");
    long us = now_us() - begin;
    pty_stop(p);
    return us;
}

static void put_call(struct buf *out)
{
    struct buf body = {0};
    buf_puts(&body, "{\"id\":\"call_long\",\"status\":\"completed\",\"transcript\":[");
    for (int i = 0; i < TURNS; i++)
        buf_printf(&body,
                   "%s{\"role\":\"%s\",\"content\":\"Turn %d of a long call, with enough words in "
                   "it to be wrapped on a terminal of eighty columns.\",\"timestamp\":%d.5}",
                   i ? "," : "", i % 2 ? "user" : "agent", i + 1, i * 2);
    buf_puts(&body, "]}");
    buf_printf(out,
               "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
               body.len);
    buf_add(out, body.data, body.len);
    buf_done(&body);
}

static int listen_somewhere(int *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, size) < 0 || listen(fd, 4) < 0 ||
        getsockname(fd, (struct sockaddr *)&at, &size) < 0)
        give_up("cannot listen");
    *port = ntohs(at.sin_port);
    return fd;
}

static void write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written <= 0)
            give_up("cannot write");
        bytes += written;
        n -= (size_t)written;
    }
}

/* All but the last byte, then, when the program has taken them in, the last one. */
static long shown_us(const char *path, int listener, int port, const struct buf *answer)
{
    char *file = xasprintf("%s/callbrowser-bench.%ld.ini",
                           getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", (long)getpid());
    FILE *f = fopen(file, "w");
    if (!f)
        give_up(file);
    fprintf(f, "[provider ringyo]\nbase_url = http://127.0.0.1:%d\n", port);
    fclose(f);
    const char *const argv[] = {path, "-c", file, "ringyo", "call_long", NULL};
    const char *const env[] = {"CALLBROWSER_RINGYO_API_KEY=key", NULL};
    struct pty_options options = {.argv = argv, .env = env};
    struct pty *p = pty_start(&options);
    char request[4096];
    int fd = accept(listener, NULL, NULL);
    if (fd < 0 || read(fd, request, sizeof request) <= 0)
        give_up("no request");
    write_all(fd, answer->data, answer->len - 1);
    if (!pty_wait_for(p, "KiB", PTY_DEADLINE_MS))
        give_up("no progress is shown");
    long begin = now_us();
    write_all(fd, answer->data + answer->len - 1, 1);
    if (!pty_wait_for(p, "2000 turns", PTY_DEADLINE_MS))
        give_up("the call is not shown");
    long us = now_us() - begin;
    pty_stop(p);
    close(fd);
    unlink(file);
    free(file);
    return us;
}

static bool bench_first_frame(const char *path, const char *null)
{
    long ours[RUNS], theirs[RUNS];
    for (int i = 0; i < RUNS; i++) {
        ours[i] = first_frame_us(path, "No call yet");
        theirs[i] = first_frame_us(null, "first frame");
    }
    long a = median(ours), b = median(theirs);
    double ratio = (double)a / (double)b;
    printf(
        "first frame          %6.1f ms, nothing on ncurses %6.1f ms, ratio %.2f (at most %.1f)\n",
        (double)a / 1e3, (double)b / 1e3, ratio, first_frame_max);
    return ratio <= first_frame_max;
}

static bool bench_shown(const char *path)
{
    int port = 0, listener = listen_somewhere(&port);
    long us[RUNS];
    struct buf answer = {0};
    put_call(&answer);
    for (int i = 0; i < RUNS; i++)
        us[i] = shown_us(path, listener, port, &answer);
    buf_done(&answer);
    close(listener);
    long m = median(us);
    printf("2,000 turns shown    %6.1f ms after the last byte, at worst %.1f ms (median at most "
           "%.1f)\n",
           (double)m / 1e3, (double)us[RUNS - 1] / 1e3, SHOWN_MAX_US / 1e3);
    return m <= SHOWN_MAX_US;
}

int main(void)
{
    char *path = program("callbrowser"), *null = program("bench_null");
    bool ok = bench_first_frame(path, null);
    ok = bench_shown(path) && ok;
    free(path);
    free(null);
    return ok ? 0 : 1;
}
