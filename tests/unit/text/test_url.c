/* Which URLs are opened and asked, which IDs are sent, and how. */
#include "base/alloc.h"
#include "text/url.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* want NULL: accepted; else a part of the message. */
struct check_row {
    const char *in, *want;
};

static void check_rows(const struct check_row *rows, size_t count,
                       bool (*check)(const char *, struct err *))
{
    for (size_t i = 0; i < count; i++) {
        struct err e = {"untouched"};
        bool ok = check(rows[i].in, &e);
        if (ok != !rows[i].want)
            fail_msg("'%s' was %s, expected '%s'", rows[i].in, ok ? "accepted" : e.text,
                     rows[i].want ? rows[i].want : "accepted");
        if (ok)
            assert_string_equal(e.text, "untouched");
        else if (!strstr(e.text, rows[i].want))
            fail_msg("'%s': message '%s', expected '%s' in it", rows[i].in, e.text, rows[i].want);
        assert_true(check(rows[i].in, NULL) == ok);
    }
}

static void url_may_open__rows(void **state)
{
    (void)state;
    static const struct check_row rows[] = {
        {"https://storage.ringyo.ai/recordings/call_xyz789.mp3", NULL},
        {"http://example.com", NULL},
        {"HTTPS://example.com/?a=b&c=%20d#e", NULL},
        {"https://example.com:8443/x", NULL},
        {"https://[2001:db8::1]/x", NULL},
        {"https://example.com/$(id)`id`;|'\"%s", NULL}, /* one argument, no shell */
        {"https://example.com/a@b", NULL},
        {"javascript:alert(1)", "does not begin"},
        {"data:text/html,x", "does not begin"},
        {"file:///etc/passwd", "does not begin"},
        {"ftp://example.com/", "does not begin"},
        {"mailto:a@example.com", "does not begin"},
        {"ssh://-oProxyCommand=x", "does not begin"},
        {"-oProxy=x", "does not begin"},
        {"//x", "does not begin"},
        {"https:x", "does not begin"},
        {"https:/x", "does not begin"},
        {"httpsx://x", "does not begin"},
        {"", "does not begin"},
        {" https://x", "visible ASCII"},
        {"https://x y", "visible ASCII"},
        {"https://x\ty", "visible ASCII"},
        {"https://x/\x1b[31m", "visible ASCII"},
        {"https://x/\r\nHost: y", "visible ASCII"},
        {"https://x/\x7f", "visible ASCII"},
        {"https://ex\xc3\xa4mple.com/", "visible ASCII"},
        {"https:///x", "no host"},
        {"https://", "no host"},
        {"https://:80/", "no host"},
        {"https://?x", "no host"},
        {"https://good\\@evil/", "backslash"},
        {"https://user:secret@example.com/", "user name"},
        {"https://user@example.com/", "user name"},
        {"https://@example.com/", "user name"},
        {"https://ex%61mple.com/", "contains '%'"},
        {"https://a,b/", "contains ','"},
        {"https://example.com:0/", "cannot be used"},
        {"https://example.com:99999/", "cannot be used"},
        {"https://example.com:8x/", "cannot be used"},
        {"https://[::1/", "cannot be used"},
    };
    check_rows(rows, LEN(rows), url_may_open);
    struct err e;
    assert_false(url_may_open("https://user:secret@example.com/", &e));
    assert_null(strstr(e.text, "secret"));
}

static void url_may_open__length(void **state)
{
    (void)state;
    static const size_t lengths[] = {URL_OPEN_MAX_BYTES, URL_OPEN_MAX_BYTES + 1, 64 * 1024};
    for (size_t i = 0; i < LEN(lengths); i++) {
        char *url = xmalloc(lengths[i] + 1);
        memset(url, 'a', lengths[i]);
        memcpy(url, "https://h/", 10);
        url[lengths[i]] = '\0';
        struct err e = {""};
        assert_int_equal(url_may_open(url, &e), lengths[i] <= URL_OPEN_MAX_BYTES);
        assert_true(i == 0 || strstr(e.text, "longer than 4096"));
        free(url);
    }
}

