/* Requests: what is sent to which host, and above all what is never sent. */
#include "base/alloc.h"
#include "provider/request.h"
#include "tests/support/descriptions.h"
#include "tests/support/memory.h"
#include "text/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COMET_ID "v1.us.31780434a95d45.16923681138d75114d60d1345a22e4cc612263fb26c0b5cf92"

static void expect_request(const struct provider *p, const char *id, const char *url,
                           const char *const headers[])
{
    struct request r;
    struct failure *f = request_call(p, id, "k3y", &r);
    if (f)
        fail_msg("%s %s: expected a request, got '%s'", p->name, id, f->message);
    if (strcmp(r.url, url) != 0)
        fail_msg("%s %s: expected %s, got %s", p->name, id, url, r.url);
    size_t n = 0;
    for (; headers[n]; n++)
        if (n >= r.header_count || strcmp(headers[n], r.headers[n]) != 0)
            fail_msg("%s %s: expected the header '%s', got '%s'", p->name, id, headers[n],
                     n < r.header_count ? r.headers[n] : "(none)");
    if (n != r.header_count)
        fail_msg("%s %s: expected %zu headers, got %zu", p->name, id, n, r.header_count);
    request_done(&r);
}

/* Expects no request and a message with all the parts, which end with NULL. */
static void expect_failure(const struct provider *p, const char *id, const char *key,
                           enum kind kind, const char *const parts[])
{
    struct request r = {0};
    struct failure *f = request_call(p, id, key, &r);
    if (!f)
        fail_msg("%s '%s': expected no request, got %s", p->name, id, r.url);
    if (r.url || r.headers)
        fail_msg("%s '%s': expected *out to be untouched", p->name, id);
    if (f->kind != kind)
        fail_msg("%s '%s': expected kind %d, got %d: %s", p->name, id, kind, f->kind, f->message);
    for (; *parts; parts++)
        if (!strstr(f->message, *parts))
            fail_msg("%s '%s': expected '%s' in '%s'", p->name, id, *parts, f->message);
    failure_free(f);
}

static void request__built_in__as_documented(void **state)
{
    (void)state;
    static const struct {
        const char *provider, *id, *url;
        const char *headers[3];
    } cases[] = {
        {"ringg",
         "550e8400-e29b-41d4-a716-446655440000",
         "https://prod-api.ringg.ai/ca/api/v0/calling/call-details"
         "?id=550e8400-e29b-41d4-a716-446655440000&send_analysis=true",
         {"X-API-KEY: k3y"}},
        {"diga",
         "550e8400-e29b-41d4-a716-446655440000",
         "https://api.diga.io/v1/call/550e8400-e29b-41d4-a716-446655440000",
         {"Authorization: Bearer k3y"}},
        {"voxworks",
         "call-1",
         "https://api.voxworks.ai/api/v1/get-call/call-1",
         {"Authorization: Bearer k3y"}},
        {"cometchat",
         COMET_ID,
         "https://31780434a95d45.call-us.cometchat.io/v3/calls/" COMET_ID,
         {"apikey: k3y"}},
        {"ringyo",
         "call_xyz789",
         "https://api.ringyo.ai/v1/calls/call_xyz789?include=transcript,recording,analysis",
         {"Authorization: Bearer k3y"}},
    };
    struct described d;
    described_init(&d, "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_request(described_find(&d, cases[i].provider), cases[i].id, cases[i].url,
                       cases[i].headers);
    described_done(&d);
}

static void request__id__encoded_byte_by_byte(void **state)
{
    (void)state;
    static const struct {
        const char *id, *encoded;
    } cases[] = {
        {"a/b", "a%2Fb"},           {"a?x=1", "a%3Fx%3D1"},
        {"a#b", "a%23b"},           {"%2e%2e%2f", "%252e%252e%252f"},
        {"\xc3\xa9", "%C3%A9"},     {"a b", "a%20b"},
        {"a&b=c", "a%26b%3Dc"},     {"...", "..."},
        {"../../x", "..%2F..%2Fx"}, {"{id}{key}", "%7Bid%7D%7Bkey%7D"},
        {"%n%s", "%25n%25s"},       {"a+b~c", "a%2Bb~c"},
    };
    struct described d;
    described_init(&d, "[provider seg]\nbase_url = https://h.example/\npath = /c/{id}/end\n"
                       "header = K: {key}\n"
                       "[provider query]\nbase_url = https://h.example\npath = /c?id={id}&x=1\n"
                       "header = K: {key}\n");
    const char *const headers[] = {"K: k3y", NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *seg = xasprintf("https://h.example/c/%s/end", cases[i].encoded);
        char *query = xasprintf("https://h.example/c?id=%s&x=1", cases[i].encoded);
        expect_request(described_find(&d, "seg"), cases[i].id, seg, headers);
        expect_request(described_find(&d, "query"), cases[i].id, query, headers);
        free(seg);
        free(query);
    }
    described_done(&d);
}

