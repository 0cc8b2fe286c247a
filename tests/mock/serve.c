#include "tests/mock/serve.h"

#include "base/alloc.h"
#include "tests/mock/mock.h"
#include "tests/support/media_bytes.h"
#include "text/time.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

enum { DRIP_PIECES = 60, MADE_PIECE = 16384 };

/* Readable once the server stops: what waits for time to pass waits for this as well. */
static int stopping = -1;
static FILE *log_file;

/* A body on its way out; owned by its MHD response. */
struct body {
    char *bytes;
    size_t count, shown; /* shown < count: the connection closes there */
    size_t piece;
    int piece_ms;
    uint64_t made_from; /* bytes NULL: they are made, from there on */
};

static bool pass_time(int ms)
{
    struct pollfd fd = {.fd = stopping, .events = POLLIN};
    return poll(&fd, 1, ms) == 0;
}

static enum MHD_Result log_header(void *out, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    struct buf *line = out;
    (void)kind;
    buf_puts(line, line->data[line->len - 1] == '{' ? "" : ",");
    make_string(line, name);
    buf_putc(line, ':');
    make_string(line, value ? value : "");
    return MHD_YES;
}

static void log_member(struct buf *line, const char *name, const char *value)
{
    buf_printf(line, "%s\"%s\":", line->len > 1 ? "," : "", name);
    make_string(line, value ? value : "");
}

static void log_ask(struct MHD_Connection *c, const char *method, const char *path,
                    const struct call_ref *a)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    struct buf line = {0};
    if (!log_file)
        return;
    buf_putc(&line, '{');
    log_member(&line, "method", method);
    log_member(&line, "path", path);
    log_member(&line, "query", a->query);
    log_member(&line, "id", a->id);
    buf_puts(&line, ",\"headers\":{");
    MHD_get_connection_values(c, MHD_HEADER_KIND, log_header, &line);
    buf_printf(&line, "},\"at_ms\":%lld}\n", (long long)time_now_ms());
    pthread_mutex_lock(&lock);
    fwrite(line.data, 1, line.len, log_file);
    fflush(log_file);
    pthread_mutex_unlock(&lock);
    buf_done(&line);
}

static ssize_t read_body(void *of, uint64_t at, char *out, size_t max)
{
    struct body *b = of;
    if (at >= b->shown)
        return b->shown < b->count ? MHD_CONTENT_READER_END_WITH_ERROR
                                   : MHD_CONTENT_READER_END_OF_STREAM;
    if (b->piece_ms && !pass_time(b->piece_ms))
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t n = b->shown - at;
    if (b->piece_ms && n > b->piece)
        n = b->piece;
    if (n > max)
        n = max;
    if (b->bytes)
        memcpy(out, b->bytes + at, n);
    else
        made_bytes(b->made_from + at, (unsigned char *)out, n);
    return (ssize_t)n;
}

static void free_body(void *of)
{
    struct body *b = of;
    free(b->bytes);
    free(b);
}

static struct MHD_Response *response_of(struct reply *r)
{
    struct body *b = xmalloc(sizeof *b);
    size_t n = r->body.len;
    if (r->made)
        *b = (struct body){.count = r->made,
                           .shown = r->made_shown,
                           .piece = MADE_PIECE,
                           .piece_ms = r->drip_ms,
                           .made_from = r->made_from};
    else
        *b = (struct body){.bytes = buf_take(&r->body),
                           .count = n,
                           .shown = r->cut ? n / 2 : n,
                           .piece = n / DRIP_PIECES + 1,
                           .piece_ms = r->drip_ms};
    struct MHD_Response *out =
        MHD_create_response_from_callback(b->count, 65536, read_body, b, free_body);
    MHD_add_response_header(out, "Content-Type", r->content_type);
    for (size_t i = 0; i < sizeof r->header / sizeof *r->header; i++)
        if (r->header[i][0])
            MHD_add_response_header(out, r->header[i][0], r->header[i][1]);
    return out;
}

static void check_key(struct call_ref *a, struct MHD_Connection *c)
{
    const char *name = api_key_header(a->api);
    const char *sent = name ? MHD_lookup_connection_value(c, MHD_HEADER_KIND, name) : NULL;
    a->key_right = sent && strcmp(sent, api_key_value(a->api)) == 0;
}

static const char *header_of(struct MHD_Connection *c, const char *name)
{
    const char *value = MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
    return value ? value : "";
}

static enum MHD_Result answer(struct MHD_Connection *c, const char *method, const char *target)
{
    size_t path_bytes = strcspn(target, "?");
    char *path = xstrndup(target, path_bytes);
    const char *query = target[path_bytes] ? target + path_bytes + 1 : "";
    struct call_ref a = {0};
    struct reply r = {0};
    bool known = api_route(&a, path, query), media = strncmp(path, "/media/", 7) == 0;
    a.host = header_of(c, "Host");
    a.range = header_of(c, "Range");
    a.if_range = header_of(c, "If-Range");
    if (media)
        a.api = API_RINGYO; /* its recordings */
    log_ask(c, method, path, &a);
    check_key(&a, c);
    if (media)
        media_answer(&a, path + 7, &r);
    else if (known)
        case_answer(&a, &r);
    else
        api_error(&a, 404, &r);
    enum MHD_Result result = MHD_NO;
    if (!r.wait_s || pass_time(r.wait_s * 1000)) {
        struct MHD_Response *response = response_of(&r);
        result = MHD_queue_response(c, (unsigned)r.status, response);
        MHD_destroy_response(response);
    }
    buf_done(&r.body);
    free(r.own_headers);
    call_ref_done(&a);
    free(path);
    return result;
}

/* The raw target is kept for the request: MHD's own path is decoded. */
static void *keep_target(void *unused, const char *uri, struct MHD_Connection *c)
{
    (void)unused, (void)c;
    return xstrdup(uri);
}

static void drop_target(void *unused, struct MHD_Connection *c, void **request,
                        enum MHD_RequestTerminationCode why)
{
    (void)unused, (void)c, (void)why;
    free(*request);
    *request = NULL;
}

static enum MHD_Result on_request(void *unused, struct MHD_Connection *c, const char *path,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_bytes, void **request)
{
    (void)unused, (void)path, (void)version, (void)upload;
    *upload_bytes = 0;
    return answer(c, method, *request);
}

bool serve_log_to(const char *file)
{
    log_file = file && *file ? fopen(file, "ae") : NULL;
    return log_file || !file || !*file;
}

struct MHD_Daemon *serve_start(unsigned short port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    stopping = eventfd(0, EFD_CLOEXEC);
    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION, 0,
                            NULL, NULL, on_request, NULL, MHD_OPTION_SOCK_ADDR,
                            (struct sockaddr *)&at, MHD_OPTION_URI_LOG_CALLBACK, keep_target, NULL,
                            MHD_OPTION_NOTIFY_COMPLETED, drop_target, NULL, MHD_OPTION_END);
}

unsigned short serve_port(struct MHD_Daemon *daemon)
{
    return MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

void serve_stop(struct MHD_Daemon *daemon)
{
    eventfd_write(stopping, 1);
    MHD_stop_daemon(daemon);
    if (log_file)
        fclose(log_file);
}