static void url_check_base__rows(void **state)
{
    (void)state;
    static const struct check_row rows[] = {
        {"https://api.ringyo.ai", NULL},
        {"https://eu.api.ringyo.ai/v2/", NULL},
        {"https://api.ringyo.ai:65535", NULL},
        {"http://127.0.0.1:8080", NULL},
        {"http://127.9.9.9", NULL},
        {"http://localhost:1", NULL},
        {"http://mock.localhost", NULL},
        {"http://[::1]:8080/x", NULL},
        {"http://api.ringyo.ai", "http to 'api.ringyo.ai' is refused"},
        {"http://10.0.0.1", "refused"},
        {"http://127.0.0.1.evil.example", "refused"},
        {"http://localhost.evil.example", "refused"},
        {"http://evillocalhost", "refused"},
        {"http://[::2]", "refused"},
        {"http://0.0.0.0", "refused"},
        {"file:///etc/passwd", "does not begin"},
        {"ftp://api.ringyo.ai", "does not begin"},
        {"api.ringyo.ai", "does not begin"},
        {"https:///api.ringyo.ai", "no host"},
        {"https://user:secret@api.ringyo.ai", "user name"},
        {"https://api.ringyo.ai\\@evil.example", "backslash"},
        {"https://api.r\xc3\xafngyo.ai", "visible ASCII"},
        {"https://api.ringyo.ai/#x", "query or a fragment"},
        {"https://api.ringyo.ai/?x=1", "query or a fragment"},
        {"https://api.ringyo.ai:0", "cannot be used"},
        {"https://api.ringyo.ai:99999", "cannot be used"},
        {"https://api.ringyo.ai:-1", "cannot be used"},
        {"https://{region}.ringyo.ai", "contains '{'"},
        {"https://api.ringyo.ai/\x01", "visible ASCII"},
        {"", "does not begin"},
    };
    check_rows(rows, LEN(rows), url_check_base);
}

static void url_split__parts(void **state)
{
    (void)state;
    struct url_parts p;
    assert_true(url_split("https://App.Ringyo.ai:8443/calls/call_1?x=a%20b&y#z", &p));
    assert_string_equal(p.scheme, "https");
    assert_string_equal(p.host, "App.Ringyo.ai");
    assert_string_equal(p.path, "/calls/call_1");
    assert_string_equal(p.query, "x=a%20b&y");
    assert_int_equal(p.port, 8443);
    url_parts_done(&p);
    assert_null(p.host);
    assert_true(url_split("http://h", &p));
    assert_string_equal(p.path, "/");
    assert_string_equal(p.query, "");
    assert_int_equal(p.port, 80);
    url_parts_done(&p);
    assert_true(url_split("https://2130706433/", &p));
    assert_true(url_host_is_loopback(p.host)); /* as libcurl will connect to it */
    url_parts_done(&p);
    static const char *const bad[] = {"",         "call_xyz789",  "h/p",
                                      "https://", "https://a b/", "https://h:x/"};
    for (size_t i = 0; i < LEN(bad); i++) {
        p = (struct url_parts){.port = 5};
        if (url_split(bad[i], &p))
            fail_msg("'%s' was split, expected a refusal", bad[i]);
        assert_true(!p.host && p.port == 5);
    }
}

static void url_host_is_loopback__rows(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        bool want;
    } rows[] = {
        {"localhost", true},
        {"LocalHost", true},
        {"a.localhost", true},
        {"127.0.0.1", true},
        {"127.255.0.9", true},
        {"::1", true},
        {"[::1]", true},
        {"0:0:0:0:0:0:0:1", true},
        {".localhost", false},
        {"localhost.", false},
        {"localhost.x", false},
        {"xlocalhost", false},
        {"128.0.0.1", false},
        {"127.0.0.1.x", false},
        {"127.1", false},
        {"1127.0.0.1", false},
        {"[::2]", false},
        {"[]", false},
        {"", false},
        {"::", false},
        {"[::1", false},
        {"::ffff:127.0.0.1", false},
    };
    for (size_t i = 0; i < LEN(rows); i++)
        if (url_host_is_loopback(rows[i].host) != rows[i].want)
            fail_msg("'%s' expected to be %s", rows[i].host,
                     rows[i].want ? "loopback" : "no loopback");
}

