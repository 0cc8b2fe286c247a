/* The host of the recordings: ranges, broken connections, redirects, and the calls whose links lead
 * here. The part of a name before the first '.' or '~' is the case; what follows '~' distinguishes
 * the requests of different tests. sound~PROVIDER-ID.wav is the recording of that call (sound.c).
 */
#include "tests/mock/mock.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SMALL = 300000, BIG = 50 << 20, HOUR_S = 3600, TURNS = 12 };

enum trait {
    RANGES = 1, /* ranges are served if If-Range matches */
    ETAG = 2,
    CUT_ONCE = 4, /* the first answer is cut off after a third */
    CUT_TWICE = 8,
    CHANGES = 16, /* a new ETag for each request */
    WRONG = 32,   /* the answer to a range begins elsewhere */
    SLOW = 64,
    KEYED = 128, /* only with Ringyo's key */
    DEAF = 256,  /* If-Range is ignored */
    MORE = 512   /* the answer to a range is longer than announced */
};

static const struct media {
    const char *name;
    uint64_t bytes;
    unsigned traits;
    const char *type, *what;
} cases[] = {
    {"plain", SMALL, RANGES | ETAG, "audio/mpeg", "300 kB"},
    {"big", BIG, RANGES | ETAG, "audio/mpeg", "50 MiB"},
    {"cut", BIG, RANGES | ETAG | CUT_TWICE, "audio/mpeg", "50 MiB, cut twice, with ranges"},
    {"norange", SMALL, ETAG | CUT_ONCE, "audio/mpeg", "cut once, whole for every range"},
    {"unnamed", SMALL, RANGES | CUT_ONCE, "audio/mpeg", "cut once, no ETag"},
    {"changes", SMALL, RANGES | ETAG | CHANGES | CUT_ONCE, "audio/mpeg", "another one each time"},
    {"wrong", SMALL, RANGES | ETAG | WRONG | CUT_ONCE, "audio/mpeg", "another range than asked"},
    {"mixed", SMALL, RANGES | ETAG | CHANGES | DEAF | CUT_ONCE, "audio/mpeg",
     "another one each time, its rest all the same"},
    {"more", SMALL, RANGES | ETAG | MORE | CUT_ONCE, "audio/mpeg", "more than it says"},
    {"slow", BIG, RANGES | ETAG | SLOW, "audio/mpeg", "50 MiB, 16 KiB every 20 ms"},
    {"keyed", SMALL, RANGES | ETAG | KEYED, "audio/mpeg", "401 without Ringyo's key"},
    {"page", SMALL, 0, "text/html", "a web page instead"},
    {"typed", SMALL, RANGES | ETAG, "audio/wav", "its kind is in the content type only"},
};
enum { CASES = sizeof cases / sizeof *cases };

static char *case_name(const char *path)
{
    return xstrndup(path, strcspn(path, ".~"));
}

static const struct media *find_case(const char *name)
{
    for (size_t i = 0; i < CASES; i++)
        if (strcmp(cases[i].name, name) == 0)
            return &cases[i];
    return NULL;
}

static void give_words(struct reply *r, int status, const char *words)
{
    r->status = status;
    r->content_type = "application/xml";
    buf_printf(&r->body, "<Error><Message>%s</Message></Error>", words);
}

/* own_headers is taken. */
static void add_header(struct reply *r, const char *name, char *value)
{
    size_t i = 0;
    while (r->header[i][0])
        i++;
    r->header[i][0] = name;
    r->header[i][1] = value;
}

/* Adds the headers ETag and Content-Range, unless empty; one allocation holds both values. */
static void give_made_headers(struct reply *r, const char *etag, const char *range)
{
    size_t n = strlen(etag) + 1;
    r->own_headers = xmalloc(n + strlen(range) + 1);
    memcpy(r->own_headers, etag, n);
    memcpy(r->own_headers + n, range, strlen(range) + 1);
    if (*etag)
        add_header(r, "ETag", r->own_headers);
    if (*range)
        add_header(r, "Content-Range", r->own_headers + n);
}

