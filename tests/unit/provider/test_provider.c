/* Descriptions: the effect of each row, every kind of problem, `like`, and changes by the user. */
#include "base/alloc.h"
#include "base/buf.h"
#include "call/failure.h"
#include "provider/describe.h"
#include "provider/provider.h"
#include "provider/sources.h"
#include "provider/vocabulary.h"
#include "tests/support/descriptions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MINE "[provider mine]\nbase_url = https://api.example.com\npath = /calls/{id}\n"

static void expect_text(const char *about, const char *got, const char *expected)
{
    if (!got || !expected ? got != expected : strcmp(got, expected) != 0)
        fail_msg("%s: expected '%s', got '%s'", about, expected ? expected : "(none)",
                 got ? got : "(none)");
}

static void expect_sources(const char *about, const struct sources *s, const char *expected)
{
    struct buf text = {0};
    for (size_t i = 0; i < s->count; i++) {
        buf_puts(&text, i ? " | " : "");
        sources_put(&text, &s->at[i]);
    }
    expect_text(about, buf_str(&text), expected);
    buf_done(&text);
}

static const struct {
    const char *name;
    bool enabled;
} built_in[] = {{"ringg", true},      {"diga", true},       {"voxworks", true}, {"cometchat", true},
                {"ringyo", true},     {"vapi", false},      {"retell", false},  {"bland", false},
                {"synthflow", false}, {"elevenlabs", false}};
enum { BUILT_IN = sizeof built_in / sizeof *built_in };

static void provider__built_in__ten_with_five_enabled(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "");
    if (d.config.problems.count)
        fail_msg("expected no problem, got: %s", d.config.problems.list[0].text);
    assert_int_equal(d.set->count, BUILT_IN);
    for (size_t i = 0; i < BUILT_IN; i++) {
        const struct provider *p = described_find(&d, built_in[i].name);
        assert_int_equal(p->enabled, built_in[i].enabled);
        expect_text(p->name, p->broken, NULL);
        assert_true(p->header_count >= 1);
        assert_false(provider_has_key(p));
    }
    described_done(&d);
}

/* A line of the user's makes sure that all checks are done. */
static void provider__built_in__passes_all_checks(void **state)
{
    (void)state;
    struct buf ini = {0};
    struct described d;
    for (size_t i = 0; i < BUILT_IN; i++)
        buf_printf(&ini, "[provider %s]\nenabled = yes\n", built_in[i].name);
    described_init(&d, buf_str(&ini));
    if (d.config.problems.count)
        fail_msg("expected no problem, got: %s", d.config.problems.list[0].text);
    described_done(&d);
    buf_done(&ini);
}

/* enabled = yes enables a provider; a key alone does not. The rest of the description is unchanged.
 */
static void provider__built_in__enabled_by_the_user(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "[provider vapi]\napi_key = k\n[provider bland]\nenabled = yes\n"
                       "api_key = k\n[provider diga]\nenabled = no\napi_key = k\n");
    assert_int_equal(d.config.problems.count, 0);
    assert_false(provider_has_key(described_find(&d, "vapi")));
    assert_false(provider_has_key(described_find(&d, "diga")));
    const struct provider *bland = described_find(&d, "bland");
    assert_true(provider_has_key(bland));
    expect_text("path", bland->path, "/v1/calls/{id}");
    described_done(&d);
}

static const struct description_word *word_find(const char *name)
{
    for (size_t i = 0; i < description_word_count; i++)
        if (strcmp(description_words[i].name, name) == 0)
            return &description_words[i];
    return NULL;
}

/* The name in the documents, such as "party.ROLE.MEMBER" for "party.from.name". */
static const char *documented(const char *name)
{
    if (strncmp(name, "party.", 6) == 0)
        return strchr(name + 6, '.') ? "party.ROLE.MEMBER" : "party.ROLE";
    return strcmp(name, "header.2") == 0 ? "header" : name;
}

