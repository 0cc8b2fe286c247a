/* Which provider and ID a text means. A text is certain only if it is an ID of a known provider. */
#include "base/alloc.h"
#include "base/buf.h"
#include "provider/detect.h"
#include "tests/support/descriptions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define UUID "550e8400-e29b-41d4-a716-446655440000"
#define COMET "v1.us.31780434a95d45.16923681138d75114d60"

/* ringg, diga, cometchat, ringyo, ringyo-eu have keys; voxworks and keyless do not. */
static const char ini[] =
    "[provider ringg]\napi_key = a\n[provider diga]\napi_key = b\n"
    "[provider cometchat]\napi_key = c\n[provider ringyo]\napi_key = d\n"
    "web_url = https://app.ringyo.ai/calls/{id}\n"
    "[provider eu]\nlike = ringyo\nbase_url = https://eu.api.ringyo.ai:8443/x\nid_form = eu_*\n"
    "api_key = e\n"
    "[provider keyless]\nlike = ringyo\nid_form = kl_*\nbase_url = https://keyless.example\n"
    "[provider sip]\nlike = ringyo\ntitle = Sip Desk\nid_form = sip_*\n"
    "base_url = https://sip.example\nweb_url =\napi_key = g\n"
    "[provider slash]\nlike = ringyo\nbase_url = https://slash.example/api/\nweb_url =\n"
    "[provider desk7]\nlike = cometchat\napp_id = 7777aaaa\nregion = us\nid_form = d7_*\n"
    "api_key = h\n"
    "[provider off]\nlike = ringyo\nenabled = no\napi_key = f\n";

enum { CERTAIN = 1, NAMED = 2, SEVERAL = 4, HINT = 8, GUESS = 16 };

struct expected {
    const char *chosen, *text; /* chosen NULL: auto */
    const char *id;            /* NULL: no ID */
    const char *candidates;    /* names with blanks between */
    unsigned flags;
};

static void expect_detected(const struct described *d, const struct expected *x)
{
    const struct provider *chosen = x->chosen ? described_find(d, x->chosen) : NULL;
    struct detected out;
    detect(d->set, chosen, x->text, strlen(x->text), &out);
    struct buf names = {0};
    for (size_t i = 0; i < out.candidate_count; i++)
        buf_printf(&names, "%s%s", i ? " " : "", out.candidates[i]->name);
    unsigned flags = (out.certain ? CERTAIN : 0U) | (out.named ? NAMED : 0U) |
                     (out.several ? SEVERAL : 0U) | (out.hint ? HINT : 0U) |
                     (out.is_guess ? GUESS : 0U);
    if (!out.id || !x->id ? out.id != x->id : strcmp(out.id, x->id) != 0)
        fail_msg("'%s': expected the ID '%s', got '%s'", x->text, x->id ? x->id : "(none)",
                 out.id ? out.id : "(none)");
    if (strcmp(buf_str(&names), x->candidates) != 0)
        fail_msg("'%s': expected the candidates '%s', got '%s'", x->text, x->candidates,
                 buf_str(&names));
    if (flags != x->flags)
        fail_msg("'%s': expected flags %x, got %x (hint: %s)", x->text, x->flags, flags,
                 out.hint ? out.hint : "(none)");
    buf_done(&names);
    detect_done(&out);
}

static void expect_all(const struct expected *list, size_t count)
{
    struct described d;
    described_init(&d, ini);
    if (d.config.problems.count)
        fail_msg("expected no problem, got '%s'", d.config.problems.list[0].text);
    for (size_t i = 0; i < count; i++)
        expect_detected(&d, &list[i]);
    described_done(&d);
}

#define EXPECT_ALL(list) expect_all(list, sizeof(list) / sizeof *(list))