static uint64_t range_from(const struct call_ref *a, const struct media *m, const char *etag)
{
    bool fits = (m->traits & RANGES) &&
                (!*a->if_range || (m->traits & DEAF) || strcmp(a->if_range, etag) == 0);
    bool asked = strncmp(a->range, "bytes=", 6) == 0;
    return fits && asked ? strtoull(a->range + 6, NULL, 10) : 0;
}

static void give_media(const struct call_ref *a, const struct media *m, const char *path,
                       struct reply *r)
{
    long time = case_count(path), cuts = m->traits & CUT_TWICE ? 2 : m->traits & CUT_ONCE ? 1 : 0;
    char *etag = xasprintf("\"%s-%ld\"", m->name, m->traits & CHANGES ? time : 0);
    if (!(m->traits & ETAG))
        *etag = '\0';
    uint64_t from = range_from(a, m, etag), said = from && (m->traits & WRONG) ? from - 1 : from;
    char *range = from ? xasprintf("bytes %llu-%llu/%llu", (unsigned long long)said,
                                   (unsigned long long)m->bytes - 1, (unsigned long long)m->bytes)
                       : xstrdup("");
    r->status = from ? 206 : 200;
    r->content_type = m->type;
    r->made = m->bytes - from + (from && (m->traits & MORE) ? 1 : 0);
    r->made_from = from;
    r->made_shown = time <= cuts ? r->made / 3 : r->made;
    r->drip_ms = m->traits & SLOW ? 20 : 0;
    give_made_headers(r, etag, range);
    free(etag);
    free(range);
}

static void give_sound(const struct call_ref *a, const struct call_ref *of, const char *path,
                       struct reply *r)
{
    struct buf wav = {0};
    if (!sound_make(of, &wav)) {
        give_words(r, 404, "No such recording");
        return;
    }
    const struct media m = {"sound", wav.len, RANGES | ETAG, "audio/wav", ""};
    give_media(a, &m, path, r);
    size_t from = r->made_from < wav.len ? r->made_from : wav.len;
    buf_add(&r->body, wav.data + from, wav.len - from);
    r->made = 0;
    buf_done(&wav);
}

/* The path is sound~PROVIDER-ID.wav. */
static void give_sound_of(const struct call_ref *a, const char *path, struct reply *r)
{
    const char *name = path + strcspn(path, "~"), *end = strrchr(name, '.');
    name += *name == '~';
    size_t bytes = strcspn(name, "-");
    const char *id = name + bytes + (name[bytes] == '-');
    struct call_ref of = {.api = api_named(name, bytes),
                          .name = xstrndup(name, bytes),
                          .id = end > id ? xstrndup(id, (size_t)(end - id)) : xstrdup(id),
                          .query = xstrdup(""),
                          .method = "GET",
                          .body = "",
                          .host = a->host};
    give_sound(a, &of, path, r);
    call_ref_done(&of);
}

/* A call of unknown length cannot be heard. */
void media_answer_audio(const struct call_ref *a, struct reply *r)
{
    give_sound(a, a, a->id, r);
    if (r->status != 404)
        return;
    buf_clear(&r->body);
    media_answer(a, "plain.mp3", r);
}

static void give_redirect(struct reply *r, char *target)
{
    r->status = 302;
    r->content_type = "text/plain";
    r->own_headers = target;
    add_header(r, "Location", target);
}

void media_answer(const struct call_ref *a, const char *path, struct reply *r)
{
    char *name = case_name(path);
    const struct media *m = find_case(name);
    if (strncmp(name, "hop", 3) == 0 && name[3] > '1')
        give_redirect(r, xasprintf("hop%ld.mp3", strtol(name + 3, NULL, 10) - 1));
    else if (strncmp(name, "hop", 3) == 0)
        give_redirect(r, xstrdup("/media/plain.mp3?signed=1"));
    else if (strncmp(name, "to_", 3) == 0)
        give_redirect(r, xasprintf("http://127.0.0.1:%ld/x.mp3", strtol(name + 3, NULL, 10)));
    else if (strcmp(name, "sound") == 0)
        give_sound_of(a, path, r);
    else if (m && (m->traits & KEYED) && !a->key_right)
        give_words(r, 401, "no key");
    else if (m)
        give_media(a, m, path, r);
    else
        give_words(r, strcmp(name, "over") == 0 ? 403 : 404, "Request has expired");
    free(name);
}

