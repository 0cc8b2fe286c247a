#include "fetch/download.h"

#include "base/alloc.h"
#include "fetch/download_rules.h"
#include "provider/extract/extract.h"
#include "text/time.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

static void begin_hops(struct download *d)
{
    free(d->url);
    d->url = xstrdup(d->order.url);
    d->hops = 0;
    d->left_home = false;
    d->unsent = true;
    d->progress.rate = (struct rate){0};
    d->progress.started_ms = 0;
}

struct download *download_new(unsigned number, struct fetch_order *order)
{
    struct download *d = xcalloc(1, sizeof *d);
    d->number = number;
    d->order = *order;
    *order = (struct fetch_order){0};
    begin_hops(d);
    return d;
}

static void forget_validator(struct download *d)
{
    free(d->validator);
    d->validator = NULL;
}

void download_again(struct download *d, struct fetch_order *order)
{
    transfer_end(d->transfer, NULL);
    d->transfer = NULL;
    if (!download_rules_same_place(d->order.url, order->url))
        forget_validator(d);
    fetch_order_done(&d->order);
    d->order = *order;
    *order = (struct fetch_order){0};
    begin_hops(d);
}

void download_free(struct download *d)
{
    transfer_end(d->transfer, NULL);
    partial_drop(&d->partial);
    fetch_order_done(&d->order);
    failure_free(d->failure);
    free(d->validator);
    free(d->content_type);
    free(d->url);
    free(d);
}

static struct answer *answer_of(struct download *d, enum answer_type type)
{
    return file_progress_answer(&d->progress, d->number, type, d->partial.bytes, d->total);
}

struct answer *download_progress(struct download *d)
{
    return answer_of(d, ANSWER_PROGRESS);
}

static struct answer *failed(struct download *d, struct failure *f)
{
    struct answer *a = answer_of(d, ANSWER_FAILURE);
    a->failure = f;
    a->http_status = f->http_status;
    a->can_resume = d->partial.bytes > 0 && d->validator;
    if (!a->can_resume)
        partial_drop(&d->partial);
    return a;
}

struct answer *download_stop(struct download *d)
{
    transfer_end(d->transfer, NULL);
    d->transfer = NULL;
    d->unsent = false;
    failure_free(d->failure);
    d->failure = NULL;
    return failed(d, failure_new(KIND_OTHER, 0, "stopped"));
}

static bool fail(struct download *d, struct failure *f)
{
    if (d->failure)
        failure_free(f);
    else
        d->failure = f;
    return false;
}

static struct failure *provider_failure(const struct download *d, int status, const char *what)
{
    char *host = url_host_text(d->url);
    struct failure *f = failure_new(KIND_PROVIDER, status, "'%s' %s", host, what);
    free(host);
    return f;
}

static uint64_t max_bytes(const struct download *d)
{
    const struct fetch_order *o = &d->order;
    return o->max_bytes     ? o->max_bytes
           : o->for_playing ? DOWNLOAD_PLAYED_MAX_BYTES
                            : DOWNLOAD_MAX_BYTES;
}

/* `what` comes before the size: "sends more than". */
static struct failure *too_large(const struct download *d, int status, const char *what)
{
    uint64_t max = max_bytes(d), gib = max >> 30;
    char *text = gib ? xasprintf("%s %llu GiB", what, (unsigned long long)gib)
                     : xasprintf("%s %llu bytes", what, (unsigned long long)max);
    struct failure *f = provider_failure(d, status, text);
    free(text);
    bool may_be_saved = max < DOWNLOAD_MAX_BYTES && d->total <= DOWNLOAD_MAX_BYTES;
    return failure_hinted(f, may_be_saved ? xstrdup("it can be downloaded") : NULL);
}

static void remember(struct download *d, const struct response *r, uint64_t total)
{
    const char *validator = download_rules_validator(r->etag, r->last_modified);
    char *copy = validator ? xstrdup(validator) : NULL;
    forget_validator(d);
    d->validator = copy;
    free(d->content_type);
    d->content_type = r->content_type ? xstrdup(r->content_type) : NULL;
    d->total = total;
}