static void request__id__impossible_ones_refused(void **state)
{
    (void)state;
    static const struct {
        const char *id, *part;
    } cases[] = {
        {"", "empty"},       {"  ", "empty"},          {".", "'.'"},         {"..", "'..'"},
        {"a\nb", "control"}, {"a\x1b[31m", "control"}, {"a\x7f", "control"}, {"\xff\xfe", "UTF-8"},
        {"\xc3", "UTF-8"},   {"a\xc2\x85", "control"},
    };
    char longest[ID_MAX_BYTES + 2];
    memset(longest, 'a', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    struct described d;
    described_init(&d, "");
    const struct provider *p = described_find(&d, "ringyo");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_failure(p, cases[i].id, "k", KIND_USAGE, (const char *const[]){cases[i].part, NULL});
    expect_failure(p, longest, "k", KIND_USAGE, (const char *const[]){"256", NULL});
    struct request r;
    longest[ID_MAX_BYTES] = '\0';
    assert_null(request_call(p, longest, "k", &r));
    request_done(&r);
    struct failure *f =
        request_call(p, "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee\n", "k", &r);
    assert_non_null(f);
    if (strstr(f->message, "ddddde"))
        fail_msg("expected at most 40 characters of the ID, got '%s'", f->message);
    failure_free(f);
    described_done(&d);
}

static void request__key__missing_or_unusable(void **state)
{
    (void)state;
    static const char *const keys[] = {NULL, "", "a b", "a\r\nX: y", "\xc3\xa9"};
    struct described d;
    described_init(&d, "");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        expect_failure(described_find(&d, "ringyo"), "call_x", keys[i], KIND_AUTH,
                       (const char *const[]){"ringyo", NULL});
    described_done(&d);
}

static void request__provider__disabled(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "[provider ringyo]\nenabled = no\n[provider diga]\nbase_ulr = x\n");
    expect_failure(described_find(&d, "ringyo"), "call_x", "k", KIND_USAGE,
                   (const char *const[]){"is disabled", NULL});
    expect_failure(described_find(&d, "diga"), "call_x", "k", KIND_USAGE,
                   (const char *const[]){"x.ini:4", "base_ulr", NULL});
    described_done(&d);
}

static void request__variables__optional_and_needed(void **state)
{
    (void)state;
    static const char ini[] =
        "[provider cometchat]\non_behalf_of = uid-1\n"
        "[provider basic]\nbase_url = https://h.example\npath = /{region}/{id}\n"
        "var.region =\nvar.user =\nbasic = {user}:{key}\nregion = a/b\nuser = me\n"
        "[provider needy-one]\nbase_url = https://h.example\npath = /{id}\n"
        "var.org =\nheader = Org: {org}\n";
    struct described d;
    described_init(&d, ini);
    assert_int_equal(d.config.problems.count, 0);
    expect_request(described_find(&d, "cometchat"), COMET_ID,
                   "https://31780434a95d45.call-us.cometchat.io/v3/calls/" COMET_ID,
                   (const char *const[]){"apikey: k3y", "onBehalfOf: uid-1", NULL});
    expect_failure(
        described_find(&d, "needy-one"), "x", "k", KIND_USAGE,
        (const char *const[]){"org", "[provider needy-one]", "CALLBROWSER_NEEDY_ONE_ORG", NULL});
    struct request r;
    assert_null(request_call(described_find(&d, "basic"), "x", "k3y", &r));
    assert_string_equal(r.userpwd, "me:k3y");
    assert_string_equal(r.url, "https://h.example/a%2Fb/x");
    assert_int_equal(r.header_count, 0);
    request_done(&r);
    described_done(&d);
}