void media_list(void)
{
    for (size_t i = 0; i < CASES; i++)
        printf("%s\t%s\n", cases[i].name, cases[i].what);
    puts("sound~PROVIDER-ID\tthe recording of that call, to be heard (.wav)\n"
         "hop#\t# redirects, then plain\nto_#\ta redirect to that loopback port\n"
         "over\t403\ntwo, two_CASE (a call): two recordings\n"
         "two_expired (a call): one that is slow, and one whose link has expired\nexpired, hour, "
         "renewed, none, live "
         "(calls "
         "only): what the link says\n"
         "sound (a call): its own recording");
}

/* A link signed that many seconds ago, valid for an hour. */
static void put_signed(struct buf *url, const char *host, const char *name, long ago_s)
{
    time_t when = time(NULL) - ago_s;
    struct tm tm;
    char stamp[32];
    gmtime_r(&when, &tm);
    strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &tm);
    buf_printf(url,
               "http://%s/media/%s?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=%s"
               "&X-Amz-Expires=%d&X-Amz-SignedHeaders=host&X-Amz-Signature="
               "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
               host, name, stamp, HOUR_S);
}

static void put_url(struct buf *url, const struct call_ref *a, const char *name)
{
    bool renewed = strcmp(name, "renewed") == 0;
    if (strcmp(name, "expired") == 0 || (renewed && case_count(a->id) == 1))
        put_signed(url, a->host, "plain.mp3", 3 * HOUR_S);
    else if (renewed)
        put_signed(url, a->host, "plain.mp3", 0);
    else if (strcmp(name, "hour") == 0)
        put_signed(url, a->host, "sound~ringyo-call_media_hour.wav", 0);
    else if (strncmp(name, "sound", 5) == 0)
        buf_printf(url, "http://%s/media/sound~%s-%s.wav", a->host, a->name, a->id);
    else
        buf_printf(url, "http://%s/media/%s%s", a->host, name,
                   strncmp(name, "typed", 5) == 0 ? "" : ".mp3");
}

static void put_recordings(const struct call_ref *a, const char *name, struct buf *out)
{
    struct buf url = {0};
    if (strcmp(name, "two_expired") == 0) {
        put_signed(&url, a->host, "plain.mp3", 3 * HOUR_S);
        buf_printf(out, "[\"http://%s/media/slow.mp3\",\"%s\"]", a->host, buf_str(&url));
        buf_done(&url);
        return;
    }
    if (strncmp(name, "two", 3) == 0) {
        buf_printf(out, "[\"http://%s/media/plain.mp3\",\"http://%s/media/%s.mp3\"]", a->host,
                   a->host, name[3] == '_' ? name + 4 : "plain~2");
        return;
    }
    put_url(&url, a, name);
    make_string(out, buf_str(&url));
    buf_done(&url);
}

void media_call(const struct call_ref *a, long n, struct reply *r)
{
    (void)n;
    const char *name = strstr(a->id, "media_") + strlen("media_");
    bool live = strcmp(name, "live") == 0, none = live || strcmp(name, "none") == 0;
    r->status = 200;
    r->content_type = "application/json";
    make_call(a, TURNS, live, &r->body);
    r->body.data[--r->body.len] = '\0';
    buf_puts(&r->body, ",\"recording_url\":");
    if (none)
        buf_puts(&r->body, "null");
    else
        put_recordings(a, name, &r->body);
    buf_puts(&r->body, ",\"files\":[{\"kind\":\"vtt\",\"url\":\"https://files.example/t.vtt\"}]}");
}