static void detect__bare__by_its_form(void **state)
{
    (void)state;
    static const struct expected list[] = {
        {NULL, "call_xyz", "call_xyz", "ringyo", CERTAIN},
        {NULL, UUID, UUID, "diga ringg", CERTAIN},
        {NULL, "550E8400-E29B-41D4-A716-446655440000", "550E8400-E29B-41D4-A716-446655440000",
         "diga ringg", CERTAIN},
        {NULL, UUID "0", UUID "0", "", HINT},
        {NULL, COMET, COMET, "cometchat", CERTAIN},
        {NULL, "v1.evil.example.x", "v1.evil.example.x", "", HINT},
        {NULL, "v1.us.../../x", "v1.us.../../x", "", HINT},
        {NULL, "  call_xyz \r\n", "call_xyz", "ringyo", CERTAIN},
        {NULL, "eu_1", "eu_1", "eu", CERTAIN},
        {NULL, "kl_1", "kl_1", "", HINT},
        {NULL, "hunter2", "hunter2", "", HINT},
        {NULL, "", NULL, "", 0},
        {NULL, " \t\r\n", NULL, "", 0},
        {NULL, "A page of text.\nWith lines.", "A page of text.\nWith lines.", "", SEVERAL | HINT},
        {NULL, "call_a call_b", "call_a call_b", "ringyo", SEVERAL},
        {NULL, "call_a,call_b", "call_a,call_b", "ringyo", SEVERAL},
        {"any", "call_a", "call_a", "any", 0},
        {"any", "who knows", "who knows", "any", SEVERAL},
        {NULL, "any:who knows", "who knows", "any", NAMED | SEVERAL},
        {NULL, "any:x", "x", "any", NAMED},
        {NULL, "call_\x1b[31m", "call_\x1b[31m", "ringyo", 0},
        {NULL, "..", "..", "", HINT},
    };
    EXPECT_ALL(list);
}

/* Byte order marks, no-break, zero-width and ideographic spaces, and the marks of a sentence. */
static void detect__marks_around_an_id__are_dropped(void **state)
{
    (void)state;
    static const struct expected list[] = {
        {NULL,
         "\xef\xbb\xbf"
         "call_x\xc2\xa0",
         "call_x", "ringyo", CERTAIN},
        {NULL,
         "\xe2\x80\x8b\xe3\x80\x80"
         "call_x\xe2\x80\xa8\xc2\x85",
         "call_x", "ringyo", CERTAIN},
        {NULL,
         "ringyo:\xc2\xa0"
         "call_x",
         "call_x", "ringyo", NAMED | CERTAIN},
        {NULL, "(call_x)", "call_x", "ringyo", CERTAIN},
        {NULL, "<call_x>,", "call_x", "ringyo", CERTAIN},
        {NULL, " \"call_x\".\xe2\x80\x8b", "call_x", "ringyo", CERTAIN},
        {NULL, "[`call_x`]!?", "call_x", "ringyo", CERTAIN},
        {NULL, "{ 'call_x'; }:", "call_x", "ringyo", CERTAIN},
        {NULL, "“call_x”", "call_x", "ringyo", CERTAIN},
        {NULL, "„call_x“,", "call_x", "ringyo", CERTAIN},
        {NULL, "« call_x ».", "call_x", "ringyo", CERTAIN},
        {NULL, "‘ringyo:call_x’", "call_x", "ringyo", NAMED | CERTAIN},
        {NULL, "「call_x」。", "call_x", "ringyo", CERTAIN},
        {NULL, "“kl_1”", "kl_1", "", HINT},
        {NULL, "“", "“", "", HINT},
        {NULL, "“hunter2”", "“hunter2”", "", HINT},
        {NULL, UUID ".", UUID, "diga ringg", CERTAIN},
        {"diga", "(" UUID ")", UUID, "diga", CERTAIN},
        {NULL, "(ringyo:call_x).", "call_x", "ringyo", NAMED | CERTAIN},
        {NULL, "<https://api.ringyo.ai/v1/calls/call_x>.", "call_x", "ringyo", NAMED | CERTAIN},
        {NULL, "(kl_1)", "kl_1", "", HINT},
        {NULL, "(call_x", "(call_x", "", HINT},
        {NULL, "((((((((((((call_x))))))))))))", "((((((((((((call_x))))))))))))", "", HINT},
        {NULL, "call_x)", "call_x)", "ringyo", CERTAIN},
        {NULL, "hunter2.", "hunter2.", "", HINT},
        {"voxworks", "(hunter2)", "(hunter2)", "voxworks", 0},
        {NULL,
         "call_a\xc2\xa0"
         "call_b",
         "call_a\xc2\xa0"
         "call_b",
         "ringyo", SEVERAL},
    };
    EXPECT_ALL(list);
}