/* A sign-in page or a storage service's refusal, for example; not when the link names a page. */
static bool is_unexpected(const struct download *d, const char *content_type)
{
    char *ending = download_rules_ending_of_url(d->order.url);
    bool expected = strncmp(ending, ".htm", 4) == 0 && !d->order.recording;
    free(ending);
    return !expected && download_rules_is_document(content_type, d->order.recording);
}

/* The server that answers is asked for a recording behind the key, not a store that it named. */
static bool is_behind_key(const struct download *d)
{
    return d->order.by_key && !d->left_home;
}

static struct failure *no_recording(const struct download *d, const struct response *r)
{
    const char *may = is_behind_key(d) ? "" : ": the link may have expired";
    bool by_type = download_rules_is_document(r->content_type, true);
    const char *type = by_type ? r->content_type : "a document";
    int n = (int)(by_type ? strcspn(type, "; \t") : strlen(type));
    char *what = d->order.recording ? xasprintf("sent no recording (%.*s)%s", n, type, may)
                                    : xasprintf("sent a web page instead%s", may);
    struct failure *f = provider_failure(d, r->http_status, what);
    free(what);
    return f;
}

static bool open_file(struct download *d, struct err *e)
{
    if (d->partial.dir)
        return true;
    return d->order.for_playing ? partial_open_nameless(&d->partial, e)
                                : partial_open(&d->partial, d->order.dir, e);
}

/* 200: the complete file, whatever range was requested. */
static bool begin_complete(struct download *d, const struct response *r, int64_t length)
{
    struct err e;
    if (is_unexpected(d, r->content_type))
        return fail(d, no_recording(d, r));
    if (!open_file(d, &e) || !partial_restart(&d->partial, &e))
        return fail(d, failure_new(KIND_OTHER, 0, "%s", e.text));
    remember(d, r, length > 0 ? (uint64_t)length : 0);
    return true;
}

/* Refuses a file that is too large before fetching it. */
static bool check_size(struct download *d, int status)
{
    struct err e;
    uint64_t left = d->total > d->partial.bytes ? d->total - d->partial.bytes : 0;
    if (d->total > max_bytes(d))
        return fail(d, too_large(d, status, "announces a file larger than"));
    if (partial_has_room(&d->partial, left, &e))
        return true;
    return fail(d, failure_new(KIND_OTHER, 0, "%s", e.text));
}

/* A server that ignores If-Range may send a part of another version of the file. */
static bool is_other_version(const struct download *d, const struct response *r)
{
    const char *now = *d->validator == '"' ? r->etag : r->last_modified;
    return now && strcmp(now, d->validator) != 0;
}

/* 206: the requested part, which has to belong to the version of the partial file. */
static bool begin_rest(struct download *d, const struct response *r)
{
    uint64_t from = 0, total = 0;
    bool fits = d->range_start && download_rules_content_range(r->content_range, &from, &total) &&
                from == d->range_start && from == d->partial.bytes && !is_other_version(d, r) &&
                (!d->total || !total || total == d->total);
    if (!fits) {
        forget_validator(d);
        return fail(d, provider_failure(d, 206, "sent another part of the file than requested"));
    }
    if (total)
        d->total = total;
    return true;
}

static bool begin(struct download *d, int status, const struct response *r, int64_t length)
{
    d->begun = true;
    return (status == 206 ? begin_rest(d, r) : begin_complete(d, r, length)) &&
           check_size(d, status);
}

/* After a failure of the disk, or too many bytes, there is nothing to resume from. */
static bool keep(struct download *d, const char *bytes, size_t n)
{
    struct err e;
    if (d->partial.bytes + n > (d->total ? d->total : max_bytes(d))) {
        partial_drop(&d->partial);
        return fail(d, d->total ? provider_failure(d, 0, "sends more bytes than announced")
                                : too_large(d, 0, "sends more than"));
    }
    if (partial_write(&d->partial, bytes, n, &e))
        return true;
    partial_drop(&d->partial);
    return fail(d, failure_new(KIND_OTHER, 0, "%s", e.text));
}

/* Whether the provider sends something to be read in place of the recording behind its key. */
static bool is_explanation(const struct download *d, int status, const struct response *r,
                           const char *bytes, size_t n)
{
    if (status != 200 && status != 206)
        return true;
    return status == 200 && !d->begun && is_behind_key(d) &&
           (is_unexpected(d, r->content_type) ||
            download_rules_begins_document(r->content_type, bytes, n));
}

