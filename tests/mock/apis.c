/* What the APIs look like: their paths, key headers and error bodies. */
#include "tests/mock/lists.h"

#include "base/alloc.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *before_id, *after_id, *key_header, *key_value;
} apis[] = {
    [API_RINGG] = {"ringg", "/calling/call-details", NULL, "X-API-KEY", "demo-ringg"},
    [API_DIGA] = {"diga", "/v1/call/", "/message", "Authorization", "Bearer demo-diga"},
    [API_VOXWORKS] = {"voxworks", "/api/v1/get-call/", NULL, "Authorization",
                      "Bearer demo-voxworks"},
    [API_COMETCHAT] = {"cometchat", "/calls/", NULL, "apikey", "demo-cometchat"},
    [API_RINGYO] = {"ringyo", "/v1/calls/", NULL, "Authorization", "Bearer demo-ringyo"},
    [API_ELEVENLABS] = {"elevenlabs", "/v1/convai/conversations/", "/audio", "xi-api-key",
                        "demo-elevenlabs"},
    [API_VAPI] = {"vapi", "/call/", "/mono-recording", "Authorization", "Bearer demo-vapi"},
    [API_RETELL] = {"retell", "/v2/get-call/", NULL, "Authorization", "Bearer demo-retell"},
    [API_BLAND] = {"bland", "/v1/calls/", NULL, "authorization", "demo-bland"},
    [API_SYNTHFLOW] = {"synthflow", "/v2/calls/", "/recording", "Authorization",
                       "Bearer demo-synthflow"},
    [API_OTHER] = {"", "", NULL, NULL, NULL},
};

const char *api_name(enum api api)
{
    return apis[api].name;
}

const char *api_key_header(enum api api)
{
    return apis[api].key_header;
}

const char *api_key_value(enum api api)
{
    return apis[api].key_value;
}

static int hex_digit(char c)
{
    const char *digits = "0123456789abcdef";
    const char *at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;
    return at ? (int)(at - digits) : -1;
}

static char *decode(const char *s, size_t n)
{
    struct buf out = {0};
    for (size_t i = 0; i < n; i++) {
        int high = s[i] == '%' && i + 2 < n ? hex_digit(s[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s[i + 2]) : -1;
        if (low >= 0)
            i += 2;
        buf_putc(&out, low >= 0 ? (char)(high * 16 + low) : s[i]);
    }
    return buf_take(&out);
}

char *query_get(const char *query, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = query; at && *at;) {
        size_t len = strcspn(at, "&");
        if (len > n && strncmp(at, name, n) == 0 && at[n] == '=')
            return decode(at + n + 1, len - n - 1);
        at += len + (at[len] == '&');
    }
    return NULL;
}

enum api api_named(const char *name, size_t bytes)
{
    for (enum api api = 0; api < API_OTHER; api++)
        if (strlen(apis[api].name) == bytes && memcmp(apis[api].name, name, bytes) == 0)
            return api;
    return API_OTHER;
}

/* One segment of the path is the ID; Diga's second document or a recording may follow it. */
static bool route_segment(struct call_ref *a, const char *rest)
{
    size_t n = strcspn(rest, "/");
    a->id = decode(rest, n);
    const char *after = apis[a->api].after_id;
    bool second = after && strcmp(rest + n, after) == 0;
    a->messages = second && a->api == API_DIGA;
    a->audio = second && a->api != API_DIGA;
    return n > 0 && (!rest[n] || second);
}

/* /saved/FOLDER/STEM/...: a file, whatever is asked for after it. */
static bool route_saved(struct call_ref *a, const char *rest)
{
    size_t folder = strcspn(rest, "/");
    size_t n = rest[folder] ? folder + 1 + strcspn(rest + folder + 1, "/") : folder;
    const char *end = strrchr(rest, '/');
    a->saved = xstrndup(rest, n);
    a->id = xstrdup("");
    a->messages = end && strcmp(end, "/message") == 0;
    return folder && n > folder + 1 && !strstr(a->saved, "..");
}

/* What follows the provider's name: its list, or a call. */
static bool route_provider(struct call_ref *a, const char *rest)
{
    size_t skip = strlen(apis[a->api].before_id);
    a->list = lists_path(a->api, rest);
    if (a->list) {
        a->id = xstrdup("");
        return true;
    }
    if (strncmp(rest, apis[a->api].before_id, skip) != 0)
        return false;
    if (a->api != API_RINGG)
        return route_segment(a, rest + skip);
    a->id = query_get(a->query, "id");
    return !rest[skip] && a->id;
}

/* Takes /trap/NAME off the path. */
static const char *route_trap(struct call_ref *a, const char *path)
{
    static const char trap[] = "/trap/";
    if (strncmp(path, trap, strlen(trap)) != 0)
        return path;
    path += strlen(trap);
    size_t n = strcspn(path, "/");
    a->trap = decode(path, n);
    return path + n;
}

bool api_route(struct call_ref *a, const char *path, const char *query)
{
    static const char saved[] = "/saved/";
    a->query = xstrdup(query);
    path = route_trap(a, path);
    if (*path != '/')
        return false;
    size_t n = strcspn(path + 1, "/");
    a->name = xstrndup(path + 1, n);
    a->api = api_named(path + 1, n);
    if (strncmp(path, saved, strlen(saved)) == 0)
        return route_saved(a, path + strlen(saved));
    if (a->api != API_OTHER)
        return route_provider(a, path + 1 + n);
    const char *last = strrchr(path, '/') + 1;
    a->id = decode(last, strlen(last));
    return *last && last != path + 1;
}