/* The parser and the documents know the same words. */
static void provider__vocabulary__is_what_is_read(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, MINE);
    struct arena *a = arena_new();
    const char **names = describe_names(a, described_find(&d, "mine"));
    for (size_t i = 0; names[i]; i++)
        if (!word_find(documented(names[i])))
            fail_msg("expected '%s' in word.def", names[i]);
    for (int f = 0; f < FIELD_COUNT; f++)
        if (!word_find(fields_table[f].name))
            fail_msg("expected '%s' of field.def in word.def", fields_table[f].name);
    for (size_t i = 0; i < description_word_count; i++) {
        const char *word = description_words[i].name;
        bool known = strcmp(word, "var.NAME") == 0 || strcmp(word, "error.CODE") == 0 ||
                     strcmp(word, "turn.stage.NAME") == 0 || strcmp(word, "row.WORD") == 0;
        for (size_t k = 0; names[k] && !known; k++)
            known = strcmp(documented(names[k]), word) == 0;
        if (!known)
            fail_msg("expected the reader to know '%s' of word.def", word);
    }
    arena_free(a);
    described_done(&d);
}

static void provider__rows__become_the_description(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, MINE "title = Mine\nheader = X-Key: {key}\nheader.3 = A: b\n"
                            "root = /data | .\nstarted = /a iso | /b ms\nturn.start = /t/~2~3 s\n"
                            "party.agent = /agent id | /agent_name\nparty.to.name = /callee\n"
                            "people.name = .\nturns.form = keyed\nturns.path = /c/{id}/m\n"
                            "turns.root = /page\nturns.more = /more\nturns.cursor = after={/last}\n"
                            "turns.missing = 404\nerror.GONE_* = not_found\nlive = a b\n"
                            "tool.payload = /p\ntool.status = /bad failed/ok | /state\n"
                            "tools = /calls | /results\nrepeats = /x | /y\n"
                            "ok = /success\nenabled = no\n");
    const struct provider *p = described_find(&d, "mine");
    expect_text("broken", p->broken, NULL);
    expect_text("title", p->title, "Mine");
    assert_int_equal(p->header_count, 3);
    expect_text("header", p->headers[0].value, "{key}");
    expect_text("header.2", p->headers[1].name, NULL);
    expect_text("header.3", p->headers[2].name, "A");
    expect_sources("root", &p->root, "/data | .");
    expect_sources("started", &p->fields[FIELD_CALL_started], "/a iso | /b ms");
    expect_sources("turn.start", &p->fields[FIELD_TURN_start_s], "/t/~2~3 s");
    expect_sources("agent id", &p->parties[PARTY_AGENT][FIELD_PARTICIPANT_id], "/agent");
    expect_sources("agent address", &p->parties[PARTY_AGENT][FIELD_PARTICIPANT_address],
                   "/agent_name");
    expect_sources("to name", &p->parties[PARTY_TO][FIELD_PARTICIPANT_name], "/callee");
    expect_sources("people.name", &p->fields[FIELD_PARTICIPANT_name], ".");
    assert_int_equal(p->turns_form, TURNS_KEYED);
    expect_text("turns.path", p->second.path, "/c/{id}/m");
    expect_sources("turns.root", &p->second.root, "/page");
    expect_text("turns.more", p->second.more, "/more");
    expect_text("turns.cursor", p->second.cursor, "after={/last}");
    assert_int_equal(p->second.missing_status, 404);
    assert_int_equal(p->code_count, 1);
    expect_text("code", p->codes[0].code, "GONE_*");
    assert_int_equal(p->codes[0].kind, KIND_NOT_FOUND);
    expect_text("live", p->live, "a b");
    expect_sources("ok", &p->ok, "/success");
    expect_sources("tools", &p->tools, "/calls | /results");
    expect_sources("repeats", &p->repeats, "/x | /y");
    const struct sources *status = &p->fields[FIELD_TOOL_status];
    expect_sources("tool.status", status, "/bad failed/ok | /state");
    expect_text("true", status->at[0].words[0], "failed");
    expect_text("false", status->at[0].words[1], "ok");
    assert_false(p->enabled);
    assert_int_equal(d.config.problems.count, 0);
    described_done(&d);
}