static enum received receive(void *owner, const struct transfer *t, const char *bytes, size_t n)
{
    struct download *d = owner;
    int status = transfer_status(t);
    const struct response *r = transfer_response(t);
    d->explained = d->explained || is_explanation(d, status, r, bytes, n);
    if (d->explained)
        return RECEIVED_KEEP;
    if (!d->begun && !begin(d, status, r, transfer_length(t)))
        return RECEIVED_END;
    return !n || keep(d, bytes, n) ? RECEIVED_TAKEN : RECEIVED_END;
}

static void add_header(struct request *r, char *line)
{
    r->headers = xreallocarray(r->headers, r->header_count + 1, sizeof *r->headers);
    r->headers[r->header_count++] = line;
}

static void ask_for_rest(struct download *d, struct request *r)
{
    d->range_start = d->validator && d->partial.dir ? d->partial.bytes : 0;
    if (!d->range_start)
        return;
    add_header(r, xasprintf("Range: bytes=%llu-", (unsigned long long)d->range_start));
    add_header(r, xasprintf("If-Range: %s", d->validator));
}

/* Each hop is checked in the same way; base_url decides which addresses are allowed. */
static struct failure *make_request(struct download *d, struct request *r, bool *may_be_private)
{
    const struct fetch_order *o = &d->order;
    struct err e;
    struct failure *f;
    char *base = request_base_url(o->provider, o->id);
    if (!base)
        return failure_new(KIND_USAGE, 0, "provider '%s' has no base_url", o->provider->name);
    if (!download_rules_check_hop(d->url, d->hops ? d->order.url : NULL, base, &e)) {
        f = failure_new(KIND_PROVIDER, 0, "%s%s", d->hops ? "after a redirect: " : "", e.text);
    } else {
        d->left_home = d->left_home || !url_same_origin(base, d->url);
        *may_be_private = download_rules_may_be_private(d->url, base);
        f = request_link(o->provider, o->id, d->left_home ? NULL : o->key, d->url, r);
    }
    free(base);
    return f;
}

struct answer *download_send(struct download *d, struct transfers *net)
{
    struct request r = {0};
    bool may_be_private = false;
    struct failure *f = make_request(d, &r, &may_be_private);
    d->unsent = false;
    if (f)
        return failed(d, f);
    if (!d->progress.started_ms)
        d->progress.started_ms = time_now_ms();
    d->begun = d->explained = false;
    ask_for_rest(d, &r);
    d->transfer = transfer_start_body(net, &r, receive, d, !may_be_private);
    request_done(&r);
    return NULL;
}

static bool is_redirect(const struct response *r)
{
    int s = r->http_status;
    return (s == 301 || s == 302 || s == 303 || s == 307 || s == 308) && r->location;
}

static struct answer *follow(struct download *d, const struct response *r)
{
    char *next = url_resolve(d->url, r->location);
    if (!next)
        return failed(
            d, provider_failure(d, r->http_status, "redirects to something that is not a URL"));
    if (++d->hops > DOWNLOAD_MAX_HOPS) {
        free(next);
        return failed(d, provider_failure(d, r->http_status, "redirects more than five times"));
    }
    free(d->url);
    d->url = next;
    d->unsent = true;
    return NULL;
}

/* One failure for what happened, what the provider says about it and what the user can do. */
static struct failure *in_one_sentence(const struct provider *p, struct failure *f)
{
    enum cause cause = f->kind == KIND_NOT_FOUND ? CAUSE_NO_RECORDING : f->cause;
    provider_key_hinted(p, f);
    f->cause = cause;
    /* The advice for a call that was refused is about its ID. */
    const char *advice = cause == CAUSE_REFUSED ? f->hint : failure_advice(f);
    const char *what = failure_what(f);
    bool said = strncmp(f->message, what, strlen(what)) == 0;
    size_t n = strlen(f->message), end = n && f->message[n - 1] == '.' ? n - 1 : n;
    struct failure *out = failure_caused(cause, f->http_status, "%s%s%.*s", said ? "" : what,
                                         said ? "" : ": ", (int)end, f->message);
    return failure_hinted(out, advice ? xstrdup(advice) : NULL);
}