/* An ID never decides where a key is sent. */
static void request__host__never_from_a_bad_id(void **state)
{
    (void)state;
    static const char *const ids[] = {
        "v1.evil.example.x",
        "v1.us.../../x",
        "v1.us.evil.x",
        "v1.us.31780434a95d45",
        "v1.xx.31780434a95d45.x",
        "v1.US.31780434a95d45.x",
        "v1.us.31780434A95D45.x",
        "v1.us.1234567.x",
        "v1.us.0123456789abcdef0123456789abcdef0.x",
        "v1.us.31780434a95d45@evil.x",
        "v2.us.31780434a95d45.x",
        "call_xyz",
    };
    struct described d;
    described_init(&d, "");
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        expect_failure(described_find(&d, "cometchat"), ids[i], "k", KIND_USAGE,
                       (const char *const[]){"cometchat", "[provider cometchat]",
                                             "CALLBROWSER_COMETCHAT_", NULL});
    described_done(&d);
}

static void request__host__configured_and_different_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *ini, *id;
        const char *parts[3]; /* all NULL: allowed */
    } cases[] = {
        {"region = us", "v1.eu.31780434a95d45.x", {"'us'", "'eu'"}},
        {"app_id = 2748663902141719", COMET_ID, {"'2748663902141719'", "'31780434a95d45'"}},
        {"region = us", "v1.evil.31780434a95d45.x", {"'us'", "'evil'"}},
        {"base_url = http://localhost:1\nregion = us", "v1.eu.31780434a95d45.x", {"'us'", "'eu'"}},
        {"base_url = http://localhost:1\napp_id = 2748663902141719",
         COMET_ID,
         {"'2748663902141719'", "'31780434a95d45'"}},
        {"region = us\napp_id = 31780434a95d45", COMET_ID, {NULL}},
        {"region = us", COMET_ID, {NULL}},
        {"region = us\napp_id = 31780434a95d45", "another-form", {NULL}},
        {"base_url = http://localhost:1", "v1.evil.example.x", {NULL}},
        {"base_url = http://localhost:1", COMET_ID, {NULL}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct described d;
        struct request r;
        char *ini = xasprintf("[provider cometchat]\n%s\n", cases[i].ini);
        described_init(&d, ini);
        const struct provider *p = described_find(&d, "cometchat");
        if (cases[i].parts[0]) {
            expect_failure(p, cases[i].id, "k", KIND_USAGE, cases[i].parts);
        } else {
            struct failure *f = request_call(p, cases[i].id, "k", &r);
            if (f)
                fail_msg("%s, %s: expected a request, got '%s'", cases[i].ini, cases[i].id,
                         f->message);
            if (strstr(r.url, "evil") && strncmp(r.url, "http://localhost:1/calls/", 25) != 0)
                fail_msg("expected the configured host, got %s", r.url);
            request_done(&r);
        }
        free(ini);
        described_done(&d);
    }
}

static void request__turns__pages_and_page_address(void **state)
{
    (void)state;
    struct described d;
    struct request r;
    described_init(&d, "[provider diga]\nweb_url = https://app.diga.io/c/{id}\n");
    const struct provider *p = described_find(&d, "diga");
    assert_null(request_turns(p, "a/b", "k", NULL, &r));
    assert_string_equal(r.url, "https://api.diga.io/v1/call/a%2Fb/message?order=asc&limit=1000");
    request_done(&r);
    assert_null(request_turns(p, "a/b", "k", "msg 7&", &r));
    assert_string_equal(
        r.url, "https://api.diga.io/v1/call/a%2Fb/message?order=asc&limit=1000&after=msg%207%26");
    request_done(&r);
    char *url = request_web_url(p, "a/b");
    assert_string_equal(url, "https://app.diga.io/c/a%2Fb");
    free(url);
    assert_null(request_web_url(p, ".."));
    assert_null(request_web_url(described_find(&d, "ringyo"), "call_x"));
    described_done(&d);
}

