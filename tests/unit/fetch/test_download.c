/* Downloads through the fetch thread: files, cuts, redirects, where the key goes. The recordings
 * are the mock's, other servers are canned. */
#include "base/alloc.h"
#include "fetch/partial.h"
#include "provider/request.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/media_bytes.h"
#include "tests/support/mock.h"
#include "tests/support/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { SMALL = 300000, BIG = 50 << 20 };

static struct mock mock;
static struct fetching f;
static char *dir;

static int start_all(void **state)
{
    (void)state;
    mock_start(&mock);
    char *text = mock_ini(&mock);
    char *ini = xasprintf("%s[provider public]\nlike = ringyo\nbase_url = https://api.example\n"
                          "api_key = demo-ringyo\n",
                          text);
    fetching_start(&f, ini, (struct fetch_settings){.timeout_s = 2});
    free(ini);
    free(text);
    return 0;
}

static int stop_all(void **state)
{
    (void)state;
    fetching_stop(&f);
    mock_stop(&mock);
    return 0;
}

static int new_dir(void **state)
{
    (void)state;
    dir = scratch_new();
    return 0;
}

static int drop_dir(void **state)
{
    (void)state;
    scratch_free(dir);
    dir = NULL;
    return 0;
}

static struct fetch_order order_of(const char *url)
{
    return (struct fetch_order){.provider = described_find(&f.described, "ringyo"),
                                .id = xstrdup("call_1"),
                                .key = xstrdup("demo-ringyo"),
                                .url = xstrdup(url),
                                .dir = xstrdup(dir),
                                .name = xstrdup("call_1"),
                                .recording = true};
}

static char *media_url(const char *name)
{
    return xasprintf("http://127.0.0.1:%d/media/%s", mock.port, name);
}

static struct fetch_order media_order(const char *name)
{
    char *url = media_url(name);
    struct fetch_order order = order_of(url);
    free(url);
    return order;
}

static unsigned begin(const char *name)
{
    struct fetch_order order = media_order(name);
    return fetch_download(f.fetcher, &order);
}

static void again(unsigned job, const char *name)
{
    struct fetch_order order = media_order(name);
    fetch_download_again(f.fetcher, job, &order);
}

/* The next answer of the job that is not progress. */
static struct answer *end_of(unsigned job)
{
    for (;;) {
        struct answer *a = fetching_next(&f);
        if (a->job == job && a->type != ANSWER_PROGRESS)
            return a;
        fetch_answer_free(a);
    }
}

static int count_files(void)
{
    int n = 0;
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(d);
    return n;
}

static void expect_made(const char *path, uint64_t bytes)
{
    unsigned char got[65536], want[65536];
    uint64_t at = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail_msg("expected the file '%s': %s", path, strerror(errno));
    for (ssize_t n; (n = read(fd, got, sizeof got)) > 0; at += (uint64_t)n) {
        made_bytes(at, want, (size_t)n);
        if (memcmp(got, want, (size_t)n) != 0)
            fail_msg("'%s' is not what was sent, after byte %llu", path, (unsigned long long)at);
    }
    close(fd);
    assert_int_equal(at, bytes);
}

static void expect_saved(struct answer *a, const char *name, uint64_t bytes)
{
    struct stat st;
    if (a->type != ANSWER_SAVED)
        fail_msg("expected it saved, got '%s'", a->failure->message);
    char *path = scratch_path(dir, name);
    assert_string_equal(a->path, path);
    assert_int_equal(a->bytes, bytes);
    expect_made(path, bytes);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    free(path);
    fetch_answer_free(a);
}

static void expect_failed(struct answer *a, const char *words, bool can_resume)
{
    if (a->type != ANSWER_FAILURE)
        fail_msg("expected a failure with '%s', got a file", words);
    if (!strstr(a->failure->message, words))
        fail_msg("expected '%s', got '%s'", words, a->failure->message);
    if (a->can_resume != can_resume)
        fail_msg("%s: expected that it can%s resume", a->failure->message, can_resume ? "" : "not");
    assert_in_range(count_files(), 0, can_resume ? 1 : 0); /* hidden, or without a name */
    fetch_answer_free(a);
}

