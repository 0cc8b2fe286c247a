#include "tests/support/paged.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { REQUESTS_MAX = 1000, DEADLINE_S = 10 };

struct paged {
    paged_answer *answer;
    void *owner;
    int listener, port, stopping;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    char *requests[REQUESTS_MAX]; /* under the lock, like the counters */
    size_t count, gone;
};

/* False when the server stops. */
static bool wait_for(const struct paged *s, int fd)
{
    struct pollfd fds[] = {{.fd = s->stopping, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
    poll(fds, 2, -1);
    return !fds[0].revents;
}

static bool is_whole(const char *request)
{
    const char *end = strstr(request, "\r\n\r\n");
    const char *length = strcasestr(request, "content-length:");
    size_t body = length && length < end ? strtoul(length + 15, NULL, 10) : 0;
    return end && strlen(end + 4) >= body;
}

/* NULL if the client has closed the connection, or the server stops. */
static char *read_request(const struct paged *s, int fd)
{
    char block[8192];
    struct buf request = {0};
    while (!is_whole(buf_str(&request))) {
        ssize_t n = wait_for(s, fd) ? recv(fd, block, sizeof block, 0) : 0;
        if (n <= 0) {
            buf_done(&request);
            return NULL;
        }
        buf_add(&request, block, (size_t)n);
    }
    return buf_take(&request);
}

static size_t record(struct paged *s, char *request)
{
    pthread_mutex_lock(&s->lock);
    size_t n = s->count;
    if (n < REQUESTS_MAX)
        s->requests[s->count++] = request;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    return n;
}

static void send_all(int fd, const char *bytes)
{
    for (size_t left = strlen(bytes); left;) {
        ssize_t n = send(fd, bytes, left, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        bytes += n;
        left -= (size_t)n;
    }
}

static void hold(struct paged *s, int fd)
{
    char drop[256];
    while (wait_for(s, fd) && recv(fd, drop, sizeof drop, 0) > 0)
        continue;
    pthread_mutex_lock(&s->lock);
    s->gone++;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

static void serve_one(struct paged *s, int fd)
{
    char *request = read_request(s, fd);
    if (!request)
        return;
    char *response = s->answer(s->owner, record(s, request), request);
    if (response)
        send_all(fd, response);
    else
        hold(s, fd);
    free(response);
}

static void *serve(void *of)
{
    struct paged *s = of;
    while (wait_for(s, s->listener)) {
        int fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0)
            continue;
        serve_one(s, fd);
        close(fd);
    }
    return NULL;
}

struct paged *paged_start(paged_answer *answer, void *owner)
{
    struct paged *s = xcalloc(1, sizeof *s);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t bytes = sizeof at;
    s->answer = answer;
    s->owner = owner;
    s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    s->stopping = eventfd(0, EFD_CLOEXEC);
    assert_int_equal(bind(s->listener, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(s->listener, 64), 0);
    assert_int_equal(getsockname(s->listener, (struct sockaddr *)&at, &bytes), 0);
    s->port = ntohs(at.sin_port);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->changed, NULL);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
    return s;
}

int paged_port(const struct paged *s)
{
    return s->port;
}

size_t paged_count(struct paged *s)
{
    pthread_mutex_lock(&s->lock);
    size_t count = s->count;
    pthread_mutex_unlock(&s->lock);
    return count;
}

static void wait_counter(struct paged *s, const size_t *counter, size_t count, const char *what)
{
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += DEADLINE_S;
    pthread_mutex_lock(&s->lock);
    int why = 0;
    while (*counter < count && why == 0)
        why = pthread_cond_timedwait(&s->changed, &s->lock, &end);
    size_t have = *counter;
    pthread_mutex_unlock(&s->lock);
    if (have < count)
        fail_msg("%zu %s came, expected %zu", have, what, count);
}

void paged_wait_count(struct paged *s, size_t count)
{
    wait_counter(s, &s->count, count, "requests");
}

void paged_wait_gone(struct paged *s, size_t count)
{
    wait_counter(s, &s->gone, count, "closed connections");
}

char *paged_request(struct paged *s, size_t n)
{
    pthread_mutex_lock(&s->lock);
    char *copy = n < s->count ? xstrdup(s->requests[n]) : NULL;
    pthread_mutex_unlock(&s->lock);
    assert_non_null(copy);
    return copy;
}

void paged_stop(struct paged *s)
{
    eventfd_write(s->stopping, 1);
    pthread_join(s->thread, NULL);
    close(s->listener);
    close(s->stopping);
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->changed);
    for (size_t i = 0; i < s->count; i++)
        free(s->requests[i]);
    free(s);
}

char *paged_response(const char *status, const char *headers, const char *body)
{
    return xasprintf("HTTP/1.1 %s\r\nContent-Length: %zu\r\n%s\r\n%s", status, strlen(body),
                     headers, body);
}

char *paged_json(char *body)
{
    char *response = paged_response("200 OK", "Content-Type: application/json\r\n", body);
    free(body);
    return response;
}
