/* The provider: a child process with a thread for each connection. Paths are PROVIDER/.../TURNS,
 * with /message behind it for the pages of Diga, and list-TOTAL/... for a list of Ringyo. */
#include "tests/bench/bench.h"

#include "base/alloc.h"
#include "tests/support/scratch.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REQUEST_MAX = 8192, BODIES_MAX = 48 };

static struct {
    pid_t pid;
    int fd, port;
    char *dir, *configs[2], *url;
} server;

/* The bodies that were asked for; only the child has them. */
static struct {
    char *path;
    struct buf bytes;
} bodies[BODIES_MAX];
static size_t body_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static bool send_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        n -= (size_t)sent;
    }
    return true;
}

static bool answer(int fd, const struct buf *body)
{
    char head[128];
    int n = snprintf(head, sizeof head,
                     "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                     "%zu\r\n\r\n",
                     body->len);
    return send_all(fd, head, (size_t)n) && send_all(fd, body->data, body->len);
}

/* The body of a call, which is made once. */
static const struct buf *whole_body(const char *path, const char *provider, int turns)
{
    pthread_mutex_lock(&lock);
    size_t i = 0;
    while (i < body_count && strcmp(bodies[i].path, path) != 0)
        i++;
    if (i == body_count) {
        if (body_count == BODIES_MAX)
            give_up("too many bodies");
        bodies[body_count++].path = xstrdup(path);
        body_put(&bodies[i].bytes, provider, turns);
    }
    pthread_mutex_unlock(&lock);
    return &bodies[i].bytes;
}

static int number_after(const char *text, const char *mark)
{
    const char *at = strstr(text, mark);
    return at ? (int)strtol(at + strlen(mark), NULL, 10) : 0;
}

/* `target` is the path with its query. */
static bool answer_page(int fd, const char *target, int turns)
{
    struct buf page = {0};
    if (strncmp(target, "/list-", 6) == 0) {
        body_put_list(&page, number_after(target, "cursor="), number_after(target, "/list-"));
    } else {
        int after = number_after(target, "after=m");
        body_put_messages(&page, strstr(target, "after=") ? after + 1 : 0, turns);
    }
    bool ok = answer(fd, &page);
    buf_done(&page);
    return ok;
}

static bool answer_target(int fd, char *target)
{
    char path[256], provider[32] = "";
    snprintf(path, sizeof path, "%.*s", (int)strcspn(target, "?"), target);
    sscanf(path, "/%31[a-z]", provider);
    char *message = strstr(path, "/message");
    if (message)
        *message = '\0';
    char *last = strrchr(path, '/');
    int turns = last ? (int)strtol(last + 1, NULL, 10) : 0;
    if (message || strncmp(target, "/list-", 6) == 0)
        return answer_page(fd, target, turns);
    return answer(fd, whole_body(path, provider, turns));
}

/* Answers the requests of one connection; none has a body. */
static void *serve(void *arg)
{
    int fd = *(int *)arg;
    char request[REQUEST_MAX + 1], target[REQUEST_MAX];
    size_t have = 0;
    free(arg);
    for (;;) {
        ssize_t n = read(fd, request + have, REQUEST_MAX - have);
        if (n <= 0)
            break;
        have += (size_t)n;
        request[have] = '\0';
        if (!strstr(request, "\r\n\r\n"))
            continue;
        have = 0;
        if (sscanf(request, "%*s %8191s", target) != 1 || !answer_target(fd, target))
            break;
    }
    close(fd);
    return NULL;
}

static _Noreturn void accept_all(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) {
        pthread_t thread;
        int *fd = xcalloc(1, sizeof *fd);
        *fd = accept(server.fd, NULL, NULL);
        setsockopt(*fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
        if (*fd >= 0 && pthread_create(&thread, NULL, serve, fd) == 0)
            pthread_detach(thread);
    }
}

static char *write_config(bool side)
{
    static const char *const names[] = {"ringyo", "diga", "vapi", "retell"};
    struct buf text = {0};
    buf_printf(&text,
               "[callbrowser]\ntimezone = UTC\nlayout = %s\nmax_response_mb = 1024\n"
               "timeout_s = 600\narchive_days = 0\n",
               side ? "side" : "stacked");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        buf_printf(&text,
                   "[provider %s]\nenabled = yes\napi_key = key\n"
                   "base_url = http://127.0.0.1:%d/%s\n",
                   names[i], server.port, names[i]);
    const char *name = side ? "side.ini" : "stacked.ini";
    scratch_write(server.dir, name, 0600, buf_str(&text));
    buf_done(&text);
    return scratch_path(server.dir, name);
}

void server_start(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    server.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server.fd < 0 || bind(server.fd, (struct sockaddr *)&at, size) < 0 ||
        listen(server.fd, 64) < 0 || getsockname(server.fd, (struct sockaddr *)&at, &size) < 0)
        give_up("cannot listen");
    server.port = ntohs(at.sin_port);
    server.pid = fork();
    if (server.pid == 0)
        accept_all();
    server.dir = scratch_new();
    server.configs[0] = write_config(false);
    server.configs[1] = write_config(true);
}

void server_stop(void)
{
    if (server.pid <= 0)
        return;
    kill(server.pid, SIGKILL);
    waitpid(server.pid, NULL, 0);
    server.pid = 0;
    scratch_free(server.dir);
    free(server.configs[0]);
    free(server.configs[1]);
    free(server.url);
}

const char *server_dir(void)
{
    return server.dir;
}

const char *server_config(bool side_by_side)
{
    return server.configs[side_by_side];
}

const char *server_url(const char *provider, int turns)
{
    free(server.url);
    server.url = xasprintf("http://127.0.0.1:%d/%s/%d", server.port, provider, turns);
    return server.url;
}

/* Asks for the body, so that it is made and nobody waits for that. */
size_t server_bytes(const char *provider, int turns)
{
    static char bytes[65536];
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                             .sin_port = htons((in_port_t)server.port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char *request = xasprintf("GET /%s/%d HTTP/1.1\r\n\r\n", provider, turns);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) < 0 ||
        !send_all(fd, request, strlen(request)))
        give_up("cannot ask for a body");
    shutdown(fd, SHUT_WR);
    size_t all = 0;
    for (ssize_t n; (n = read(fd, bytes, sizeof bytes)) > 0;)
        all += (size_t)n;
    close(fd);
    free(request);
    return all;
}

int server_port(void)
{
    return server.port;
}