static void detect__chosen__accepts_any_form(void **state)
{
    (void)state;
    static const struct expected list[] = {
        {"ringyo", "call_xyz", "call_xyz", "ringyo", CERTAIN},
        {"ringyo", "hunter2", "hunter2", "ringyo", 0},
        {"voxworks", "anything", "anything", "voxworks", 0},
        {"diga", UUID, UUID, "diga", CERTAIN},
        {"ringyo", "a b", "a b", "ringyo", SEVERAL},
        {"ringyo", "a/b?x=1#c", "a/b?x=1#c", "ringyo", 0},
        {"ringyo", "-x", "-x", "ringyo", 0},
    };
    EXPECT_ALL(list);
}

static void detect__named__before_the_first_colon(void **state)
{
    (void)state;
    static const struct expected list[] = {
        {NULL, "ringyo:call_x", "call_x", "ringyo", NAMED | CERTAIN},
        {NULL, "ringyo: call_x", "call_x", "ringyo", NAMED | CERTAIN},
        {NULL, "ringyo:x", "x", "ringyo", NAMED},
        {NULL, "ringyo:call_x y", "call_x y", "ringyo", NAMED | SEVERAL},
        {NULL, "voxworks:abc", "abc", "voxworks", NAMED},
        {"diga", "ringyo:call_x", "call_x", "ringyo", NAMED | CERTAIN},
        {NULL, "ringyo:diga:x", "diga:x", "ringyo", NAMED},
        {NULL, "ringyo:", NULL, "", HINT},
        {NULL, "ringgo:x", "ringgo:x", "", HINT},
        {"diga", "unknown:x", "unknown:x", "diga", 0},
        {NULL, "call_a:b", "call_a:b", "ringyo", CERTAIN},
    };
    EXPECT_ALL(list);
}

/* A name or a title, in any case of letters, before a blank or a colon. */
static void detect__named__wins_over_the_form(void **state)
{
    (void)state;
    static const struct expected list[] = {
        {NULL, "voxworks call_x", "call_x", "voxworks", NAMED},
        {NULL, "diga call_x", "call_x", "diga", NAMED},
        {NULL, "ringg " UUID, UUID, "ringg", NAMED | CERTAIN},
        {NULL, "Ringg: " UUID, UUID, "ringg", NAMED | CERTAIN},
        {NULL, "RINGG:" UUID, UUID, "ringg", NAMED | CERTAIN},
        {NULL, "ringg : " UUID, UUID, "ringg", NAMED | CERTAIN},
        {NULL, "ringg\xc2\xa0" UUID ".", UUID, "ringg", NAMED | CERTAIN},
        {NULL, "Sip Desk call_x", "call_x", "sip", NAMED},
        {NULL, "sip desk:call_x", "call_x", "sip", NAMED},
        {NULL, "SIP call_x", "call_x", "sip", NAMED},
        {"diga", "ringg " UUID, UUID, "ringg", NAMED | CERTAIN},
        {NULL, "Any call_x", "call_x", "any", NAMED},
        {NULL, "ringyo https://api.ringyo.ai/v1/calls/call_x", "call_x", "ringyo", NAMED | CERTAIN},
        {NULL, "Ringyo: hunter2", "hunter2", "ringyo", NAMED},
        {NULL, "ringyo", "ringyo", "", HINT},
        {NULL, "ringyo is down", "ringyo is down", "", SEVERAL | HINT},
        {NULL, "ringyox call_x", "ringyox call_x", "", SEVERAL | HINT},
        {NULL, "ringyo: https://api.ringyo.ai/v1/calls/a b", "https://api.ringyo.ai/v1/calls/a b",
         "ringyo", NAMED | SEVERAL},
    };
    EXPECT_ALL(list);
}