/* The number of lines in the mock's log that contain all of these. */
static int asked(const char *path, const char *what)
{
    char *log = mock_log(&mock);
    int n = 0;
    for (char *at = log, *end; (end = strchr(at, '\n')); at = end + 1) {
        *end = '\0';
        n += strstr(at, path) && strstr(at, what);
    }
    free(log);
    return n;
}

static void download__complete__is_saved(void **state)
{
    (void)state;
    expect_saved(end_of(begin("plain~a.mp3")), "call_1.mp3", SMALL);
    assert_int_equal(count_files(), 1);
    expect_saved(end_of(begin("typed~a")), "call_1.wav", SMALL);
    expect_saved(end_of(begin("plain~b.mp3")), "call_1-2.mp3", SMALL);
    assert_int_equal(count_files(), 3);
    struct fetch_order order = media_order("plain~c.mp3");
    order.replace = true;
    expect_saved(end_of(fetch_download(f.fetcher, &order)), "call_1.mp3", SMALL);
    assert_int_equal(count_files(), 3);
}

static void download__missing_directory__is_made(void **state)
{
    (void)state;
    struct fetch_order order = media_order("plain~d.mp3");
    free(order.dir);
    order.dir = scratch_path(dir, "new");
    struct answer *a = end_of(fetch_download(f.fetcher, &order));
    assert_int_equal(a->type, ANSWER_SAVED);
    fetch_answer_free(a);
    char *path = scratch_path(dir, "new/call_1.mp3");
    expect_made(path, SMALL);
    free(path);
}

static void download__cut_twice__resumes(void **state)
{
    (void)state;
    static const char name[] = "cut~a.mp3";
    unsigned job = begin(name);
    expect_failed(end_of(job), "cut off", true);
    again(job, name);
    expect_failed(end_of(job), "cut off", true);
    again(job, "cut~a.mp3?signed=again");
    expect_saved(end_of(job), "call_1.mp3", BIG);
    assert_int_equal(count_files(), 1);
    assert_int_equal(asked(name, "\"Range\":\"bytes=17476266-\",\"If-Range\":\"\\\"cut-0\\\"\""),
                     1);
    assert_int_equal(asked(name, "\"Range\""), 2);
}

static void download__no_ranges__begins_again(void **state)
{
    (void)state;
    static const char *const names[] = {"norange~a.mp3", "changes~a.mp3"};
    for (size_t i = 0; i < 2; i++) {
        unsigned job = begin(names[i]);
        struct answer *a = end_of(job);
        assert_true(a->can_resume);
        fetch_answer_free(a);
        again(job, names[i]);
        expect_saved(end_of(job), i ? "call_1-2.mp3" : "call_1.mp3", SMALL);
        assert_int_equal(asked(names[i], "\"Range\""), 1);
    }
}

static void download__nothing_to_know_it_by__cannot_resume(void **state)
{
    (void)state;
    expect_failed(end_of(begin("unnamed~a.mp3")), "cut off", false);
}

static void download__another_part__is_refused(void **state)
{
    (void)state;
    static const char name[] = "wrong~a.mp3";
    unsigned job = begin(name);
    expect_failed(end_of(job), "cut off", true);
    again(job, name);
    expect_failed(end_of(job), "another part", false);
    expect_saved(end_of(begin(name)), "call_1.mp3", SMALL);
}

/* Parts are combined only if they belong to the same file (RFC 9110, 15.3.7). */
static void download__rest_of_another__is_refused(void **state)
{
    (void)state;
    static const char name[] = "mixed~a.mp3";
    unsigned job = begin(name);
    expect_failed(end_of(job), "cut off", true);
    again(job, name);
    expect_failed(end_of(job), "another part", false);
    expect_saved(end_of(begin(name)), "call_1.mp3", SMALL);
}

static void download__more_than_announced__is_refused(void **state)
{
    (void)state;
    static const char name[] = "more~a.mp3";
    unsigned job = begin(name);
    expect_failed(end_of(job), "cut off", true);
    again(job, name);
    expect_failed(end_of(job), "sends more bytes than announced", false);
}