void call_ref_done(struct call_ref *a)
{
    free(a->name);
    free(a->id);
    free(a->saved);
    free(a->trap);
    free(a->query);
    *a = (struct call_ref){0};
}

/* A status, the code that each family of APIs uses for it, and the sentence. */
static const struct {
    int status;
    const char *code, *words;
} errors[] = {
    {400, "BAD_REQUEST", "The request could not be understood"},
    {401, "UNAUTHORIZED", "Invalid API key"},
    {403, "FORBIDDEN", "Missing required permissions to view calls"},
    {404, "CALL_NOT_FOUND", "Call not found"},
    {405, "METHOD_NOT_ALLOWED", "Method not allowed"},
    {408, "REQUEST_TIMEOUT", "The request took too long to arrive"},
    {410, "CALL_DELETED", "The call was deleted by your retention policy"},
    {422, "VALIDATION_ERROR", "Input should be a valid UUID"},
    {429, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded"},
    {500, "INTERNAL_SERVER_ERROR", "An unexpected error occurred."},
    {502, "BAD_GATEWAY", "Bad gateway"},
    {503, "SERVICE_UNAVAILABLE", "Service unavailable"},
    {504, "GATEWAY_TIMEOUT", "The upstream server did not answer in time"},
    {600, "UNKNOWN", "This status is not in any book"},
};

static size_t error_row(int status)
{
    size_t i = 0;
    while (i + 1 < sizeof errors / sizeof *errors && errors[i].status != status)
        i++;
    return i;
}

/* CometChat and Ringyo have codes of their own for the statuses that matter. */
static const char *comet_code(int status)
{
    return status == 404   ? "ERR_CALL_SESSION_NOT_FOUND"
           : status == 401 ? "AUTH_ERR_APIKEY_NOT_FOUND"
           : status == 429 ? "ERR_TOO_MANY_REQUESTS"
                           : "ERR_BAD_REQUEST";
}

static const char *ringyo_code(int status)
{
    return status == 404 ? "call_not_found" : status == 401 ? "unauthorized" : "error";
}

static void detail_list(struct buf *b, const char *words)
{
    buf_printf(
        b, "{\"detail\":[{\"loc\":[\"path\",\"id\"],\"msg\":\"%s\",\"type\":\"uuid_parsing\"}]}",
        words);
}

static void diga_error(struct buf *b, const struct call_ref *a, int status, const char *code,
                       const char *words)
{
    if (status == 422) {
        detail_list(b, words);
        return;
    }
    buf_printf(b, "{\"status\":\"error\",\"error_code\":\"%s\",\"message\":", code);
    struct buf text = {0};
    if (status == 404)
        buf_printf(&text, a->messages ? "No messages for call %s" : "Call %s not found", a->id);
    else
        buf_puts(&text, words);
    make_string(b, buf_str(&text));
    buf_putc(b, '}');
    buf_done(&text);
}

static void error_body(struct buf *b, const struct call_ref *a, int status)
{
    const char *words = errors[error_row(status)].words, *code = errors[error_row(status)].code;
    if (a->api == API_DIGA)
        diga_error(b, a, status, a->messages && status == 404 ? "NO_MESSAGES_FOR_CALL" : code,
                   words);
    else if (a->api == API_RINGG && status == 422)
        detail_list(b, words);
    else if (a->api == API_RINGG)
        buf_printf(b, "{\"detail\":\"%s\"}", words);
    else if (a->api == API_COMETCHAT && status == 400)
        buf_puts(b, "{}");
    else if (a->api == API_COMETCHAT)
        buf_printf(b, "{\"error\":{\"message\":\"%s\",\"code\":\"%s\",\"details\":{}}}", words,
                   comet_code(status));
    else if (a->api == API_RINGYO)
        buf_printf(b,
                   "{\"error\":{\"code\":\"%s\",\"message\":\"%s\",\"details\":null},"
                   "\"meta\":{\"request_id\":\"req_5b1c07e2\"}}",
                   ringyo_code(status), words);
    else if (a->api == API_VAPI)
        buf_printf(b, "{\"message\":\"%s\",\"error\":\"%s\",\"statusCode\":%d}", words, code,
                   status);
    else if (a->api == API_RETELL || a->api == API_BLAND || a->api == API_SYNTHFLOW)
        buf_printf(b, "{\"status\":\"error\",\"message\":\"%s\"}", words);
    else if (a->api == API_ELEVENLABS)
        buf_printf(b, "{\"detail\":{\"status\":\"%s\",\"message\":\"%s\"}}", code, words);
    else
        buf_printf(b, "{\"success\":false,\"message\":\"%s\"}", words);
}

/* Gateways in front of an API answer in HTML. */
static void html_error(struct reply *r, int status)
{
    r->content_type = "text/html; charset=utf-8";
    buf_printf(&r->body,
               "<html><head><title>%d %s</title></head><body><center><h1>%d %s</h1></center>"
               "<hr><center>nginx</center></body></html>\n",
               status, errors[error_row(status)].words, status, errors[error_row(status)].words);
}

void api_error(const struct call_ref *a, int status, struct reply *r)
{
    r->status = status;
    if (status == 502 || status == 503 || status == 504) {
        html_error(r, status);
        return;
    }
    error_body(&r->body, a, status);
    r->header[0][0] = "X-Request-Id";
    r->header[0][1] = "req_5b1c07e2";
    if (status != 429)
        return;
    r->header[1][0] = "Retry-After";
    r->header[1][1] = "7";
    r->header[2][0] = "X-RateLimit-Remaining";
    r->header[2][1] = "0";
}