static void detect__url__only_of_a_known_host(void **state)
{
    (void)state;
    static const struct expected list[] = {
        {NULL, "https://api.ringyo.ai/v1/calls/call_x?include=transcript", "call_x", "ringyo",
         NAMED | CERTAIN},
        {NULL, "HTTPS://API.RINGYO.AI/v1/calls/any%20%2Fthing/", "any /thing", "ringyo",
         NAMED | CERTAIN},
        {"ringyo", "https://api.ringyo.ai/v1/calls/x", "x", "ringyo", NAMED | CERTAIN},
        {"diga", "https://api.ringyo.ai/v1/calls/x", "x", "ringyo", NAMED | CERTAIN},
        {NULL, "https://app.ringyo.ai/calls/call_x", "call_x", "ringyo eu", NAMED | CERTAIN},
        {NULL, "https://eu.api.ringyo.ai:8443/x/v1/calls/q", "q", "eu", NAMED | CERTAIN},
        {NULL, "https://eu.api.ringyo.ai/x/v1/calls/q", NULL, "", HINT},
        {NULL, "https://keyless.example/v1/calls/q", "q", "keyless", NAMED | CERTAIN},
        {NULL, "https://prod-api.ringg.ai/ca/api/v0/calling/call-details?x=1&id=" UUID, UUID,
         "ringg", NAMED | CERTAIN},
        {NULL, "https://prod-api.ringg.ai/ca/api/v0/calling/call-details", NULL, "", HINT},
        {NULL, "https://api.diga.io/v1/call/" UUID "/message?order=asc", UUID, "diga",
         NAMED | CERTAIN},
        {NULL, "https://31780434a95d45.call-us.cometchat.io/v3/calls/" COMET, COMET, "cometchat",
         NAMED | CERTAIN},
        {NULL, "https://31780434a95d45.call-xx.cometchat.io/v3/calls/" COMET, COMET, "cometchat",
         HINT | GUESS},
        {NULL, "https://evil.example/v1/calls/call_x", "call_x", "ringyo", HINT | GUESS},
        {NULL, "https://api.ringyo.ai.evil.example/v1/calls/call_x", "call_x", "ringyo",
         HINT | GUESS},
        {NULL, "https://api.ringyo.ai@evil.example/v1/calls/call_x", NULL, "", HINT},
        {NULL, "https://api.ringyo.ai:444/v1/calls/call_x", "call_x", "ringyo", HINT | GUESS},
        {NULL, "https://api.ringyo.ai/v1/other/call_x", NULL, "", HINT},
        {NULL, "https://api.ringyo.ai/v1/calls/", NULL, "", HINT},
        {NULL, "https://api.ringyo.ai/v1/calls/call_x/extra", NULL, "", HINT},
        {NULL, "https://slash.example/api/v1/calls/call_x/", "call_x", "slash", NAMED | CERTAIN},
        {NULL, "https://prod-api.ringg.ai/ca/api/v0/calling/call-details/?id=" UUID, UUID, "ringg",
         NAMED | CERTAIN},
        {NULL, "https://7777aaaa.call-us.cometchat.io/v3/calls/v1.us.7777aaaa.1",
         "v1.us.7777aaaa.1", "cometchat desk7", NAMED | CERTAIN},
        {NULL, "https://api.ringyo.ai/v1/calls/%2e%2e", NULL, "", HINT},
        {NULL, "https://api.ringyo.ai/v1/calls/a%00b", NULL, "", HINT},
        {NULL, "https://api.ringyo.ai/v1/calls/a%0ab", NULL, "", HINT},
        {"ringyo", "https://evil.example/v1/calls/call_x", "call_x", "ringyo", HINT | GUESS},
        {NULL, "see https://api.ringyo.ai/v1/calls/call_x",
         "see https://api.ringyo.ai/v1/calls/call_x", "", SEVERAL | HINT},
        {NULL, "https://api.ringyo.ai/v1/calls/call_x now",
         "https://api.ringyo.ai/v1/calls/call_x now", "", SEVERAL | HINT},
    };
    EXPECT_ALL(list);
}