static void request__link__the_key_stays_at_home(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        bool home;
    } rows[] = {
        {"https://api.ringyo.ai/v1/recordings/1.mp3", true},
        {"HTTPS://API.ringyo.ai:443/x", true},
        {"https://api.ringyo.ai:8443/x", false},
        {"http://api.ringyo.ai/x", false},
        {"http://api.ringyo.ai:443/x", false},
        {"https://storage.ringyo.ai/x", false},
        {"https://api.ringyo.ai.evil.example/x", false},
        {"https://evil.example/https://api.ringyo.ai/", false},
    };
    struct described d;
    described_init(&d, "");
    const struct provider *p = described_find(&d, "ringyo");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct request r;
        assert_null(request_link(p, "call_1", "k", rows[i].url, &r));
        assert_string_equal(r.url, rows[i].url);
        if ((r.header_count > 0) != rows[i].home)
            fail_msg("%s: got %zu headers", rows[i].url, r.header_count);
        request_done(&r);
        assert_null(request_link(p, "call_1", NULL, rows[i].url, &r));
        assert_int_equal(r.header_count, 0);
        request_done(&r);
    }
    struct request untouched = {.url = NULL};
    struct failure *f = request_link(p, "call_1", "a b", rows[0].url, &untouched);
    assert_int_equal(f->kind, KIND_AUTH);
    assert_null(untouched.url);
    failure_free(f);
    char *base = request_base_url(p, "call_1");
    assert_string_equal(base, "https://api.ringyo.ai");
    free(base);
    assert_null(request_base_url(described_find(&d, "cometchat"), "nonsense"));
    described_done(&d);
}

/* The key is in a header, in HTTP Basic, or in a header that could not be completed. */
static void request__recording__at_home_with_the_key(void **state)
{
    (void)state;
    static const struct {
        const char *id, *url;
    } rows[] = {
        {"call_1", "https://h.example/eu/c/call_1/audio"},
        {"a/b?c#d", "https://h.example/eu/c/a%2Fb%3Fc%23d/audio"},
        {"@evil.example", "https://h.example/eu/c/%40evil.example/audio"},
    };
    struct described d;
    described_init(&d, "[provider x]\nbase_url = https://h.example/\npath = /c/{id}\n"
                       "var.region = eu|us\nregion = eu\nheader = X-Key: {key}\n"
                       "recording.path = /{region}/c/{id}/audio\n");
    const struct provider *p = described_find(&d, "x");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *url = NULL;
        struct request r;
        assert_null(request_recording_url(p, rows[i].id, &url));
        assert_string_equal(url, rows[i].url);
        assert_null(request_link(p, rows[i].id, "k3y", url, &r));
        assert_int_equal(r.header_count, 1);
        assert_string_equal(r.headers[0], "X-Key: k3y");
        request_done(&r);
        free(url);
    }
    described_done(&d);
}

static void request__recording__as_documented(void **state)
{
    (void)state;
    static const struct {
        const char *provider, *url, *header;
    } rows[] = {
        {"vapi", "https://api.vapi.ai/call/id-1/mono-recording", "Authorization: Bearer k3y"},
        {"elevenlabs", "https://api.elevenlabs.io/v1/convai/conversations/id-1/audio",
         "xi-api-key: k3y"},
        {"synthflow", "https://api.synthflow.ai/v2/calls/id-1/recording",
         "Authorization: Bearer k3y"},
    };
    struct described d;
    described_init(&d, "[provider vapi]\nenabled = yes\n[provider elevenlabs]\nenabled = yes\n"
                       "[provider synthflow]\nenabled = yes\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct provider *p = described_find(&d, rows[i].provider);
        char *url = NULL;
        struct request r;
        assert_null(request_recording_url(p, "id-1", &url));
        assert_string_equal(url, rows[i].url);
        assert_null(request_link(p, "id-1", "k3y", url, &r));
        assert_int_equal(r.header_count, 1);
        assert_string_equal(r.headers[0], rows[i].header);
        request_done(&r);
        free(url);
    }
    described_done(&d);
}