static void download__another_link__begins_again(void **state)
{
    (void)state;
    unsigned job = begin("cut~b.mp3");
    expect_failed(end_of(job), "cut off", true);
    again(job, "plain~e.mp3");
    expect_saved(end_of(job), "call_1.mp3", SMALL);
    assert_int_equal(asked("plain~e", "\"Range\""), 0);
}

static void download__redirects__at_most_five(void **state)
{
    (void)state;
    expect_saved(end_of(begin("hop5.mp3")), "call_1.mp3", SMALL);
    struct fetch_order order = media_order("hop6.mp3");
    free(order.name);
    order.name = xstrdup("other");
    struct answer *a = end_of(fetch_download(f.fetcher, &order));
    assert_int_equal(a->type, ANSWER_FAILURE);
    assert_non_null(strstr(a->failure->message, "more than five times"));
    assert_int_equal(count_files(), 1);
    fetch_answer_free(a);
}

static const char two_bytes[] =
    "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 2\r\n\r\nab";

static void download__another_host__does_not_get_the_key(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.bytes = two_bytes});
    char *name = xasprintf("to_%d.mp3", canned_port(c));
    struct answer *a = end_of(begin(name));
    assert_int_equal(a->type, ANSWER_SAVED);
    assert_int_equal(a->bytes, 2);
    fetch_answer_free(a);
    char *received = canned_received(c);
    assert_non_null(strstr(received, "GET /x.mp3"));
    assert_non_null(strstr(received, "\r\nAccept: */*\r\n"));
    assert_null(strcasestr(received, "authorization"));
    assert_null(strstr(received, "demo-ringyo"));
    assert_int_equal(asked(name, "Bearer demo-ringyo"), 1);
    free(received);
    canned_stop(c);
    free(name);
}

/* After a hop elsewhere the key is not sent any more, not even to base_url again. */
static void download__back_from_elsewhere__no_key(void **state)
{
    (void)state;
    char *back =
        xasprintf("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/media/keyed~b.mp3\r\n"
                  "Content-Length: 0\r\n\r\n",
                  mock.port);
    struct canned *c = canned_start(&(struct canned_script){.bytes = back});
    char *url = xasprintf("http://127.0.0.1:%d/y.mp3", canned_port(c));
    struct fetch_order order = order_of(url);
    expect_failed(end_of(fetch_download(f.fetcher, &order)), "answered 401", false);
    assert_int_equal(asked("keyed~b", "demo-ringyo"), 0);
    canned_stop(c);
    free(url);
    free(back);
}

static void download__at_home__gets_the_key(void **state)
{
    (void)state;
    expect_saved(end_of(begin("keyed~a.mp3")), "call_1.mp3", SMALL);
}

static void download__loopback_from_outside__is_refused(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.bytes = two_bytes});
    char *url = xasprintf("http://127.0.0.1:%d/x.mp3", canned_port(c));
    struct fetch_order order = order_of(url);
    order.provider = described_find(&f.described, "public");
    expect_failed(end_of(fetch_download(f.fetcher, &order)), "loopback or private", false);
    assert_int_equal(canned_connections(c), 0);
    canned_stop(c);
    free(url);
}

