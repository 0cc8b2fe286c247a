/* Tokens and passwords that a provider sends with a call are hidden wherever its values are shown,
 * but not in its answer itself. */
#include "base/alloc.h"
#include "call/facts.h"
#include "call/links.h"
#include "print/print.h"
#include "tests/support/extracting.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static void secrets__by_the_name__are_hidden(void **state)
{
    (void)state;
    static const char *const hidden[] = {
        "access_token",   "refreshToken", "token",       "client_secret",
        "webhook-secret", "password",     "X-Api-Key",   "Authorization",
        "controlUrl",     "listenUrl",    "private_key", "credentials",
    };
    static const char *const shown[] = {
        "token_usage", "promptTokens", "secretary", "recordingUrl",
        "key_points",  "authorized",   "tokens",    "public_log_url",
    };
    for (size_t i = 0; i < LEN(hidden) + LEN(shown); i++) {
        bool hide = i < LEN(hidden);
        const char *name = hide ? hidden[i] : shown[i - LEN(hidden)];
        char *json = xasprintf("{\"id\":\"c1\",\"%s\":\"abc\",\"list\":[{\"%s\":7}]}", name, name);
        char *want = xasprintf(hide ? "\"other\":{\"%s\":\"(hidden)\",\"list\":[{\"%s\":"
                                      "\"(hidden)\"}]}"
                                    : "\"other\":{\"%s\":\"abc\",\"list\":[{\"%s\":7}]}",
                               name, name);
        struct answer_body answer = body(200, json);
        char *got = printed("ringyo", "c1", &answer, NULL);
        check_has(got, want);
        free(got);
        free(want);
        free(json);
    }
}

/* Nothing that could be a secret is there to be hidden. */
static void secrets__without_a_value__are_shown(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ringyo", "{\"id\":\"c1\",\"token\":null,\"has_secret\":true,\"password\":\"\"}",
         "\"other\":{\"token\":null,\"has_secret\":true,\"password\":\"\"}"},
        {"ringyo", "{\"id\":\"c1\",\"credentials\":{\"user\":\"u\",\"at\":[1]}}",
         "\"other\":{\"credentials\":\"(hidden)\"}"},
    };
    check_rows(rows, LEN(rows));
}

static void secrets__in_tool_calls__are_hidden(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"vapi",
         "{\"id\":\"c1\",\"messages\":[{\"role\":\"tool\",\"toolCalls\":[{\"function\":{\"name\":"
         "\"f\",\"arguments\":{\"city\":\"Bern\",\"apiKey\":\"abc\"}}}]}]}",
         "\"payload\":{\"city\":\"Bern\",\"apiKey\":\"(hidden)\"},"},
        {"retell",
         "{\"call_id\":\"c1\",\"transcript_with_tool_calls\":[{\"role\":\"tool_call_invocation\","
         "\"name\":\"f\",\"arguments\":\" {\\\"access_token\\\":\\\"abc\\\",\\\"n\\\":1}\"}]}",
         "\"payload\":\"{\\\"access_token\\\":\\\"(hidden)\\\",\\\"n\\\":1}\","},
        {"retell",
         "{\"call_id\":\"c1\",\"transcript_with_tool_calls\":[{\"role\":\"tool_call_result\","
         "\"content\":\"{\\\"token\\\":\\\"abc\\\"}\",\"successful\":true}]}",
         "\"text\":\"{\\\"token\\\":\\\"(hidden)\\\"}\""},
        {"retell",
         "{\"call_id\":\"c1\",\"transcript_with_tool_calls\":[{\"role\":\"agent\",\"content\":"
         "\"[{my token is\"}]}",
         "\"text\":\"[{my token is\""},
    };
    check_rows(rows, LEN(rows));
}

static void secrets__in_judgements__are_hidden(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"elevenlabs",
         "{\"conversation_id\":\"c1\",\"analysis\":{\"data_collection_results\":{\"api_token\":"
         "{\"value\":\"abc\",\"rationale\":\"it is abc\"}}}}",
         "\"evaluations\":[{\"name\":\"api_token\",\"result\":\"(hidden)\",\"reason\":null}]"},
        {"elevenlabs",
         "{\"conversation_id\":\"c1\",\"analysis\":{\"data_collection_results\":{\"city\":"
         "{\"value\":\"Bern\",\"rationale\":\"{\\\"token\\\":\\\"abc\\\"}\"}}}}",
         "\"reason\":\"{\\\"token\\\":\\\"(hidden)\\\"}\""},
    };
    check_rows(rows, LEN(rows));
}