static void request__recording__refused_like_a_call(void **state)
{
    (void)state;
    static const struct {
        const char *provider, *id, *words;
    } rows[] = {
        {"x", "", "ID"},
        {"x", "..", "'..'"},
        {"off", "call_1", "provider 'off' is disabled"},
        {"needy", "call_1", "provider 'needy' needs region"},
    };
    struct described d;
    described_init(&d, "[provider x]\nbase_url = https://h.example\npath = /c/{id}\n"
                       "recording.path = /c/{id}/audio\n"
                       "[provider off]\nlike = x\nenabled = no\n"
                       "[provider needy]\nlike = x\nvar.region = eu|us\n"
                       "recording.path = /{region}/{id}\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *url = NULL;
        struct failure *f =
            request_recording_url(described_find(&d, rows[i].provider), rows[i].id, &url);
        if (!f || url)
            fail_msg("%s '%s': expected no URL", rows[i].provider, rows[i].id);
        assert_int_equal(f->kind, KIND_USAGE);
        if (!strstr(f->message, rows[i].words))
            fail_msg("expected '%s' in '%s'", rows[i].words, f->message);
        failure_free(f);
    }
    described_done(&d);
}

/* Such a path would name another host when it is appended to base_url. */
static void request__recording__a_path_that_leads_elsewhere(void **state)
{
    (void)state;
    static const char *const paths[] = {"@evil.example/{id}",
                                        ".evil.example/{id}",
                                        ":99/{id}",
                                        "https://evil.example/{id}",
                                        "/no-id",
                                        "/{id}/{unknown}"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct described d;
        char *url = NULL, *ini = xasprintf("[provider x]\nbase_url = https://h.example\n"
                                           "path = /c/{id}\nrecording.path = %s\n",
                                           paths[i]);
        described_init(&d, ini);
        const struct provider *p = described_find(&d, "x");
        if (!p->broken || !strstr(p->broken, "recording.path"))
            fail_msg("%s: expected a problem, got '%s'", paths[i], p->broken ? p->broken : "none");
        struct failure *f = request_recording_url(p, "call_1", &url);
        assert_non_null(f);
        assert_null(url);
        failure_free(f);
        described_done(&d);
        free(ini);
    }
}

static void request_done__leaves_no_key_in_memory(void **state)
{
    (void)state;
    static const struct {
        const char *name, *rows;
        bool made;
    } cases[] = {
        {"header", "header = K: some text before the {key}\n", true},
        {"basic", "basic = user:{key}\n", true},
        {"unfinished", "var.org =\nheader = K: {key}, and more text {org}\n", false},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
        char key[MEMORY_SECRET_BYTES + 1] = "";
        struct memory_secret secret;
        struct described d;
        struct request r = {0};
        char *ini = xasprintf("[provider x]\nbase_url = https://x.example\npath = /{id}\n%s",
                              cases[i].rows);
        memory_secret_make(&secret, key, i + 1);
        described_init(&d, ini);
        struct failure *f = request_call(described_find(&d, "x"), "id", key, &r);
        assert_int_equal(!f, cases[i].made);
        explicit_bzero(key, sizeof key);
        if (memory_has(&secret) != cases[i].made)
            fail_msg("%s: expected the key %s", cases[i].name,
                     cases[i].made ? "to be in the request" : "to be wiped when it was refused");
        request_done(&r);
        if (memory_has(&secret))
            fail_msg("%s: expected the key to be wiped", cases[i].name);
        failure_free(f);
        described_done(&d);
        free(ini);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(request__built_in__as_documented),
        cmocka_unit_test(request__id__encoded_byte_by_byte),
        cmocka_unit_test(request__id__impossible_ones_refused),
        cmocka_unit_test(request__key__missing_or_unusable),
        cmocka_unit_test(request__provider__disabled),
        cmocka_unit_test(request__variables__optional_and_needed),
        cmocka_unit_test(request__host__never_from_a_bad_id),
        cmocka_unit_test(request__host__configured_and_different_is_refused),
        cmocka_unit_test(request__turns__pages_and_page_address),
        cmocka_unit_test(request__link__the_key_stays_at_home),
        cmocka_unit_test(request__recording__at_home_with_the_key),
        cmocka_unit_test(request__recording__as_documented),
        cmocka_unit_test(request__recording__refused_like_a_call),
        cmocka_unit_test(request__recording__a_path_that_leads_elsewhere),
        cmocka_unit_test(request_done__leaves_no_key_in_memory),
    };
    return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
