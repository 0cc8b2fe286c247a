/* The key of a request, sent back by the provider in each part of its answer. */
#include "base/alloc.h"
#include "fetch/redact.h"
#include "print/print.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define KEY "sk-a+b/c\"d=9"

static void redact__text__key_in_every_form(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want; /* want NULL: the key is not in there */
    } rows[] = {
        {"key " KEY " is wrong", "key *** is wrong"},
        {KEY, "***"},
        {KEY KEY "," KEY, "******,***"},
        {"{\"k\":\"sk-a+b/c\\\"d=9\"}", "{\"k\":\"***\"}"},
        {"sk-a+b\\/c\\\"d=9", "***"},
        {"sk-a\\u002bb\\u002Fc\\u0022d=9", "***"},
        {"?key=sk-a%2Bb%2fc%22d%3D9&x", "?key=***&x"},
        {"sk-a+b/c\"d=", NULL},
        {"sk-a+b/csk-a+b/c\"d=9", "sk-a+b/c***"},
        {"SK-A+B/C\"D=9", NULL},
        {"sk-a%2", NULL},
        {"sk-a\\u00", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf out = {0};
        bool found = redact(&out, rows[i].text, strlen(rows[i].text), KEY);
        assert_int_equal(found, rows[i].want != NULL);
        assert_string_equal(buf_str(&out), found ? rows[i].want : "");
        buf_done(&out);
    }
}

/* The characters that begin an escape, as they are and escaped. */
static void redact__text__key_with_signs_of_escapes(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"50%\\off%25", "50%\\off%25"},
        {"50%\\off%25", "50%\\\\off%25"},
        {"50%\\off%25", "50\\u0025\\u005coff\\u002525"},
        {"50%\\off%25", "50%25%5Coff%2525"},
        {"%%%%%%%%", "%25%25%25%25%25%25%25%25"},
        {"\\\\\\\\\\\\\\\\", "\\\\\\\\\\\\\\\\"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf out = {0};
        char *text = xasprintf("<%s>", rows[i][1]);
        assert_true(redact(&out, text, strlen(text), rows[i][0]));
        assert_string_equal(buf_str(&out), "<***>");
        buf_done(&out);
        free(text);
    }
}

static void redact__text__short_keys_are_words(void **state)
{
    (void)state;
    struct buf out = {0};
    assert_false(redact(&out, "a secret", 8, "secret"));
    assert_false(redact(&out, "seven77", 7, "seven77"));
    assert_false(redact(&out, "a secret", 8, NULL));
    assert_true(redact(&out, "eight888", 8, "eight888"));
    assert_string_equal(buf_str(&out), "***");
    buf_done(&out);
}

/* The examples of RFC 4648, 10, whose padding is not looked for. */
static void redact__basic__is_base64(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"~~~?", "fn5+Pw"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *got = redact_basic(rows[i][0]);
        assert_string_equal(got, rows[i][1]);
        free_secret(got);
    }
    assert_null(redact_basic(NULL));
}

/* A provider that sends back the header of HTTP Basic, and the key. */
static void fetch__basic__is_hidden_too(void **state)
{
    (void)state;
    static const char body[] = "{\"id\":\"x\",\"status\":\"demo-key-0123 of "
                               "bWU6ZGVtby1rZXktMDEyMw==\"}";
    char *answer = xasprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n%s", body);
    struct canned *c = canned_start(&(struct canned_script){.bytes = answer});
    struct fetching f;
    char *ini = xasprintf("[provider canned]\nbase_url = http://127.0.0.1:%d\npath = /{id}\n"
                          "basic = me:{key}\nid = /id\nstatus = /status\n",
                          canned_port(c));
    fetching_start(&f, ini, (struct fetch_settings){0});
    struct answer *a =
        fetching_last(&f, fetching_submit(&f, "canned", "x", "demo-key-0123"), NULL, NULL);
    assert_non_null(a->call);
    assert_string_equal(a->call->status, "*** of ***==");
    assert_string_equal(a->call->documents[0].raw, body);
    fetch_answer_free(a);
    fetching_stop(&f);
    canned_stop(c);
    free(answer);
    free(ini);
}