/* What went wrong is often the answer of another server as it came. */
static void secrets__in_a_text_that_is_json__are_hidden(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"elevenlabs",
         "{\"conversation_id\":\"c1\",\"transcript\":[{\"role\":\"agent\",\"tool_results\":[{"
         "\"tool_name\":\"f\",\"raw_error_message\":\"{\\\"token\\\":\\\"abc\\\"}\"}]}]}",
         "\"error\":\"{\\\"token\\\":\\\"(hidden)\\\"}\""},
        {"retell",
         "{\"call_id\":\"c1\",\"transcript_object\":[{\"user\":\"{\\\"token\\\":\\\"abc\\\"}\"}]}",
         "\"text\":\"{\\\"token\\\":\\\"(hidden)\\\"}\""},
        {"elevenlabs",
         "{\"conversation_id\":\"c1\",\"transcript\":[{\"role\":\"agent\",\"message\":["
         "\"{\\\"token\\\":\\\"abc\\\"}\"]}]}",
         "\"text\":\"{\\\"token\\\":\\\"(hidden)\\\"}\""},
        {"retell", "{\"call_id\":\"c1\",\"call_status\":\"{\\\"token\\\":\\\"abc\\\"}\"}",
         "\"status\":\"{\\\"token\\\":\\\"(hidden)\\\"}\""},
        {"bland", "{\"call_id\":\"c1\",\"call_ended_by\":\"{\\\"token\\\":\\\"abc\\\"}\"}",
         "\"hung_up\":\"{\\\"token\\\":\\\"(hidden)\\\"}\""},
    };
    check_rows(rows, LEN(rows));
}

/* Retell's documented example has an access token; Vapi's has the URLs that control a call. */
static struct call *saved_call(const char *name, const char *file)
{
    char *text = scratch_read("tests/fixtures/payloads", file);
    assert_non_null(text);
    struct answer_body answer = body(200, text);
    struct extracted got = extract(provider(name), "", &answer, NULL);
    assert_non_null(got.call);
    free(text);
    return got.call;
}

static const char *fact_value(const struct facts *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->list[i].name, name) == 0)
            return f->list[i].value;
    fail_msg("expected a fact %s", name);
    return NULL;
}

static void secrets__facts_and_links__do_not_show_them(void **state)
{
    (void)state;
    struct facts f;
    struct call *c = saved_call("vapi", "vapi-10.json");
    facts_of_other(&f, c);
    assert_string_equal(fact_value(&f, "/monitor/controlUrl"), "(hidden, J shows it)");
    for (size_t i = 0; i < c->links->count; i++)
        assert_null(strstr(c->links->list[i].url, "x/control"));
    facts_done(&f);
    call_free(c);
}

static void secrets__forms__only_raw_has_them(void **state)
{
    (void)state;
    struct call *c = saved_call("retell", "retell-01.json");
    struct buf text = {0}, raw = {0};
    print_text(&text, c, 80, &(struct spot_limits){3, 2});
    print_raw(&raw, c);
    assert_null(strstr(buf_str(&text), "TOKEN"));
    assert_non_null(strstr(buf_str(&text), "(hidden, J shows it)"));
    assert_non_null(strstr(buf_str(&raw), "\"access_token\": \"TOKEN\""));
    assert_string_equal(value_member(c->documents[0].root, "access_token")->text, "TOKEN");
    buf_done(&text);
    buf_done(&raw);
    call_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets__by_the_name__are_hidden),
        cmocka_unit_test(secrets__without_a_value__are_shown),
        cmocka_unit_test(secrets__in_tool_calls__are_hidden),
        cmocka_unit_test(secrets__in_judgements__are_hidden),
        cmocka_unit_test(secrets__in_a_text_that_is_json__are_hidden),
        cmocka_unit_test(secrets__facts_and_links__do_not_show_them),
        cmocka_unit_test(secrets__forms__only_raw_has_them),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