static void download__answers__rows(void **state)
{
    (void)state;
    static const struct {
        const char *answer, *words;
    } rows[] = {
        {"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
         "after a redirect: the URL does not begin with https"},
        {"HTTP/1.1 302 Found\r\nLocation: javascript:x\r\nContent-Length: 0\r\n\r\n",
         "redirects to something that is not a URL"},
        {"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "answered 302"},
        {"HTTP/1.1 302 Found\r\nLocation: http://\x01/\r\nContent-Length: 0\r\n\r\n",
         "redirects to"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "empty file"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "cut off after 2 bytes"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\nab", "larger than 16 GiB"},
        {"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/2\r\nContent-Length: "
         "2\r\n\r\nab",
         "another part"},
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nab",
         "sent no recording (text/html)"},
        {"HTTP/1.1 200 OK\r\nContent-Type: Application/XML; a=b\r\nContent-Length: 2\r\n\r\nab",
         "sent no recording (Application/XML)"},
        {"HTTP/1.1 200 OK\r\nContent-Type: application/problem+json\r\nContent-Length: "
         "2\r\n\r\nab",
         "sent no recording (application/problem+json)"},
        {"HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nab",
         "answered 403: the link may have expired"},
        {"HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nab", "answered 404: not found"},
        {"HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nab", "answered 500"},
        {"nonsense\r\n\r\n", "did not answer with valid HTTP"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct canned *c = canned_start(&(struct canned_script){.bytes = rows[i].answer});
        char *url = xasprintf("http://127.0.0.1:%d/y.mp3", canned_port(c));
        struct fetch_order order = order_of(url);
        expect_failed(end_of(fetch_download(f.fetcher, &order)), rows[i].words, false);
        canned_stop(c);
        free(url);
    }
}

/* A link that was cut would be a different link. */
static void download__long_redirect__is_refused(void **state)
{
    (void)state;
    char *way = xasprintf("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/%05000d.mp3\r\n"
                          "Content-Length: 0\r\n\r\n",
                          mock.port, 0);
    struct canned *c = canned_start(&(struct canned_script){.bytes = way});
    char *url = xasprintf("http://127.0.0.1:%d/y.mp3", canned_port(c));
    struct fetch_order order = order_of(url);
    expect_failed(end_of(fetch_download(f.fetcher, &order)), "longer than 4096 bytes", false);
    canned_stop(c);
    free(url);
    free(way);
}

static void download__silence__ends_it(void **state)
{
    (void)state;
    static const char some[] = "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 9000\r\n\r\nab";
    struct canned *c = canned_start(&(struct canned_script){.bytes = some, .end = CANNED_HOLD});
    char *url = xasprintf("http://127.0.0.1:%d/y.mp3", canned_port(c));
    struct fetch_order order = order_of(url);
    unsigned job = fetch_download(f.fetcher, &order);
    expect_failed(end_of(job), "hardly anything arrived", true);
    fetch_cancel(f.fetcher, job);
    canned_stop(c);
    free(url);
}

static void download__stopped__resumes_or_is_removed(void **state)
{
    (void)state;
    unsigned job = begin("slow~a.mp3");
    struct answer *a = fetching_next(&f);
    for (; a->bytes == 0; a = fetching_next(&f))
        fetch_answer_free(a);
    assert_int_equal(a->type, ANSWER_PROGRESS);
    assert_int_equal(a->total, BIG);
    fetch_answer_free(a);
    fetch_download_stop(f.fetcher, job);
    expect_failed(end_of(job), "stopped", true);
    again(job, "slow~a.mp3");
    fetch_cancel(f.fetcher, job);
    expect_saved(end_of(begin("plain~f.mp3")), "call_1.mp3",
                 SMALL); /* so the worker has seen the command before */
    assert_int_equal(count_files(), 1);
}

static void download__disk__is_reported_and_nothing_left(void **state)
{
    (void)state;
    struct rlimit before, small;
    getrlimit(RLIMIT_FSIZE, &before);
    small = (struct rlimit){100000, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    struct answer *full = end_of(begin("plain~g.mp3"));
    setrlimit(RLIMIT_FSIZE, &before);
    expect_failed(full, "File too large", false);
    struct fetch_order order = media_order("plain~h.mp3");
    free(order.dir);
    order.dir = xstrdup("/proc/self");
    expect_failed(end_of(fetch_download(f.fetcher, &order)), "cannot write to '/proc/self'", false);
    order = media_order("plain~i.mp3");
    free(order.dir);
    order.dir = xstrdup("/dev/null/x");
    expect_failed(end_of(fetch_download(f.fetcher, &order)), "Not a directory", false);
}

static void partial__place__finds_a_free_name(void **state)
{
    (void)state;
    struct partial p = {0};
    struct err e;
    char *path;
    scratch_write(dir, "a.mp3", 0600, "one");
    scratch_write(dir, "a-2.mp3", 0600, "two");
    assert_true(partial_open(&p, dir, &e));
    assert_true(partial_write(&p, "xyz", 3, &e));
    assert_true(partial_restart(&p, &e));
    assert_true(partial_write(&p, "three", 5, &e));
    assert_true(partial_place(&p, "a", ".mp3", false, &path, &e));
    char *text = scratch_read(dir, "a-3.mp3");
    assert_string_equal(text, "three");
    assert_int_equal(count_files(), 3);
    assert_true(partial_open(&p, dir, &e));
    assert_true(partial_has_room(&p, 1, &e));
    assert_false(partial_has_room(&p, UINT64_MAX / 2, &e));
    assert_non_null(strstr(e.text, "no room in '"));
    partial_drop(&p);
    assert_int_equal(count_files(), 3);
    free(text);
    free(path);
}

static void partial__open__two_at_once(void **state)
{
    (void)state;
    struct partial p, other;
    struct err e = {""};
    assert_true(partial_open(&p, dir, &e));
    if (!partial_open(&other, dir, &e))
        fail_msg("got '%s', expected another name", e.text);
    assert_true(!p.path || !other.path || strcmp(p.path, other.path) != 0);
    partial_drop(&other);
    partial_drop(&p);
    assert_int_equal(count_files(), 0);
}

/* For an http link, the proxy itself answers. */
static void download__proxy__wants_a_login(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){
        .bytes = "HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM\r\nContent-Length: 2\r\n\r\nno"});
    char *proxy = xasprintf("http://127.0.0.1:%d", canned_port(c));
    struct fetch_order order = order_of("http://media.example/a.mp3");
    setenv("http_proxy", proxy, 1);
    struct answer *a = end_of(fetch_download(f.fetcher, &order));
    unsetenv("http_proxy");
    assert_int_equal(a->type, ANSWER_FAILURE);
    assert_int_equal(a->failure->cause, CAUSE_PROXY_LOGIN);
    assert_non_null(strstr(a->failure->hint, "it offers NTLM"));
    fetch_answer_free(a);
    canned_stop(c);
    free(proxy);
}

/* Other links of a call may lead to documents: logs, for example. */
static void download__other_link__may_be_a_document(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){
        .bytes =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"});
    char *url = xasprintf("http://127.0.0.1:%d/log", canned_port(c));
    struct fetch_order order = order_of(url);
    order.recording = false;
    struct answer *a = end_of(fetch_download(f.fetcher, &order));
    assert_int_equal(a->type, ANSWER_SAVED);
    assert_non_null(strstr(a->path, "/call_1.json"));
    fetch_answer_free(a);
    canned_stop(c);
    free(url);
}

/* A provider at that port whose recordings are behind its key. */
static void home_start(struct fetching *home, int port)
{
    char *about = fetching_ini("home", "http", port);
    char *ini = xasprintf("%srecording.path = /call/{id}/audio\napi_key = s3cret-key\n"
                          "error.audio_gone = not_found\n",
                          about);
    fetching_start(home, ini, (struct fetch_settings){.timeout_s = 2});
    free(ini);
    free(about);
}

static struct answer *save_by_key(struct fetching *home)
{
    struct fetch_order order = order_of("");
    order.provider = described_find(&home->described, "home");
    free(order.url);
    free(order.key);
    order.key = xstrdup("s3cret-key");
    order.by_key = true;
    assert_null(request_recording_url(order.provider, "call_1", &order.url));
    unsigned job = fetch_download(home->fetcher, &order);
    for (struct answer *a;; fetch_answer_free(a))
        if ((a = fetching_next(home))->job == job && a->type != ANSWER_PROGRESS)
            return a;
}

#define JSON(status, body) "HTTP/1.1 " status "\r\nContent-Type: application/json\r\n\r\n" body
#define AUDIO(type) "HTTP/1.1 200 OK\r\n" type "\r\n{}"

static void expect_saved_as(struct answer *a, const char *name)
{
    if (a->type != ANSWER_SAVED)
        fail_msg("expected '%s', got '%s'", name, a->failure->message);
    assert_string_equal(strrchr(a->path, '/') + 1, name);
    fetch_answer_free(a);
}

static void by_key__files__rows(void **state)
{
    (void)state;
    static const struct {
        const char *answer, *name;
        uint64_t bytes;
    } rows[] = {
        {AUDIO("Content-Type: audio/mpeg\r\n"), "call_1.mp3", 2},
        {AUDIO("Content-Type: audio/wav\r\n"), "call_1.wav", 2},
        {"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\nRIFF", "call_1", 4},
        {"HTTP/1.1 200 OK\r\n\r\nID3", "call_1-2", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct canned *c = canned_start(&(struct canned_script){.bytes = rows[i].answer});
        struct fetching home;
        home_start(&home, canned_port(c));
        struct answer *a = save_by_key(&home);
        assert_int_equal(a->bytes, rows[i].bytes);
        expect_saved_as(a, rows[i].name);
        char *received = canned_received(c);
        assert_non_null(strstr(received, "GET /call/call_1/audio HTTP/1.1\r\n"));
        assert_non_null(strstr(received, "\r\nX-API-KEY: s3cret-key\r\n"));
        free(received);
        fetching_stop(&home);
        canned_stop(c);
    }
}

/* What the provider answers in place of the recording is read as for a call, and never saved. */
static void by_key__refusals__rows(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        enum cause cause;
        const char *message, *hint; /* hint: a part of it; NULL: there is none */
    } rows[] = {
        {JSON("401 No", "{\"detail\":\"Invalid API key\"}"), CAUSE_KEY_REFUSED,
         "the key was refused: Invalid API key", "the key came from api_key in 'x.ini', line "},
        {JSON("403 No", "{\"message\":\"Not for you.\"}"), CAUSE_KEY_FORBIDDEN,
         "the key may not read this call: Not for you", "what this key may read"},
        {JSON("404 No", "{\"detail\":{\"status\":\"x\",\"message\":\"No audio\"}}"),
         CAUSE_NO_RECORDING, "no such recording: No audio", "it may not be ready yet"},
        {JSON("410 Gone", "{}"), CAUSE_NO_RECORDING,
         "no such recording: the provider answered 410 without giving a reason", "has deleted it"},
        {JSON("422 No", "{\"error_code\":\"audio_gone\",\"message\":\"gone\"}"), CAUSE_NO_RECORDING,
         "no such recording: gone", "has deleted it"},
        {JSON("400 No", "{\"message\":\"No such format\"}"), CAUSE_REFUSED,
         "the provider refused the request: No such format", NULL},
        {JSON("429 Slow", "{\"message\":\"Slower\"}"), CAUSE_RATE_LIMITED, "rate limited: Slower",
         NULL},
        {"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", CAUSE_FAILED,
         "the provider failed: the provider answered 500 with an empty body", "try again later"},
        {"HTTP/1.1 502 No\r\nContent-Type: text/html\r\n\r\n<html>", CAUSE_WEB_PAGE,
         "a web page came, not the API: base_url, a proxy or a filter may be why", NULL},
        {JSON("200 OK", "{\"error\":{\"message\":\"Not recorded\"}}"), CAUSE_SAID_ERROR,
         "the provider answered with an error: Not recorded", NULL},
        {AUDIO("") "x", CAUSE_UNUSABLE, "sent no recording (a document)", NULL},
        {"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n"
         "{\"message\":\"Not recorded\",\"error\":\"x\"}",
         CAUSE_SAID_ERROR, "the provider answered with an error: Not recorded", NULL},
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Sign in", CAUSE_WEB_PAGE,
         "a web page came, not the API: base_url, a proxy or a filter may be why", NULL},
        {JSON("200 OK", "{\"id\":\"call_1\",\"status\":\"done\"}"), CAUSE_UNUSABLE,
         "sent no recording (application/json)", NULL},
        {JSON("200 OK", ""), CAUSE_UNUSABLE, "sent no recording (application/json)", NULL},
        {"HTTP/1.1 204 No Content\r\n\r\n", CAUSE_UNUSABLE, "answered 204", NULL},
        {JSON("403 No", "{\"message\":\"not s3cret-key but s3cret\\u002dkey\"}"),
         CAUSE_KEY_FORBIDDEN, "the key may not read this call: not *** but ***", "may read"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct canned *c = canned_start(&(struct canned_script){.bytes = rows[i].answer});
        struct fetching home;
        home_start(&home, canned_port(c));
        struct answer *a = save_by_key(&home);
        assert_int_equal(a->type, ANSWER_FAILURE);
        const struct failure *got = a->failure;
        if (!strstr(got->message, rows[i].message) || got->cause != rows[i].cause ||
            (rows[i].hint ? !got->hint || !strstr(got->hint, rows[i].hint) : got->hint != NULL))
            fail_msg("row %zu: got '%s', cause %d, hint '%s'", i, got->message, got->cause,
                     got->hint ? got->hint : "(none)");
        assert_false(a->can_resume);
        assert_int_equal(count_files(), 0);
        fetch_answer_free(a);
        fetching_stop(&home);
        canned_stop(c);
    }
}

/* A store that the provider redirects to gets no key, and what it says is not about the key. */
static void by_key__redirect_elsewhere__without_the_key(void **state)
{
    (void)state;
    static const struct {
        const char *answer, *name; /* name NULL: it is refused */
    } rows[] = {
        {JSON("403 No", "{\"message\":\"Request has expired\"}"), NULL},
        {two_bytes, "call_1.mp3"},
        {"HTTP/1.1 200 OK\r\nContent-Type: binary/octet-stream\r\n\r\nRIFF", "call_1.wav"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct canned *store = canned_start(&(struct canned_script){.bytes = rows[i].answer});
        char *way = xasprintf("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/a.wav?signed=1"
                              "\r\nContent-Length: 0\r\n\r\n",
                              canned_port(store));
        struct canned *c = canned_start(&(struct canned_script){.bytes = way});
        struct fetching home;
        home_start(&home, canned_port(c));
        struct answer *a = save_by_key(&home);
        if (rows[i].name)
            expect_saved_as(a, rows[i].name);
        else
            expect_failed(a, "answered 403: the link may have expired", false);
        char *asked_home = canned_received(c), *received = canned_received(store);
        assert_non_null(strstr(asked_home, "X-API-KEY: s3cret-key"));
        assert_non_null(strstr(received, "GET /a.wav?signed=1"));
        assert_null(strcasestr(received, "x-api-key"));
        assert_null(strstr(received, "s3cret"));
        free(asked_home);
        free(received);
        fetching_stop(&home);
        canned_stop(c);
        canned_stop(store);
        free(way);
    }
}

/* The rest of a file is asked for with the key, too. */
static void by_key__cut__resumes(void **state)
{
    (void)state;
    struct fetch_order order = media_order("cut~k.mp3");
    order.by_key = true;
    unsigned job = fetch_download(f.fetcher, &order);
    for (int i = 0; i < 2; i++) {
        expect_failed(end_of(job), "cut off", true);
        order = media_order("cut~k.mp3");
        order.by_key = true;
        fetch_download_again(f.fetcher, job, &order);
    }
    expect_saved(end_of(job), "call_1.mp3", BIG);
    assert_int_equal(asked("cut~k.mp3", "Bearer demo-ringyo"), 3);
    assert_int_equal(asked("cut~k.mp3", "\"Range\""), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, new_dir, drop_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(download__complete__is_saved),
        TEST(download__missing_directory__is_made),
        TEST(download__cut_twice__resumes),
        TEST(download__no_ranges__begins_again),
        TEST(download__nothing_to_know_it_by__cannot_resume),
        TEST(download__another_part__is_refused),
        TEST(download__rest_of_another__is_refused),
        TEST(download__more_than_announced__is_refused),
        TEST(download__another_link__begins_again),
        TEST(download__redirects__at_most_five),
        TEST(download__another_host__does_not_get_the_key),
        TEST(download__back_from_elsewhere__no_key),
        TEST(download__at_home__gets_the_key),
        TEST(download__loopback_from_outside__is_refused),
        TEST(download__answers__rows),
        TEST(by_key__files__rows),
        TEST(by_key__refusals__rows),
        TEST(by_key__redirect_elsewhere__without_the_key),
        TEST(by_key__cut__resumes),
        TEST(download__proxy__wants_a_login),
        TEST(download__other_link__may_be_a_document),
        TEST(download__long_redirect__is_refused),
        TEST(download__silence__ends_it),
        TEST(download__stopped__resumes_or_is_removed),
        TEST(download__disk__is_reported_and_nothing_left),
        TEST(partial__place__finds_a_free_name),
        TEST(partial__open__two_at_once),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}