static struct answer *answer_to(const char *bytes)
{
    struct canned *c = canned_start(&(struct canned_script){.bytes = bytes});
    struct fetching f;
    char *ini = fetching_ini("canned", "http", canned_port(c));
    fetching_start(&f, ini, (struct fetch_settings){0});
    struct answer *a =
        fetching_last(&f, fetching_submit(&f, "canned", "x", "demo-key-0123"), NULL, NULL);
    fetching_stop(&f);
    canned_stop(c);
    free(ini);
    return a;
}

#define HEAD(status) "HTTP/1.1 " status "\r\nContent-Type: application/json\r\n"

/* In the words of an error, its code, a header, the answer that is kept, and where a redirect
 * leads. */
static void fetch__failure__never_shows_the_key(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *shown;
    } rows[] = {
        {HEAD("401 No") "X-Request-Id: demo-key-0123\r\n\r\n"
                        "{\"code\":\"demo-key-0123\",\"message\":\"demo-key-0123 is no key\"}",
         "*** is no key"},
        {HEAD("302 Found") "Location: https://demo-key-0123.example/\r\nContent-Length: 0\r\n\r\n",
         "***.example"},
        {"HTTP/1.1 500 No\r\nContent-Type: demo-key-0123\r\n\r\nx", "with ***"},
        {HEAD("200 OK") "\r\nsend Authorization: demo-key-0123", "not JSON"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct answer *a = answer_to(rows[i].bytes);
        const struct failure *f = a->failure;
        struct buf all = {0};
        assert_non_null(f);
        assert_non_null(strstr(f->message, rows[i].shown));
        print_failure(&all, "canned", "x", f);
        if (a->call)
            print_answer(&all, a->call);
        assert_null(strstr(all.data, "demo-key-0123"));
        buf_done(&all);
        fetch_answer_free(a);
    }
}

/* What the call shows and copies is without the key; the raw form is the provider's bytes. */
static void fetch__call__hides_the_key_except_raw(void **state)
{
    (void)state;
    static const char body[] =
        "{\"id\":\"x\",\"status\":\"demo-key-0123\",\"u\":\"demo-key\\u002d0123\"}";
    char *bytes = xasprintf(HEAD("200 OK") "\r\n%s", body);
    struct answer *a = answer_to(bytes);
    struct buf shown = {0}, raw = {0};
    assert_non_null(a->call);
    print_answer(&shown, a->call);
    print_documents(&shown, a->call);
    print_json(&shown, a->call);
    assert_null(strstr(shown.data, "demo-key"));
    assert_string_equal(a->call->documents[0].bytes,
                        "{\"id\":\"x\",\"status\":\"***\",\"u\":\"***\"}");
    print_raw(&raw, a->call);
    assert_memory_equal(raw.data, body, sizeof body - 1);
    buf_done(&shown);
    buf_done(&raw);
    fetch_answer_free(a);
    free(bytes);
}

/* A download goes where the redirect says, also when the key is in it. */
static void download__redirect__followed_with_the_key_in_it(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){
        .bytes =
            HEAD("302 Found") "Location: /b?token=demo-key-0123\r\nContent-Length: 0\r\n\r\n"});
    struct fetching f;
    char *ini = fetching_ini("canned", "http", canned_port(c));
    fetching_start(&f, ini, (struct fetch_settings){0});
    struct fetch_order order = {.provider = described_find(&f.described, "canned"),
                                .id = xstrdup("x"),
                                .key = xstrdup("demo-key-0123"),
                                .url = xasprintf("http://127.0.0.1:%d/a", canned_port(c)),
                                .dir = xstrdup("/nowhere"),
                                .name = xstrdup("x")};
    unsigned job = fetch_download(f.fetcher, &order);
    fetching_expect_failure(fetching_last(&f, job, NULL, NULL), "redirects", KIND_PROVIDER,
                            "more than five times");
    char *received = canned_received(c);
    assert_non_null(strstr(received, "GET /b?token=demo-key-0123 "));
    free(received);
    fetching_stop(&f);
    canned_stop(c);
    free(ini);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(redact__text__key_in_every_form),
        cmocka_unit_test(redact__text__key_with_signs_of_escapes),
        cmocka_unit_test(redact__text__short_keys_are_words),
        cmocka_unit_test(redact__basic__is_base64),
        cmocka_unit_test(fetch__basic__is_hidden_too),
        cmocka_unit_test(fetch__failure__never_shows_the_key),
        cmocka_unit_test(fetch__call__hides_the_key_except_raw),
        cmocka_unit_test(download__redirect__followed_with_the_key_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