/* An ID in a URL of an unknown host is offered, with a sentence. */
static void detect__url_of_nobody__is_a_guess(void **state)
{
    (void)state;
    static const struct expected list[] = {
        {NULL, "https://app.example.com/calls/call_7", "call_7", "ringyo", HINT | GUESS},
        {NULL, "<https://app.example.com/calls/call_7>.", "call_7", "ringyo", HINT | GUESS},
        {NULL, "https://app.example.com/" UUID "/call_7/", "call_7", "ringyo", HINT | GUESS},
        {NULL, "https://app.example.com/#/calls/call_7?x=1", "call_7", "ringyo", HINT | GUESS},
        {NULL, "https://app.example.com/call_7?next=call_8", "call_7", "ringyo", HINT | GUESS},
        {NULL, "https://app.example.com/show?id=" UUID, UUID, "diga ringg", HINT | GUESS},
        {"diga", "https://app.example.com/" UUID, UUID, "diga", HINT | GUESS},
        {NULL, "Voxworks: https://app.example.com/call_7", "call_7", "voxworks", HINT | GUESS},
        {NULL, "https://app.example.com/kl_1", NULL, "", HINT},
        {NULL, "https://app.example.com/hunter2", NULL, "", HINT},
        {NULL, "https://api.ringyo.ai/v9/call_7", NULL, "", HINT},
    };
    EXPECT_ALL(list);
}

static void detect__curl__a_url_among_its_words(void **state)
{
    (void)state;
    static const struct expected list[] = {
        {NULL,
         "curl https://api.ringyo.ai/v1/calls/call_x?include=transcript,recording \\\n"
         "  -H \"Authorization: Bearer YOUR_API_KEY\"",
         "call_x", "ringyo", NAMED | CERTAIN},
        {NULL,
         "$ curl -X GET 'https://31780434a95d45.call-us.cometchat.io/v3/calls/" COMET
         "' -H 'apikey: k'",
         COMET, "cometchat", NAMED | CERTAIN},
        {NULL, "curl -e https://other.example https://api.diga.io/v1/call/" UUID, UUID, "diga",
         NAMED | CERTAIN},
        {NULL, "curl https://evil.example/call_x", "call_x", "ringyo", HINT | GUESS},
        {NULL, "curl", NULL, "", HINT},
        {NULL, "$", "$", "", HINT},
        {NULL, "curl \\\r\n  https://api.diga.io/v1/call/" UUID, UUID, "diga", NAMED | CERTAIN},
        {NULL, "curl -A \\x https://api.diga.io/v1/call/" UUID, UUID, "diga", NAMED | CERTAIN},
        {NULL, "curl call_x", NULL, "", HINT},
        {NULL, "curl 'https://api.diga.io/v1/call/" UUID, UUID, "diga", NAMED | CERTAIN},
    };
    EXPECT_ALL(list);
}

static void detect__json__the_outermost_id(void **state)
{
    (void)state;
    static const struct expected list[] = {
        {NULL, "\"id\": \"call_x\"", "call_x", "ringyo", CERTAIN},
        {NULL, "  \"id\" : \"call_x\",\n \"status\": \"done\"", "call_x", "ringyo", CERTAIN},
        {NULL, "{\"agent\":{\"id\":\"call_inner\"},\"id\":\"call_outer\"}", "call_outer", "ringyo",
         CERTAIN},
        {NULL, "{\"data\":{\"call_id\":\"call_x\",\"status\":\"done\"}}", "call_x", "ringyo",
         CERTAIN},
        {NULL, "{\"data\":[{\"sessionId\":\"" COMET "\"}]}", COMET, "cometchat", CERTAIN},
        {NULL, "[{\"id\":\"" UUID "\"}]", UUID, "diga ringg", CERTAIN},
        {NULL, "{\"id\":\"call_x\",\"sessionId\":\"" COMET "\"}", COMET, "cometchat", CERTAIN},
        {"any", "{\"id\":\"call_x\"}", "call_x", "ringyo", CERTAIN},
        {NULL, "{\"id\":\"hunter2\"}", NULL, "", HINT},
        {NULL, "{\"password\":\"call_x\"}", NULL, "", HINT},
        {NULL, "{\"sessionId\":\"call_x\"}", NULL, "", HINT},
        {NULL, "{\"sessionId\":\"v1.evil.example.x\"}", NULL, "", HINT},
        {NULL, "{\"id\":\"call_x", NULL, "", HINT},
        {NULL, "{\"id\":\"call_\\u0041\"}", NULL, "", HINT},
        {NULL, "{\"id\":12,\"x\":\"id\"}", NULL, "", HINT},
        {NULL, "{\"a\":\"\\\"id\\\": \\\"call_x\\\"\"}", NULL, "", HINT},
        {"voxworks", "{\"call\":{\"id\":\"anything\"}}", "anything", "voxworks", 0},
        {"diga", "{\"id\":\"" UUID "\",\"contact\":{\"id\":\"zzz\"}}", UUID, "diga", CERTAIN},
        {NULL, "{}", "{}", "", HINT},
        {"ringyo", "{x}", "{x}", "ringyo", 0},
        {"ringyo", "\"quoted\"", "\"quoted\"", "ringyo", 0},
    };
    EXPECT_ALL(list);
}