static void url_host_text__rows(void **state)
{
    (void)state;
    static const struct {
        const char *url, *want;
    } rows[] = {
        {"https://example.com/x", "example.com"},
        {"http://127.0.0.1:8080/x", "127.0.0.1:8080"},
        {"https://user:secret@example.com", "example.com"},
        {"ftp://files.example", "files.example"},
        {"https://ex\xc3\xa4mple.com\xe2\x80\xae/", "ex\xc3\xa4mple.com"},
        {"javascript:alert(1)", ""},
        {"/relative", ""},
        {"https://x\r\ny/", ""},
        {"", ""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *got = url_host_text(rows[i].url);
        if (strcmp(got, rows[i].want) != 0)
            fail_msg("'%s' gave '%s', expected '%s'", rows[i].url, got, rows[i].want);
        free(got);
    }
}

static void id_check__rows(void **state)
{
    (void)state;
    static const struct check_row rows[] = {
        {"call_xyz789", NULL},
        {"550e8400-e29b-41d4-a716-446655440000", NULL},
        {"a/b", NULL},
        {"a?x=1#b", NULL},
        {"%2e%2e%2f", NULL},
        {"\xc3\xa9", NULL},
        {"a b", NULL},
        {"...", NULL},
        {"-x", NULL},
        {"", "is empty"},
        {"   ", "is empty"},
        {" \t\r\n", "is empty"},
        {".", "cannot be requested"},
        {"..", "cannot be requested"},
        {"a\nb", "control characters"},
        {"a\x1b[31mb", "the call ID 'a[31mb' contains control characters"},
        {"a\x7f", "control characters"},
        {"a\xc2\x9b", "control characters"},
        {"a\xff", "not UTF-8"},
        {"\xed\xa0\xbd\xed\xb8\x80", "not UTF-8"},
        {"\xc0\xaf", "not UTF-8"},
        {"\xff%n%s", "%n%s"},
    };
    check_rows(rows, LEN(rows), url_check_id);
}

static void id_check__length(void **state)
{
    (void)state;
    char id[ID_MAX_BYTES + 2];
    memset(id, 'x', sizeof id);
    id[ID_MAX_BYTES + 1] = '\0';
    struct err e;
    assert_false(url_check_id(id, &e));
    char want[64];
    memset(want, 'x', 40);
    want[40] = '\0';
    char *quote = xasprintf("'%s...'", want);
    assert_non_null(strstr(e.text, quote)); /* 40 characters and no more */
    free(quote);
    id[ID_MAX_BYTES] = '\0';
    assert_true(url_check_id(id, &e));
}

static void url_encode__byte_by_byte(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want;
    } rows[] = {
        {"call_xyz-789.~", "call_xyz-789.~"},
        {"a/b", "a%2Fb"},
        {"a?x=1&y", "a%3Fx%3D1%26y"},
        {"a#b", "a%23b"},
        {"%2e%2e%2f", "%252e%252e%252f"},
        {"\xc3\xa9", "%C3%A9"},
        {"a b+c", "a%20b%2Bc"},
        {"\x01\xff:@;,\"'", "%01%FF%3A%40%3B%2C%22%27"},
        {"", ""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf b = {0};
        buf_puts(&b, "/");
        url_encode(&b, rows[i].in);
        if (strcmp(buf_str(&b) + 1, rows[i].want) != 0)
            fail_msg("'%s' gave '%s', expected '%s'", rows[i].in, buf_str(&b) + 1, rows[i].want);
        buf_done(&b);
    }
}

static void url_decode__rows(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want;
    } rows[] = {{"", ""},   {"a%20b", "a b"}, {"%3A%3a", "::"},
                {"%", "%"}, {"%4", "%4"},     {"%zz%41", "%zzA"}};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf b = {0};
        url_decode(&b, rows[i].in, strlen(rows[i].in));
        assert_string_equal(buf_str(&b), rows[i].want);
        buf_done(&b);
    }
}

static void url_resolve__rows(void **state)
{
    (void)state;
    static const char base[] = "https://h.example/a/b?q=1#f";
    static const struct {
        const char *in, *want; /* NULL: no URL */
    } rows[] = {
        {"c.mp3", "https://h.example/a/c.mp3"},
        {"/c?x=y#z", "https://h.example/c?x=y"},
        {"../c", "https://h.example/c"},
        {"//i.example/c", "https://i.example/c"},
        {"http://i.example", "http://i.example/"},
        {"?r=2", "https://h.example/a/b?r=2"},
        {"http://\x01/", NULL},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *url = url_resolve(base, rows[i].in);
        if ((url != NULL) != (rows[i].want != NULL) || (url && strcmp(url, rows[i].want) != 0))
            fail_msg("'%s' gave '%s', expected '%s'", rows[i].in, url ? url : "nothing",
                     rows[i].want ? rows[i].want : "nothing");
        free(url);
    }
    assert_null(url_resolve("nonsense:", "x"));
}

static void url_same_origin__rows(void **state)
{
    (void)state;
    assert_true(url_same_origin("https://h.example/a", "HTTPS://H.example:443/b"));
    assert_false(url_same_origin("https://h.example/", "http://h.example/"));
    assert_false(url_same_origin("https://h.example/", "https://h.example:444/"));
    assert_false(url_same_origin("https://h.example/", "https://i.example/"));
    assert_false(url_same_origin("", ""));
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(url_may_open__rows),
        cmocka_unit_test(url_may_open__length),
        cmocka_unit_test(url_check_base__rows),
        cmocka_unit_test(url_split__parts),
        cmocka_unit_test(url_host_is_loopback__rows),
        cmocka_unit_test(url_host_text__rows),
        cmocka_unit_test(id_check__rows),
        cmocka_unit_test(id_check__length),
        cmocka_unit_test(url_encode__byte_by_byte),
        cmocka_unit_test(url_decode__rows),
        cmocka_unit_test(url_resolve__rows),
        cmocka_unit_test(url_same_origin__rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
