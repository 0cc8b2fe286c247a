/* Fetching a recording to play it, and saving one that was fetched already: it is copied. Without a
 * terminal. */
#include "base/alloc.h"
#include "call/call.h"
#include "config/config.h"
#include "os/os.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/scratch.h"
#include "ui/feature/features.h"
#include "ui/feature/recording_fetch.h"
#include "ui/feature/recording_kept.h"
#include "ui/shell/action.h"
#include "ui/shell/key_dispatch.h"
#include "ui/shell/say.h"
#include "ui/shell/session.h"
#include "ui/shell/tabs.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char nowhere[] = "http://127.0.0.1:1/1.mp3";
/* Signed in 2020, for an hour. */
static const char expired[] =
    "http://127.0.0.1:1/1.mp3?X-Amz-Date=20200101T000000Z&X-Amz-Expires=3600";

static struct settings settings;
static const struct app_request request = {.settings = &settings};
static struct fetching f;
static struct canned *server;
static char *dir;
static struct app *a;

static const struct recording_words playing = {
    .verb = "play",
    .noun = "fetch",
    .not_done = "not played",
    .running = "fetching",
    .action = ACT_DOWNLOAD,
};
static struct recording_fetch fetch;
static struct recording_source source;

static int setup(void **state)
{
    (void)state;
    struct err e;
    dir = scratch_new();
    char *text = xasprintf("[callbrowser]\ndownload_dir = %s\n", dir);
    char *path = scratch_path(dir, "x.ini");
    scratch_write(dir, "x.ini", 0600, text);
    settings.config = config_load(path, &e);
    unlink(path);
    server = canned_start(&(struct canned_script){
        .bytes =
            "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 9\r\nConnection: close\r\n\r\nab"});
    char *ini = fetching_ini("home", "http", 2);
    fetching_start(&f, ini, (struct fetch_settings){.timeout_s = 2});
    settings.providers = f.described.set;
    a = session_new(&request, &features_parts);
    a->fetcher = f.fetcher;
    free(ini);
    free(path);
    free(text);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    recording_fetch_drop(a, &fetch);
    recording_fetch_source_done(&source);
    session_free(a);
    fetching_stop(&f);
    canned_stop(server);
    config_free(settings.config);
    scratch_free(dir);
    return 0;
}

static void show_call(const char *url)
{
    struct arena *arena = arena_new();
    struct call *c = arena_alloc(arena, sizeof *c);
    struct recording *r = arena_array(arena, 1, sizeof *r);
    r->url = url;
    *c = (struct call){.arena = arena,
                       .provider = "home",
                       .title = "Home",
                       .id = "call_1",
                       .recordings = r,
                       .recording_count = 1};
    tab_name(a->tab, described_find(&f.described, "home"), "call_1");
    a->tab->job = 1000;
    struct answer answer = {.job = 1000, .type = ANSWER_CALL, .call = c};
    feature_answer(a, &answer);
    call_free(answer.call);
}

static void keep(const char *url, const char *text, const char *ending)
{
    struct fetch_recording *r = xmalloc(sizeof *r);
    *r = (struct fetch_recording){os_memory_file(), strlen(text), xstrdup(ending)};
    assert_int_equal(write(r->fd, text, strlen(text)), strlen(text));
    recording_kept_put(a, a->tab, url, r);
}

/* Takes answers until the program says that. */
static void expect_said(const char *words)
{
    for (;;) {
        if (a->said->text && strstr(a->said->text, words))
            return;
        struct answer *answer = fetching_next(&f);
        feature_answer(a, answer);
        fetch_answer_free(answer);
    }
}

static void expect_file(const char *name, const char *text)
{
    char *got = scratch_read(dir, name);
    assert_non_null(got);
    assert_string_equal(got, text);
    free(got);
}

/* The ending is that of the recording, as in a download. */
static void kept__copied__not_fetched(void **state)
{
    (void)state;
    show_call(nowhere);
    keep(nowhere, "one", ".ogg");
    downloads_begin(a);
    expect_said("saved '");
    expect_said("call_1.ogg', 0.0 KiB in ");
    expect_file("call_1.ogg", "one");
}

static void kept__exists__asked(void **state)
{
    (void)state;
    show_call(nowhere);
    keep(nowhere, "one", ".mp3");
    scratch_write(dir, "call_1.mp3", 0600, "before");
    downloads_begin(a);
    assert_non_null(a->question);
    key_dispatch(a, 'y');
    expect_said("saved '");
    expect_file("call_1.mp3", "one");
}

static void kept__link_expired__not_asked(void **state)
{
    (void)state;
    show_call(expired);
    keep(expired, "one", ".ogg");
    downloads_begin(a);
    expect_said("saved '");
}

static void kept__another_url__fetched(void **state)
{
    (void)state;
    show_call(nowhere);
    keep("http://127.0.0.1:1/2.mp3", "one", ".ogg");
    downloads_begin(a);
    expect_said("not downloaded: connection refused by '127.0.0.1:1'");
}

static void kept__download_was_cut__copied(void **state)
{
    (void)state;
    char *url = xasprintf("http://127.0.0.1:%d/1.mp3", canned_port(server));
    show_call(url);
    downloads_begin(a);
    expect_said("download interrupted at 0.0 of 0.0 KiB");
    keep(url, "one", ".ogg");
    downloads_begin(a);
    expect_said("saved '");
    expect_file("call_1.ogg", "one");
    assert_int_equal(canned_connections(server), 1);
    free(url);
}