static void detect__odd_bytes__nothing_is_certain(void **state)
{
    (void)state;
    struct described d;
    struct detected out;
    described_init(&d, ini);
    detect(d.set, NULL, "call_x\0call_y", 13, &out);
    assert_null(out.id);
    assert_false(out.certain);
    assert_non_null(out.hint);
    detect_done(&out);
    detect(d.set, NULL, "call_\xff\xfe", 7, &out);
    assert_false(out.certain);
    detect_done(&out);
    char *big = xmalloc(300);
    memset(big, 'a', 300);
    memcpy(big, "call_", 5);
    detect(d.set, NULL, big, 300, &out);
    assert_false(out.certain);
    detect_done(&out);
    free(big);
    described_done(&d);
}

/* A broken description takes part in the search, so that asking its provider says why it is broken.
 */
static void detect__broken_provider__is_harmless(void **state)
{
    (void)state;
    struct described d;
    struct detected out;
    static const char text[] = "https://ab/call_x";
    described_init(&d,
                   "[provider x]\nbase_url = https://{a\npath = /{id}\nvar.a =\nid_form = {a\n");
    assert_non_null(described_find(&d, "x")->broken);
    detect(d.set, NULL, text, sizeof text - 1, &out);
    assert_null(out.id);
    detect_done(&out);
    detect(d.set, NULL, "ab", 2, &out);
    assert_int_equal(out.candidate_count, 0);
    detect_done(&out);
    described_done(&d);
}

static void expect_hint(const char *of, const char *text, const char *expected)
{
    struct described d;
    struct detected out;
    described_init(&d, of);
    detect(d.set, NULL, text, strlen(text), &out);
    assert_int_equal(out.candidate_count, 0);
    assert_non_null(out.hint);
    assert_string_equal(out.hint, expected);
    detect_done(&out);
    described_done(&d);
}

#define OFF(name) "[provider " name "]\nenabled = no\n"
#define FOUR_OFF OFF("ringg") OFF("diga") OFF("voxworks") OFF("cometchat")
#define NO_FORM "no provider has call IDs of this form: name one of ringyo"

static void detect__no_provider_fits__names_the_enabled_ones(void **state)
{
    (void)state;
    static const char all_off[] = FOUR_OFF OFF("ringyo");
    expect_hint(FOUR_OFF, "hunter2", NO_FORM);
    expect_hint(all_off, "hunter2", "no provider is enabled");
    expect_hint(all_off, "call_xyz789", "no provider is enabled");
}

/* Of a provider that cannot be used: why it cannot. */
static void detect__provider_is_broken__says_why(void **state)
{
    (void)state;
    struct described d;
    struct detected out;
    described_init(&d, "[provider mine]\nbase_url = https://h.example\npath = /{id}\nid = /id\n"
                       "id_form = mm_*\nstatus = nowhere\n");
    detect(d.set, NULL, "mm_1", 4, &out);
    assert_non_null(out.hint);
    assert_non_null(strstr(out.hint, "'nowhere' is not a pointer"));
    detect_done(&out);
    described_done(&d);
}