/* One bad row each: the provider is broken, and the problem gives the line and the reason. */
static void provider__bad_row__breaks_the_provider(void **state)
{
    (void)state;
    static const struct {
        const char *row, *part;
    } cases[] = {
        {"titel = x", "unknown option 'titel' (did you mean 'title'?)"},
        {"api_kye = x", "did you mean 'api_key'?"},
        {"turn.speakr = /x", "did you mean 'turn.speaker'?"},
        {"party.form = /x", "did you mean 'party.from'?"},
        {"party.from.adress = /x", "did you mean 'party.from.address'?"},
        {"party.from.role = /x", "unknown option"},
        {"regoin = us", "unknown option 'regoin'"},
        {"nothing_like_it_at_all = 1", "unknown option 'nothing_like_it_at_all'"},
        {"status = status", "must begin with '/'"},
        {"status = /a |", "must begin with '/'"},
        {"status = /a | | /b", "must begin with '/'"},
        {"started = /a weeks", "unknown unit 'weeks'"},
        {"started = /a hms", "unit 'hms' makes no sense"},
        {"duration = /a iso", "unit 'iso' makes no sense"},
        {"status = /a s", "unit 's' makes no sense"},
        {"status = /a yes/", "WORD/WORD"},
        {"status = /a /no", "WORD/WORD"},
        {"status = /a yes/no/perhaps", "WORD/WORD"},
        {"turns = /a yes/no", "unit 'WORD/WORD' makes no sense"},
        {"duration = /a yes/no", "unit 'WORD/WORD' makes no sense"},
        {"status = /a~x", "'~' in a pointer"},
        {"status = /a~", "'~' in a pointer"},
        {"status = /12345678901234567890", "at most 6 digits"},
        {"status = /a/1234567/b", "at most 6 digits"},
        {"turns.more = has_more", "must begin with '/'"},
        {"turns.cursor = {/last}", "NAME={/POINTER}"},
        {"turns.cursor = after={last}", "must begin with '/'"},
        {"turns.cursor = after={/last}x", "NAME={/POINTER}"},
        {"turns.missing = 200", "400 to 599"},
        {"turns.missing = 9999999999999999999999", "400 to 599"},
        {"turns.form = columns", "auto, rows, keyed or text"},
        {"turns.path = /x", "write {id}"},
        {"recording.path = /x", "recording.path: does not say where the ID goes: write {id}"},
        {"recording.path = audio/{id}", "must begin with '/'"},
        {"recording.path = /{id}/{name}", "unknown name '{name}'"},
        {"recording.if = /x", "recording.if: means nothing without recording.path"},
        {"header = Host: evil", "'Host' cannot be set"},
        {"header = content-length: 4", "'content-length' cannot be set"},
        {"header = X Key: {key}", "is not a header name"},
        {"header = nothing", "NAME: VALUE"},
        {"header = : x", "NAME: VALUE"},
        {"header = X-Key:", "NAME: VALUE"},
        {"header = X-Key: \xc3\xa9", "visible ASCII"},
        {"header = X-Key: {secret}", "unknown name '{secret}'"},
        {"header = X-Key: {id}", "unknown name '{id}'"},
        {"header = X-Key: {key", "brace"},
        {"header = X-Key: key}", "brace"},
        {"header.1 = X: y", "unknown option"},
        {"header.02 = X: y", "unknown option"},
        {"header.x = X: y", "unknown option"},
        {"header.99 = X: y", "unknown option"},
        {"error.X = sad", "is not a kind"},
        {"enabled = maybe", "yes or no"},
        {"basic = {user}:{key}", "unknown name '{user}'"},
        {"web_url = javascript:{id}", "web_url"},
        {"web_url = https://x.example/{name}", "unknown name '{name}'"},
        {"id_form = v1.{region}.*", "unknown name '{region}'"},
        {"var.Region = us", "lower-case"},
        {"var.a-b = us", "lower-case"},
        {"var.a23456789012345678901234567890123 = us", "lower-case"},
        {"var.key = us", "has a meaning of its own"},
        {"var.title = us", "has a meaning of its own"},
        {"var.x = a b", "is not a rule"},
        {"var.x = hex", "needs a length"},
        {"var.x = hex 8", "needs a length"},
        {"var.x = hex 9-8", "needs a length"},
        {"var.x = hex 1-999999999999", "needs a length"},
        {"like = ringoy", "unknown provider 'ringoy' (did you mean 'ringyo'?)"},
        {"like = mine", "refer to each other"},
        {"recording = /a\nrecordings = /b", "the same as recordings"},
        {"no separator", "="},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct described d;
        char *ini = xasprintf(MINE "%s\n", cases[i].row);
        described_init(&d, ini);
        const struct provider *p = described_find(&d, "mine");
        const struct problems *all = &d.config.problems;
        if (all->count != 1 || all->list[0].line != 4 || !strstr(all->list[0].text, cases[i].part))
            fail_msg("'%s': expected one problem in line 4 with '%s', got %zu, the first '%d: %s'",
                     cases[i].row, cases[i].part, all->count, all->count ? all->list[0].line : 0,
                     all->count ? all->list[0].text : "");
        if (!p->broken || strncmp(p->broken, "x.ini:4: ", 9) != 0)
            fail_msg("'%s': expected the provider to be broken in x.ini:4, got '%s'", cases[i].row,
                     p->broken ? p->broken : "not broken");
        assert_false(provider_has_key(p));
        described_done(&d);
        free(ini);
    }
}