/* What the provider answered instead of the recording, read as it is for a call; NULL if that says
 * nothing. */
static struct failure *refused_by_provider(const struct download *d, const struct response *r)
{
    struct answer_body body = response_body(r);
    struct extracted got = extract(d->order.provider, d->order.id, &body, NULL);
    bool says_why = got.failure && got.failure->cause != CAUSE_UNUSABLE;
    struct failure *f = says_why ? in_one_sentence(d->order.provider, got.failure) : NULL;
    call_free(got.call);
    failure_free(got.failure);
    return f;
}

static struct failure *refused(const struct download *d, const struct response *r)
{
    struct failure *f = is_behind_key(d) ? refused_by_provider(d, r) : NULL;
    if (f)
        return f;
    char *host = url_host_text(d->url);
    int s = r->http_status;
    bool expired = s == 401 || s == 403;
    enum kind kind = s == 404 || s == 410 ? KIND_NOT_FOUND : expired ? KIND_AUTH : KIND_PROVIDER;
    f = failure_new(kind, s, "'%s' answered %d%s", host, s,
                    expired                      ? ": the link may have expired"
                    : kind == KIND_NOT_FOUND     ? ": not found"
                    : d->range_start && s == 416 ? ": its length has changed"
                                                 : "");
    free(host);
    return f;
}

/* The path of a recording behind the key ends with the ID; that of a store to which it leads may
 * say what the file is, where the type does not. */
static char *ending_of(const struct download *d)
{
    const char *by_type = download_rules_ending_of_type(d->content_type);
    const char *url = !d->order.by_key ? d->order.url : d->left_home && !*by_type ? d->url : "";
    char *ending = download_rules_ending_of_url(url);
    if (*ending)
        return ending;
    free(ending);
    return xstrdup(by_type);
}

static struct answer *hand_over(struct download *d)
{
    struct answer *a = answer_of(d, ANSWER_RECORDING);
    a->recording = xmalloc(sizeof *a->recording);
    *a->recording = (struct fetch_recording){.bytes = a->bytes, .ending = ending_of(d)};
    a->recording->fd = partial_take(&d->partial);
    return a;
}

static struct answer *place(struct download *d)
{
    struct err e;
    char *ending = ending_of(d);
    struct answer *a = answer_of(d, ANSWER_SAVED);
    if (!partial_place(&d->partial, d->order.name, ending, d->order.replace, &a->path, &e)) {
        fetch_answer_free(a);
        partial_drop(&d->partial);
        a = failed(d, failure_new(KIND_OTHER, 0, "%s", e.text));
    }
    free(ending);
    return a;
}

static struct answer *finish(struct download *d, const struct response *r)
{
    if (d->total && d->partial.bytes != d->total)
        return failed(d, provider_failure(d, r->http_status, "sent fewer bytes than announced"));
    if (!d->partial.bytes)
        return failed(d, provider_failure(d, r->http_status, "sent an empty file"));
    return d->order.for_playing ? hand_over(d) : place(d);
}

/* A status of the server itself is judged here. */
static struct answer *judge(struct download *d, struct response *r)
{
    int status = r->http_status;
    bool has_failed =
        r->failure && !is_redirect(r) && (status < 300 || r->failure->cause == CAUSE_PROXY_LOGIN);
    if (d->explained && status == 200) {
        struct failure *f = refused_by_provider(d, r);
        return failed(d, f ? f : no_recording(d, r));
    }
    if (d->failure || has_failed) {
        struct failure **from = d->failure ? &d->failure : &r->failure, *f = *from;
        *from = NULL;
        return failed(d, f);
    }
    if (is_redirect(r))
        return follow(d, r);
    if (status == 416)
        forget_validator(d);
    return status == 200 || status == 206 ? finish(d, r) : failed(d, refused(d, r));
}

/* `receive` has not been called for an empty body. */
struct answer *download_receive(struct download *d)
{
    struct response r;
    int status = transfer_status(d->transfer);
    if (!d->begun && (status == 200 || status == 206))
        receive(d, d->transfer, "", 0);
    transfer_end(d->transfer, &r);
    d->transfer = NULL;
    struct answer *a = judge(d, &r);
    response_done(&r);
    return a;
}
