/* An answer that holds no call becomes a failure with a kind, a code and a message. */
#include "base/alloc.h"
#include "provider/extract/refusal.h"
#include "tests/support/extracting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WEB_PAGE "a web page came, not the API: base_url, a proxy or a filter may be why"
#define LEN(a) (sizeof(a) / sizeof *(a))

static void extract__no_call__is_a_failure(void **state)
{
    (void)state;
    static const struct {
        const char *type, *body, *message;
    } rows[] = {
        {"application/json", "{}", "\"the answer holds no call data\""},
        {"application/json", "[]", "\"the answer holds no call data\""},
        {"application/json", "{\"message\":{\"type\":\"end-of-call-report\",\"call\":{}}}",
         "\"this is the body of a webhook (end-of-call-report), not a call\""},
        {NULL, "null", "\"the answer holds no call data\""},
        {NULL, "true", "\"the answer holds no call data\""},
        {NULL, "42", "\"the answer holds no call data\""},
        {NULL, "\"call\"", "\"the answer holds no call data\""},
        {NULL, "{\"id\":null,\"status\":null}", "\"the answer holds no call data\""},
        {NULL, "{\"a\":{\"b\":1}}", "\"the answer holds no call data\""},
        {NULL, "{\"message\":\"try later\"}", "\"try later\""},
        {NULL, "", "\"the answer is empty\""},
        {"text/html", " \r\n", "\"the answer is empty\""},
        {"text/html; charset=utf-8", "<html>\x1b[31m", "\"" WEB_PAGE "\""},
        {"text/plain", "call", "\"not JSON (text/plain)\""},
        {"application/json; charset=utf-8", "{} x", "\"not JSON at byte 4\""},
        {"application/problem+json", "{}\n{}\n", "\"not JSON near byte 4\""},
        {"text/ht\x1bml", "<", "\"not JSON (text/ht"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct answer_body answer = body(200, rows[i].body);
        answer.content_type = rows[i].type;
        char *got = printed("plain", "c1", &answer, NULL);
        check_has(got, "\"error\":{\"kind\":\"provider\",\"http_status\":200,");
        check_has(got, rows[i].message);
        assert_null(strchr(got, 0x1b));
        free(got);
    }
}

/* Whatever the status says about a key or an ID, a web page says nothing about either. */
static void extract__web_page__is_never_the_provider(void **state)
{
    (void)state;
    static const int statuses[] = {200, 400, 401, 403, 404, 410, 429, 500, 502, 503, 504};
    static const struct {
        const char *type, *body;
        bool page;
    } rows[] = {{"text/html; charset=utf-8", "<h1>Not Found</h1>", true},
                {"application/xhtml+xml", "<?xml version=\"1.0\"?><html>", true},
                {"TEXT/HTML", "Not Found", true},
                {"text/plain", " \n<!DOCTYPE html><title>Sign in</title>", true},
                {NULL, "<HTML>", true},
                {"application/json", "<html", true},
                {"text/html", "", false},
                {"text/html", " \n", false},
                {"text/html", "{\"message\":\"an API that names the wrong type\"}", false},
                {"application/xml", "<Error/>", false},
                {NULL, "<htm", false}};
    for (size_t s = 0; s < LEN(statuses); s++)
        for (size_t i = 0; i < LEN(rows); i++) {
            struct answer_body answer = body(statuses[s], rows[i].body);
            answer.content_type = rows[i].type;
            answer.retry_after_s = 3;
            struct extracted got = extract(provider("ringyo"), "c1", &answer, NULL);
            assert_non_null(got.failure);
            assert_int_equal(got.failure->cause == CAUSE_WEB_PAGE, rows[i].page);
            if (rows[i].page) {
                assert_int_equal(got.failure->kind, KIND_PROVIDER);
                assert_string_equal(got.failure->message, WEB_PAGE);
                assert_int_equal(failure_limit_s(got.failure), statuses[s] == 429 ? 3 : -1);
            }
            failure_free(got.failure);
        }
}

static void extract__refusals__have_kind_code_and_words(void **state)
{
    (void)state;
    static const struct {
        const char *provider;
        int status;
        const char *body, *want;
    } rows[] = {
        {"ringg", 404, "{\"detail\":\"Call not found\"}",
         "{\"kind\":\"not_found\",\"http_status\":404,\"code\":null,\"message\":\"Call not "
         "found\""},
        {"ringg", 422,
         "{\"detail\":[{\"loc\":[\"query\",\"id\",0],\"msg\":\"bad\",\"type\":\"t\"},"
         "{\"msg\":\"worse\"},{}]}",
         "{\"kind\":\"refused\",\"http_status\":422,\"code\":null,"
         "\"message\":\"query.id.0: bad; worse\""},
        {"ringg", 500, "{\"error\":{\"code\":7,\"message\":\"m\"}}",
         "\"code\":\"7\",\"message\":\"m\""},
        {"diga", 403,
         "{\"status\":\"error\",\"error_code\":\"INTERNAL_SERVER_ERROR\","
         "\"message\":\"Missing permissions\"}",
         "{\"kind\":\"auth\",\"http_status\":403,\"code\":\"INTERNAL_SERVER_ERROR\","
         "\"message\":\"Missing permissions\""},
        {"voxworks", 200, "{\"success\":false,\"message\":\"gone\"}",
         "{\"kind\":\"provider\",\"http_status\":200,\"code\":null,\"message\":\"gone\""},
        {"voxworks", 429, "{\"success\":false,\"message\":\"Rate limit exceeded\"}",
         "\"kind\":\"rate_limited\""},
        {"cometchat", 200,
         "{\"error\":{\"code\":\"ERR_CALL_SESSION_NOT_FOUND\",\"message\":\"m\"}}",
         "{\"kind\":\"not_found\",\"http_status\":200,\"code\":\"ERR_CALL_SESSION_NOT_FOUND\""},
        {"cometchat", 400, "{\"error\":{\"code\":\"AUTH_ERR_APIKEY_NOT_FOUND\",\"message\":\"m\"}}",
         "\"kind\":\"auth\""},
        {"cometchat", 400,
         "{\"error\":{\"code\":\"ERR_BAD\",\"message\":\"m\",\"details\":{"
         "\"sessionId\":[\"too short\",\"bad\"],\"x\":\"y\"}}}",
         "{\"kind\":\"refused\",\"http_status\":400,\"code\":\"ERR_BAD\","
         "\"message\":\"m (sessionId: too short, bad; x: y)\""},
        {"cometchat", 400, "{\"error\":{\"message\":\"m\",\"details\":[\"a\",7]}}",
         "\"message\":\"m (a; 7)\""},
        {"cometchat", 400, "{\"error\":{\"message\":\"m\",\"details\":\"why\"}}",
         "\"message\":\"m (why)\""},
        {"cometchat", 400, "{\"error\":{\"message\":\"m\",\"details\":\"\"}}", "\"message\":\"m\""},
        {"cometchat", 400, "{\"error\":{\"message\":\"m\",\"details\":7}}", "\"message\":\"m\""},
        {"cometchat", 400, "{\"error\":{\"message\":\"m\",\"details\":null}}", "\"message\":\"m\""},
        {"cometchat", 400, "{}",
         "\"message\":\"the provider answered 400 without giving a reason\""},
        {"cometchat", 200, "{\"data\":[],\"error\":{\"code\":\"ERR_TOO_MANY_REQUESTS\"}}",
         "\"kind\":\"rate_limited\""},
        {"ringyo", 404,
         "{\"error\":{\"code\":\"call_not_found\",\"message\":\"m\",\"details\":{}},"
         "\"meta\":{\"request_id\":\"req_1\"}}",
         "\"code\":\"call_not_found\",\"message\":\"m\",\"request_id\":\"req_1\""},
        {"ringyo", 200, "{\"error\":\"unauthorized\"}",
         "{\"kind\":\"auth\",\"http_status\":200,\"code\":\"unauthorized\","
         "\"message\":\"unauthorized\""},
        {"ringyo", 200, "{\"id\":\"c1\",\"error\":\"line broke\",\"status\":\"failed\"}",
         "\"other\":{\"error\":\"line broke\"}"},
        {"ringyo", 500, "{\"error_message\":\"down\"}", "\"message\":\"down\""},
        {"ringyo", 500, "{\"error\":{\"message\":null},\"message\":\"\",\"detail\":\"d\"}",
         "\"message\":\"d\""},
        {"ringyo", 502, "<", "\"message\":\"the provider answered 502 without giving a reason\""},
        {"ringyo", 404, "{\"detail\":{\"description\":\"no such model\"}}",
         "\"message\":\"no such model\""},
        {"ringyo", 404, "{\"errors\":[{\"message\":\"one\"},{\"message\":\"two\"}]}",
         "\"message\":\"one; two\""},
        {"ringyo", 404, "{\"errors\":[{\"message\":7},{\"message\":\"\"},\"plain\"]}",
         "\"message\":\"plain\""},
        {"ringyo", 404,
         "{\"detail\":[{\"loc\":\"query\",\"msg\":\"bad\"},{\"loc\":[],\"msg\":\"worse\"}]}",
         "\"message\":\"bad; worse\""},
        {"ringyo", 404, "{\"message\":\"\\u200b \\u3164\\u2800\\u00a0\",\"detail\":\"seen\"}",
         "\"message\":\"seen\""},
        {"ringyo", 404, "{\"message\":\"\\u200b\\u00ad\"}",
         "\"message\":\"the provider answered 404 without giving a reason\""},
        {"ringyo", 407, "", "\"kind\":\"refused\""},
        {"ringyo", 503, "", "\"message\":\"the provider answered 503 with an empty body\""},
        {"ringyo", 401, "{\"message\":\"a\\u001b]0;x\\u0007b\\n\\u202ec\"}",
         "\"message\":\"a]0;xb c\""},
        {"ringyo", 401, "", "\"kind\":\"auth\""},
        {"ringyo", 408, "", "\"kind\":\"refused\""},
        {"ringyo", 410, "", "\"kind\":\"not_found\""},
        {"ringyo", 504, "", "\"kind\":\"provider\""},
        {"ringyo", 600, "", "\"kind\":\"provider\""},
        {"ringyo", 304, "", "\"kind\":\"provider\""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct answer_body answer = body(rows[i].status, rows[i].body);
        char *got = printed(rows[i].provider, "c1", &answer, NULL);
        check_has(got, rows[i].want);
        free(got);
    }
}

/* Each status with each form of error: the status decides the kind, the message is the provider's.
 */
static void extract__every_status_and_form__has_kind_and_words(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *kind;
    } statuses[] = {{400, "refused"},  {401, "auth"},      {403, "auth"},     {404, "not_found"},
                    {408, "refused"},  {410, "not_found"}, {422, "refused"},  {429, "rate_limited"},
                    {500, "provider"}, {502, "provider"},  {503, "provider"}, {504, "provider"},
                    {600, "provider"}};
    static const char *const forms[] = {
        "{\"error\":{\"code\":\"c\",\"message\":\"words\"}}",
        "{\"error\":{\"message\":\"words\",\"code\":\"c\",\"details\":{\"f\":[\"t\"]}}}",
        "{\"status\":\"error\",\"error_code\":\"INTERNAL_SERVER_ERROR\",\"message\":\"words\"}",
        "{\"success\":false,\"message\":\"words\"}",
        "{\"detail\":\"words\"}",
        "{\"detail\":[{\"loc\":[\"query\",0],\"msg\":\"words\",\"type\":\"t\"}]}",
        "{\"error\":\"words\"}",
        "{\"error_message\":\"words\"}",
        "{\"message\":\"\\u001b[2Jwords\"}",
    };
    static const char *const providers[] = {"ringg", "diga", "voxworks", "cometchat", "ringyo"};
    for (size_t s = 0; s < LEN(statuses); s++)
        for (size_t f = 0; f < LEN(forms); f++)
            for (size_t p = 0; p < LEN(providers); p++) {
                struct answer_body answer = body(statuses[s].status, forms[f]);
                char *want = xasprintf("\"error\":{\"kind\":\"%s\",\"http_status\":%d,",
                                       statuses[s].kind, statuses[s].status);
                char *got = printed(providers[p], "c1", &answer, NULL);
                check_has(got, want);
                check_has(got, "words");
                assert_null(strchr(got, 0x1b));
                free(got);
                free(want);
            }
}

static void extract__refusal_headers__are_read_and_cleaned(void **state)
{
    (void)state;
    struct answer_body answer = body(429, "{\"message\":\"slow\"}");
    answer.retry_after_s = 9;
    answer.request_id = "r\x1b[2J1";
    char *got = printed("ringyo", "c1", &answer, NULL);
    check_has(got, "\"request_id\":\"r[2J1\",\"retry_after_s\":9}");
    free(got);
    answer = body(502, "<Error>");
    answer.content_type = "text/xml; charset=x";
    got = printed("ringyo", "c1", &answer, NULL);
    check_has(got, "\"message\":\"the provider answered 502 with text/xml\"");
    free(got);
}

/* 65,535 bytes and a character of two: only what fits is kept. */
static void extract__only_document__first_64_kb(void **state)
{
    (void)state;
    struct buf text = {0};
    for (int i = 0; i < 65535; i++)
        buf_putc(&text, 'a');
    buf_puts(&text, "\xc3\xa9"
                    "end");
    struct answer_body answer = body(500, buf_str(&text));
    struct call *c = extract_only_document(provider("ringyo"), "c1", &answer);
    assert_int_equal(c->document_count, 1);
    assert_int_equal(c->documents[0].count, 65535);
    assert_null(c->documents[0].root);
    call_free(c);
    answer = body(404, "{\"a\":1}");
    c = extract_only_document(provider("ringyo"), "c1", &answer);
    assert_string_equal(c->documents[0].bytes, "{\"a\":1}");
    assert_non_null(c->documents[0].root);
    call_free(c);
    answer = body(404, "");
    assert_null(extract_only_document(provider("ringyo"), "c1", &answer));
    buf_done(&text);
}

static void extract__long_words__are_cut(void **state)
{
    (void)state;
    struct buf json = {0};
    buf_puts(&json, "{\"message\":\"");
    for (int i = 0; i < 250000; i++)
        buf_puts(&json, "\xc3\xa9"
                        "ab");
    buf_puts(&json, "\"}");
    struct answer_body answer = body(500, buf_str(&json));
    struct extracted got = extract(provider("ringyo"), "c1", &answer, NULL);
    assert_non_null(got.failure);
    assert_in_range(strlen(got.failure->message), 300, 600);
    failure_free(got.failure);
    buf_done(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extract__no_call__is_a_failure),
        cmocka_unit_test(extract__web_page__is_never_the_provider),
        cmocka_unit_test(extract__refusals__have_kind_code_and_words),
        cmocka_unit_test(extract__every_status_and_form__has_kind_and_words),
        cmocka_unit_test(extract__refusal_headers__are_read_and_cleaned),
        cmocka_unit_test(extract__long_words__are_cut),
        cmocka_unit_test(extract__only_document__first_64_kb),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