/* base_url and path of a user's description. */
static void provider__url__bad_ones_refused(void **state)
{
    (void)state;
    static const struct {
        const char *base, *path;
        bool ok;
    } cases[] = {
        {"https://api.example.com", "/c/{id}", true},
        {"https://api.example.com:8443/v1", "/c?id={id}", true},
        {"http://127.0.0.1:8080", "/c/{id}", true},
        {"http://api.example.com", "/c/{id}", false},
        {"file:///etc", "/c/{id}", false},
        {"ftp://api.example.com", "/c/{id}", false},
        {"https://user:pw@api.example.com", "/c/{id}", false},
        {"https://api.example.com\\@evil", "/c/{id}", false},
        {"https://\xc3\xa9.example", "/c/{id}", false},
        {"https://api.example.com/#x", "/c/{id}", false},
        {"https://api.example.com/?x=1", "/c/{id}", false},
        {"https://api.example.com:0", "/c/{id}", false},
        {"https://api.example.com:99999", "/c/{id}", false},
        {"https://{id}.example.com", "/c/{id}", false},
        {"https://api.example.com", "/c", false},
        {"https://api.example.com", "/c/{id}/{name}", false},
        {"https://api.example.com", "/c/{id}?k={key}", false},
        {"https://api.example.com", "c/{id}", false},
        {"https://api.example.com", "/a}/{id}", false},
        {"https://api.example.com", "/{id}/a}", false},
        {"https://api.example.com", "/{id", false},
        {"https://api.example.com", "/c d/{id}", false},
        {"https://api.example.com", "/c#{id}", false},
        {"", "/c/{id}", false},
        {"https://api.example.com", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct described d;
        char *ini =
            xasprintf("[provider mine]\nbase_url = %s\npath = %s\n", cases[i].base, cases[i].path);
        described_init(&d, ini);
        bool ok = !described_find(&d, "mine")->broken;
        if (ok != cases[i].ok || ok != (d.config.problems.count == 0))
            fail_msg("%s %s: expected to be %s with a problem if refused, got %s, %zu problems",
                     cases[i].base, cases[i].path, cases[i].ok ? "accepted" : "refused",
                     ok ? "accepted" : "refused", d.config.problems.count);
        described_done(&d);
        free(ini);
    }
}

/* The names of its own variables are known too. */
static void provider__variable__the_nearest_is_named(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "[provider mine]\nlike = cometchat\nregoin = eu\n");
    assert_int_equal(d.config.problems.count, 1);
    assert_non_null(strstr(d.config.problems.list[0].text, "did you mean 'region'?"));
    described_done(&d);
}

static void provider__name__bad_ones_are_no_provider(void **state)
{
    (void)state;
    static const char *const names[] = {"auto", "any", "ask",      "a.b",
                                        "a:b",  "a b", "\xc3\xa9", "a/b"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct described d;
        char *ini =
            xasprintf("[provider %s]\nbase_url = https://x.example\npath = /{id}\n", names[i]);
        described_init(&d, ini);
        if (d.set->count != BUILT_IN || d.config.problems.count != 1)
            fail_msg("'%s': expected the built-in ones and one problem, got %zu and %zu", names[i],
                     d.set->count, d.config.problems.count);
        described_done(&d);
        free(ini);
    }
}

static void provider__name__sharing_a_key_variable_is_refused(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "[provider a-b]\nlike = ringyo\n[provider A_b]\nlike = ringyo\n");
    expect_text("a-b", described_find(&d, "a-b")->broken, NULL);
    assert_non_null(described_find(&d, "A_b")->broken);
    described_done(&d);
}

static void provider__overlay__changes_only_what_it_sets(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "[provider ringyo]\nbase_url = http://localhost:99\nstatus =\n"
                       "api_key = k\n");
    assert_int_equal(d.config.problems.count, 0);
    assert_int_equal(d.set->count, BUILT_IN);
    const struct provider *p = described_find(&d, "ringyo");
    expect_text("base_url", p->base_url, "http://localhost:99");
    expect_text("title", p->title, "Ringyo");
    expect_text("path", p->path, "/v1/calls/{id}?include=transcript,recording,analysis");
    assert_int_equal(p->fields[FIELD_CALL_status].count, 0);
    expect_sources("created", &p->fields[FIELD_CALL_created], "/created_at iso");
    expect_text("key", p->secret.inline_key, "k");
    expect_text("key's file", p->secret.config_file, "x.ini");
    char *host = provider_host(p);
    expect_text("host", host, "localhost:99");
    free(host);
    described_done(&d);
}

