#include "tests/support/canned.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { MAX_CONNECTIONS = 256, DEADLINE_S = 10 };

struct connection {
    struct canned *server;
    pthread_t thread;
    int fd;
};

struct canned {
    struct canned_script script;
    int listener, port;
    int stopping; /* an eventfd, readable once the server stops */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct buf received; /* under the lock, like the counters */
    int requests, gone, connections;
    struct connection list[MAX_CONNECTIONS];
};

/* Waits for the descriptor, or for that time; false when the server stops. */
static bool wait_for(const struct canned *c, int fd, short events, int ms)
{
    struct pollfd fds[] = {{.fd = c->stopping, .events = POLLIN}, {.fd = fd, .events = events}};
    poll(fds, 2, ms);
    return !fds[0].revents;
}

static void count(struct canned *c, int *counter)
{
    pthread_mutex_lock(&c->lock);
    (*counter)++;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->lock);
}

static void record(struct canned *c, const char *bytes, size_t n)
{
    pthread_mutex_lock(&c->lock);
    buf_add(&c->received, bytes, n);
    pthread_mutex_unlock(&c->lock);
}

/* False when the client has closed the connection or the server stops. What does not begin with a
 * capital letter (a TLS greeting) is answered at once. */
static bool read_request(struct canned *c, int fd)
{
    char block[8192];
    struct buf request = {0};
    bool whole = false;
    while (!whole && wait_for(c, fd, POLLIN, -1)) {
        ssize_t n = recv(fd, block, sizeof block, MSG_DONTWAIT);
        if (n <= 0)
            break;
        buf_add(&request, block, (size_t)n);
        record(c, block, (size_t)n);
        whole = strstr(request.data, "\r\n\r\n") || *request.data < 'A';
    }
    wipe_bytes(request.data, request.cap); /* it may hold a key, and test_key_wipe looks */
    buf_done(&request);
    return whole;
}

static bool send_all(struct canned *c, int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        if (!wait_for(c, fd, POLLOUT, -1))
            return false;
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN)
            return false;
        bytes += sent > 0 ? sent : 0;
        n -= sent > 0 ? (size_t)sent : 0;
    }
    return true;
}

static bool send_script(struct canned *c, int fd)
{
    const struct canned_script *s = &c->script;
    size_t n = s->count ? s->count : s->bytes ? strlen(s->bytes) : 0;
    size_t piece = s->piece ? s->piece : n;
    for (size_t at = 0; at < n; at += piece) {
        if (at && !wait_for(c, -1, 0, s->piece_ms))
            return false;
        if (!send_all(c, fd, s->bytes + at, n - at < piece ? n - at : piece))
            return false;
    }
    while (s->repeat)
        if (!send_all(c, fd, s->repeat, strlen(s->repeat)))
            return false;
    return true;
}

static void end_connection(struct canned *c, int fd)
{
    char drop[256];
    struct linger now = {.l_onoff = 1};
    bool there = true;
    while (c->script.end == CANNED_HOLD && there && wait_for(c, fd, POLLIN, -1))
        there = recv(fd, drop, sizeof drop, MSG_DONTWAIT) > 0;
    if (c->script.end == CANNED_RESET)
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static void *serve_one(void *of)
{
    struct connection *one = of;
    struct canned *c = one->server;
    if (read_request(c, one->fd)) {
        count(c, &c->requests);
        if (send_script(c, one->fd))
            end_connection(c, one->fd);
    }
    close(one->fd);
    count(c, &c->gone);
    return NULL;
}

static void *serve(void *of)
{
    struct canned *c = of;
    while (wait_for(c, c->listener, POLLIN, -1)) {
        int fd = accept4(c->listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0 || c->connections == MAX_CONNECTIONS)
            continue;
        struct connection *one = &c->list[c->connections];
        *one = (struct connection){.server = c, .fd = fd};
        count(c, &c->connections);
        pthread_create(&one->thread, NULL, serve_one, one);
    }
    return NULL;
}

static int listen_somewhere(int *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t size = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(fd, (struct sockaddr *)&at, size) || listen(fd, 64) ||
        getsockname(fd, (struct sockaddr *)&at, &size))
        fail_msg("cannot listen on the loopback interface");
    *port = ntohs(at.sin_port);
    return fd;
}

struct canned *canned_start(const struct canned_script *script)
{
    struct canned *c = xcalloc(1, sizeof *c);
    c->script = *script;
    c->listener = listen_somewhere(&c->port);
    c->stopping = eventfd(0, EFD_CLOEXEC);
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->changed, NULL);
    pthread_create(&c->thread, NULL, serve, c);
    return c;
}

int canned_port(const struct canned *c)
{
    return c->port;
}

static void wait_count(struct canned *c, const int *counter, int wanted, const char *what)
{
    struct timespec end;
    int late = 0;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += DEADLINE_S;
    pthread_mutex_lock(&c->lock);
    while (*counter < wanted && !late)
        late = pthread_cond_timedwait(&c->changed, &c->lock, &end);
    int seen = *counter;
    pthread_mutex_unlock(&c->lock);
    if (late)
        fail_msg("canned server: expected %d %s, got %d", wanted, what, seen);
}

void canned_wait_requests(struct canned *c, int wanted)
{
    wait_count(c, &c->requests, wanted, "requests");
}

void canned_wait_gone(struct canned *c, int wanted)
{
    wait_count(c, &c->gone, wanted, "connections to be over");
}

char *canned_received(struct canned *c)
{
    pthread_mutex_lock(&c->lock);
    char *copy = xstrdup(buf_str(&c->received));
    pthread_mutex_unlock(&c->lock);
    return copy;
}

int canned_connections(struct canned *c)
{
    pthread_mutex_lock(&c->lock);
    int n = c->connections;
    pthread_mutex_unlock(&c->lock);
    return n;
}

void canned_stop(struct canned *c)
{
    eventfd_write(c->stopping, 1);
    pthread_join(c->thread, NULL);
    for (int i = 0; i < c->connections; i++)
        pthread_join(c->list[i].thread, NULL);
    close(c->listener);
    close(c->stopping);
    pthread_mutex_destroy(&c->lock);
    pthread_cond_destroy(&c->changed);
    wipe_bytes(c->received.data, c->received.cap);
    buf_done(&c->received);
    free(c);
}
