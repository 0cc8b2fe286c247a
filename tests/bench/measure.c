/* Clocks and statistics, and the provider's side of a connection. */
#include "tests/bench/bench.h"

#include "base/alloc.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

long now_us(void)
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

long percentile(long *us, size_t count, int percent)
{
    qsort(us, count, sizeof *us, by_size);
    size_t at = count * (size_t)percent / 100;
    return us[at < count ? at : count - 1];
}

void give_up(const char *why)
{
    fprintf(stderr, "bench: %s\n", why);
    pty_stop_all(NULL);
    exit(1);
}

char *program(const char *name)
{
    const char *build = getenv("BUILD");
    char *path = xasprintf("%s/%s", build ? build : "build", name);
    char *whole = realpath(path, NULL);
    if (!whole)
        give_up(path);
    free(path);
    return whole;
}

void bench_turn(struct buf *out, int n)
{
    buf_printf(out,
               "Turn %d of a long call, with enough words in it to be wrapped on a terminal of "
               "eighty columns.",
               n + 1);
}

static void put_answer(struct buf *out, int turns)
{
    struct buf body = {0};
    buf_puts(&body, "{\"id\":\"call_long\",\"status\":\"completed\",\"transcript\":[");
    for (int i = 0; i < turns; i++) {
        buf_printf(&body, "%s{\"role\":\"%s\",\"content\":\"", i ? "," : "",
                   i % 2 ? "user" : "agent");
        bench_turn(&body, i);
        buf_printf(&body, "\",\"timestamp\":%d.5}", i * 2);
    }
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

void send_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written <= 0)
            give_up("cannot write");
        bytes += written;
        n -= (size_t)written;
    }
}

void provider_end_open(struct provider_end *p, int turns, const char *options)
{
    *p = (struct provider_end){0};
    p->fd = listen_somewhere(&p->port);
    p->config = xasprintf("%s/callbrowser-bench.%ld.ini",
                          getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", (long)getpid());
    FILE *f = fopen(p->config, "w");
    if (!f)
        give_up(p->config);
    fprintf(f, "[callbrowser]\n%s\n[provider ringyo]\nbase_url = http://127.0.0.1:%d\n", options,
            p->port);
    fclose(f);
    put_answer(&p->answer, turns);
}

void provider_end_close(struct provider_end *p)
{
    close(p->fd);
    unlink(p->config);
    free(p->config);
    buf_done(&p->answer);
}

struct pty *provider_end_ask(struct provider_end *p, const char *path, int rows, int cols, int *fd)
{
    const char *const argv[] = {path, "-c", p->config, "ringyo", "call_long", NULL};
    const char *const env[] = {"CALLBROWSER_RINGYO_API_KEY=key", NULL};
    struct pty_options options = {.argv = argv, .env = env, .rows = rows, .cols = cols};
    struct pty *terminal = pty_start(&options);
    char request[4096];
    *fd = accept(p->fd, NULL, NULL);
    if (*fd < 0 || read(*fd, request, sizeof request) <= 0)
        give_up("no request");
    return terminal;
}