static void provider__overlay__empty_values_remove(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "[provider diga]\nturns.more =\nturns.cursor =\nturns.missing =\n"
                       "header =\n");
    assert_int_equal(d.config.problems.count, 0);
    const struct provider *p = described_find(&d, "diga");
    expect_text("turns.path", p->second.path, "/v1/call/{id}/message?order=asc&limit=1000");
    expect_text("turns.more", p->second.more, NULL);
    assert_int_equal(p->second.missing_status, 0);
    expect_text("header", p->headers[0].name, NULL);
    described_done(&d);
}

static void provider__like__copies_all_but_name_and_key(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "[provider later]\nlike = eu\ntitle = Later\n"
                       "[provider eu]\nlike = ringyo\nbase_url = https://eu.api.ringyo.ai\n"
                       "api_key = secret\nerror.call_not_found = auth\nheader.2 = X-A: b\n"
                       "[provider ringyo]\npath = /v2/{id}\n");
    assert_int_equal(d.config.problems.count, 0);
    const struct provider *eu = described_find(&d, "eu"), *later = described_find(&d, "later");
    expect_text("eu path", eu->path, "/v2/{id}");
    expect_text("later base", later->base_url, "https://eu.api.ringyo.ai");
    expect_text("later title", later->title, "Later");
    expect_text("later key", later->secret.inline_key, NULL);
    expect_text("later key's provider", later->secret.provider, "later");
    expect_text("eu key", eu->secret.inline_key, "secret");
    assert_int_equal(eu->codes[0].kind, KIND_AUTH);
    const struct provider *ringyo = described_find(&d, "ringyo");
    assert_int_equal(ringyo->header_count, 1);
    assert_int_equal(later->header_count, 2);
    for (size_t i = 0; i < ringyo->code_count; i++)
        if (strcmp(ringyo->codes[i].code, "call_not_found") == 0)
            assert_int_equal(ringyo->codes[i].kind, KIND_NOT_FOUND);
    described_done(&d);
}

static void provider__like__circles_end(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "[provider a]\nlike = b\n[provider b]\nlike = c\n[provider c]\nlike = a\n");
    assert_non_null(described_find(&d, "a")->broken);
    assert_non_null(described_find(&d, "b")->broken);
    assert_non_null(described_find(&d, "c")->broken);
    described_done(&d);
}

static void provider__bounds__rows_and_parts(void **state)
{
    (void)state;
    struct buf ini = {0};
    buf_puts(&ini, MINE);
    for (int i = 0; i < 3000; i++)
        buf_printf(&ini, "error.E%d = auth\n", i);
    struct described d;
    described_init(&d, buf_str(&ini));
    assert_non_null(described_find(&d, "mine")->broken);
    assert_int_equal(described_find(&d, "mine")->code_count, 0);
    described_done(&d);
    buf_clear(&ini);
    buf_puts(&ini, MINE "status = ");
    for (int i = 0; i < POINTER_MAX_PARTS + 1; i++)
        buf_puts(&ini, "/a");
    described_init(&d, buf_str(&ini));
    assert_non_null(strstr(described_find(&d, "mine")->broken, "at most 32 parts"));
    described_done(&d);
    buf_clear(&ini);
    buf_puts(&ini, MINE "status = /a");
    for (int i = 0; i < SOURCES_MAX; i++)
        buf_puts(&ini, " | /a");
    described_init(&d, buf_str(&ini));
    assert_non_null(strstr(described_find(&d, "mine")->broken, "at most 16 alternatives"));
    described_done(&d);
    buf_done(&ini);
}

static void expect_a_problem(const char *ini, const char *part)
{
    struct described d;
    described_init(&d, ini);
    if (d.config.problems.count != 1 || !strstr(d.config.problems.list[0].text, part))
        fail_msg("expected one problem with '%s', got %zu, the first '%s'", part,
                 d.config.problems.count,
                 d.config.problems.count ? d.config.problems.list[0].text : "");
    described_done(&d);
}