static void detect__phone_number__is_called_so(void **state)
{
    (void)state;
#define IS_NUMBER " is a phone number, not a call ID; L or --find lists its calls"
    expect_hint(ini, "+13125550178", "'+13125550178'" IS_NUMBER);
    expect_hint(ini, " (312) 555-0178", "'(312) 555-0178'" IS_NUMBER);
    expect_hint(FOUR_OFF, "+123456", NO_FORM);
    expect_hint(FOUR_OFF, "+1234567890123456", NO_FORM);
    expect_hint(FOUR_OFF, "2024-01-15", NO_FORM);
}

static void detect__may_be_a_query__says_where_that_goes(void **state)
{
    (void)state;
#define QUERY                                                                                      \
    "no provider has call IDs of this form: name one, or list calls by number and time (L, "       \
    "--find)"
    expect_hint(FOUR_OFF, "4321", QUERY);
    expect_hint(FOUR_OFF, "4321 yesterday", QUERY);
    expect_hint(FOUR_OFF OFF("ringyo"), "4321", "no provider is enabled");
}

static void detect__unusable_id__says_why(void **state)
{
    (void)state;
    static const struct {
        const char *text, *refusal; /* NULL: it can be asked for */
    } rows[] = {
        {" \t\r\n\v\f", "the call ID is empty"},
        {"", "the call ID is empty"},
        {"\v call_\001x \f", "contains control characters"},
        {"ringyo: ..", "cannot be requested"},
        {"\f call_xyz \v", NULL},
        {"https://api.ringyo.ai/v1/other", NULL}, /* has a hint instead */
    };
    struct described d;
    described_init(&d, ini);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct detected out;
        detect(d.set, NULL, rows[i].text, strlen(rows[i].text), &out);
        if (!rows[i].refusal ? out.refusal != NULL
                             : !out.refusal || !strstr(out.refusal, rows[i].refusal))
            fail_msg("'%s': expected the refusal '%s', got '%s'", rows[i].text,
                     rows[i].refusal ? rows[i].refusal : "(none)",
                     out.refusal ? out.refusal : "(none)");
        detect_done(&out);
    }
    described_done(&d);
}

static void detect_is_call__a_form_or_a_name(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, ini);
    assert_true(detect_is_call(d.set, "call_xyz"));
    assert_true(detect_is_call(d.set, "kl_1")); /* of a provider without a key */
    assert_true(detect_is_call(d.set, "voxworks:any"));
    assert_true(detect_is_call(d.set, "https://api.ringyo.ai/v1/calls/call_xyz"));
    assert_false(detect_is_call(d.set, "ringy"));
    assert_false(detect_is_call(d.set, ""));
    assert_true(detect_is_blank(" \t\r\n\v\f"));
    assert_false(detect_is_blank(" x "));
    described_done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(detect__bare__by_its_form),
        cmocka_unit_test(detect__marks_around_an_id__are_dropped),
        cmocka_unit_test(detect__chosen__accepts_any_form),
        cmocka_unit_test(detect__named__before_the_first_colon),
        cmocka_unit_test(detect__named__wins_over_the_form),
        cmocka_unit_test(detect__url__only_of_a_known_host),
        cmocka_unit_test(detect__url_of_nobody__is_a_guess),
        cmocka_unit_test(detect__phone_number__is_called_so),
        cmocka_unit_test(detect__may_be_a_query__says_where_that_goes),
        cmocka_unit_test(detect__curl__a_url_among_its_words),
        cmocka_unit_test(detect__json__the_outermost_id),
        cmocka_unit_test(detect__odd_bytes__nothing_is_certain),
        cmocka_unit_test(detect__broken_provider__is_harmless),
        cmocka_unit_test(detect__no_provider_fits__names_the_enabled_ones),
        cmocka_unit_test(detect__unusable_id__says_why),
        cmocka_unit_test(detect_is_call__a_form_or_a_name),
        cmocka_unit_test(detect__provider_is_broken__says_why),
    };
    return cmocka_run_group_tests_name("detect", tests, NULL, NULL);
}