static void start_playing(struct app *app)
{
    struct fetch_order order = {.for_playing = true};
    if (recording_kept_find(app, app->tab, source.url)) {
        say(app, ROLE_GOOD, "it is there");
        return;
    }
    recording_fetch_prepare(app, &fetch, &source);
    assert_true(recording_fetch_start(app, &playing, app->tab, &fetch, &source, &order));
    assert_true(fetch.running);
}

static void play(const char *url)
{
    const struct recording r = {.url = url};
    const struct link_target target = {url, &r, NULL};
    recording_fetch_ask(a, &playing, &target, &source, start_playing);
}

/* Keeps the recording when it is there, as a feature does. */
static void finish_playing(void)
{
    struct answer *answer = fetching_next(&f);
    assert_int_equal(answer->job, fetch.job);
    if (!recording_fetch_took(&fetch, answer)) {
        assert_true(fetch.running);
        fetch_answer_free(answer);
        finish_playing();
        return;
    }
    assert_false(fetch.running);
    if (answer->type == ANSWER_RECORDING) {
        recording_kept_put(a, a->tab, fetch.url, answer->recording);
        answer->recording = NULL;
    } else {
        recording_fetch_say_failed(a, &playing, a->tab, answer);
    }
    fetch_answer_free(answer);
}

static char *serve(const char *bytes)
{
    canned_stop(server);
    server = canned_start(&(struct canned_script){.bytes = bytes});
    return xasprintf("http://127.0.0.1:%d/1.mp3", canned_port(server));
}

static void play__fetched__kept_and_not_fetched_again(void **state)
{
    (void)state;
    char got[3] = "", *url = serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");
    show_call(url);
    play(url);
    finish_playing();
    assert_int_equal(fetch.job, 0);
    const struct fetch_recording *r = recording_kept_find(a, a->tab, url);
    assert_non_null(r);
    assert_int_equal(r->bytes, 2);
    assert_int_equal(pread(r->fd, got, 2, 0), 2);
    assert_string_equal(got, "ab");
    play(url);
    expect_said("it is there");
    downloads_begin(a);
    expect_said("saved '");
    expect_file("call_1.mp3", "ab");
    assert_int_equal(canned_connections(server), 1);
    free(url);
}

static void play__fails__said(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n",
         "not played: '127.0.0.1:%d' answered 403: the link may have expired"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1073741825\r\n\r\nab",
         "not played: '127.0.0.1:%d' announces a file larger than 1 GiB; it can be downloaded"},
    };
    for (size_t i = 0; i < 2; i++) {
        char *url = serve(rows[i][0]);
        show_call(url);
        play(url);
        finish_playing();
        const char *port = strstr(rows[i][1], "%d");
        char *said = xasprintf("%.*s%d%s", (int)(port - rows[i][1]), rows[i][1],
                               canned_port(server), port + 2);
        assert_string_equal(a->said->text, said);
        assert_int_equal(fetch.job, 0);
        free(said);
        free(url);
    }
}

static void play__cut__can_be_resumed(void **state)
{
    (void)state;
    char *url = xasprintf("http://127.0.0.1:%d/1.mp3", canned_port(server));
    show_call(url);
    play(url);
    finish_playing();
    expect_said("fetch interrupted at 0.0 of 0.0 KiB, D resumes: ");
    unsigned job = fetch.job;
    play(url);
    assert_int_equal(fetch.job, job);
    finish_playing();
    char *received = canned_received(server);
    assert_non_null(strstr(received, "Range: bytes=2-"));
    free(received);
    free(url);
}

/* What there is of one recording is no beginning of another one. */
static void play__cut_then_another__begins_anew(void **state)
{
    (void)state;
    char *url = xasprintf("http://127.0.0.1:%d/1.mp3", canned_port(server));
    char *other = xasprintf("http://127.0.0.1:%d/2.mp3", canned_port(server));
    show_call(url);
    play(url);
    finish_playing();
    unsigned job = fetch.job;
    assert_int_not_equal(job, 0);
    play(other);
    assert_int_not_equal(fetch.job, job);
    finish_playing();
    char *received = canned_received(server);
    assert_non_null(strstr(received, "GET /2.mp3 "));
    assert_null(strstr(received, "Range:"));
    free(received);
    free(other);
    free(url);
}

static void play__link_expired__asked(void **state)
{
    (void)state;
    show_call(expired);
    play(expired);
    assert_non_null(a->question);
    assert_int_equal(fetch.job, 0);
    key_dispatch(a, 'n');
    assert_int_equal(fetch.job, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(play__fetched__kept_and_not_fetched_again, setup, teardown),
        cmocka_unit_test_setup_teardown(play__fails__said, setup, teardown),
        cmocka_unit_test_setup_teardown(play__cut__can_be_resumed, setup, teardown),
        cmocka_unit_test_setup_teardown(play__cut_then_another__begins_anew, setup, teardown),
        cmocka_unit_test_setup_teardown(play__link_expired__asked, setup, teardown),
        cmocka_unit_test_setup_teardown(kept__copied__not_fetched, setup, teardown),
        cmocka_unit_test_setup_teardown(kept__exists__asked, setup, teardown),
        cmocka_unit_test_setup_teardown(kept__link_expired__not_asked, setup, teardown),
        cmocka_unit_test_setup_teardown(kept__another_url__fetched, setup, teardown),
        cmocka_unit_test_setup_teardown(kept__download_was_cut__copied, setup, teardown),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