static void provider__bounds__variables_and_providers(void **state)
{
    (void)state;
    struct buf ini = {0};
    buf_puts(&ini, MINE);
    for (int i = 0; i < VARIABLES_MAX + 1; i++)
        buf_printf(&ini, "var.v%d = optional\n", i);
    expect_a_problem(buf_str(&ini), "at most 16 variables");
    buf_clear(&ini);
    for (int i = 0; i < 256 - BUILT_IN + 1; i++)
        buf_printf(&ini, "[provider p%d]\nlike = ringyo\n", i);
    expect_a_problem(buf_str(&ini), "at most 256 providers");
    buf_done(&ini);
}

static void provider__variables__configuration_and_environment(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "[provider cometchat]\napp_id = 2748663902141719\nregion = us\n");
    char *host = provider_host(described_find(&d, "cometchat"));
    expect_text("host", host, "2748663902141719.call-us.cometchat.io");
    free(host);
    described_done(&d);
    setenv("CALLBROWSER_COMETCHAT_REGION", "eu", 1);
    described_init(&d, "[provider cometchat]\napp_id = 2748663902141719\nregion = us\n");
    host = provider_host(described_find(&d, "cometchat"));
    expect_text("host", host, "2748663902141719.call-eu.cometchat.io");
    free(host);
    described_done(&d);
    setenv("CALLBROWSER_COMETCHAT_REGION", "evil.example/", 1);
    described_init(&d, "");
    const char *broken = described_find(&d, "cometchat")->broken;
    if (!broken || !strstr(broken, "CALLBROWSER_COMETCHAT_REGION"))
        fail_msg("expected the variable to be named, got '%s'", broken ? broken : "no problem");
    described_done(&d);
    unsetenv("CALLBROWSER_COMETCHAT_REGION");
    setenv("CALLBROWSER_COMETCHAT_ON_BEHALF_OF", "'mia'", 1);
    described_init(&d, "");
    broken = described_find(&d, "cometchat")->broken;
    if (!broken || !strstr(broken, "without quotes around it, not ''mia''"))
        fail_msg("expected the quotes to be named, got '%s'", broken ? broken : "no problem");
    described_done(&d);
    unsetenv("CALLBROWSER_COMETCHAT_ON_BEHALF_OF");
    static const char *const rows[] = {"region = xx", "region = us|eu", "app_id = 123",
                                       "app_id = 2748663902141719.evil", "app_id = XYZ12345678"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *ini = xasprintf("[provider cometchat]\n%s\n", rows[i]);
        described_init(&d, ini);
        if (!described_find(&d, "cometchat")->broken || d.config.problems.list[0].line != 2)
            fail_msg("'%s': expected it to be refused in line 2", rows[i]);
        described_done(&d);
        free(ini);
    }
}

static void provider__section__without_rows_is_incomplete(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "\n[provider mine]\n[provider ringyo]\n");
    expect_text("mine", described_find(&d, "mine")->broken,
                "x.ini:2: provider 'mine' has no base_url");
    expect_text("ringyo", described_find(&d, "ringyo")->broken, NULL);
    expect_text("nearest", provider_nearest(d.set, "ringgo"), "ringg");
    expect_text("nearest", provider_nearest(d.set, "zzzzzzzz"), NULL);
    described_done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(provider__built_in__ten_with_five_enabled),
        cmocka_unit_test(provider__built_in__passes_all_checks),
        cmocka_unit_test(provider__built_in__enabled_by_the_user),
        cmocka_unit_test(provider__vocabulary__is_what_is_read),
        cmocka_unit_test(provider__rows__become_the_description),
        cmocka_unit_test(provider__bad_row__breaks_the_provider),
        cmocka_unit_test(provider__url__bad_ones_refused),
        cmocka_unit_test(provider__name__bad_ones_are_no_provider),
        cmocka_unit_test(provider__name__sharing_a_key_variable_is_refused),
        cmocka_unit_test(provider__overlay__changes_only_what_it_sets),
        cmocka_unit_test(provider__like__copies_all_but_name_and_key),
        cmocka_unit_test(provider__like__circles_end),
        cmocka_unit_test(provider__overlay__empty_values_remove),
        cmocka_unit_test(provider__bounds__rows_and_parts),
        cmocka_unit_test(provider__bounds__variables_and_providers),
        cmocka_unit_test(provider__variables__configuration_and_environment),
        cmocka_unit_test(provider__section__without_rows_is_incomplete),
        cmocka_unit_test(provider__variable__the_nearest_is_named),
    };
    return cmocka_run_group_tests_name("provider", tests, NULL, NULL);
}
