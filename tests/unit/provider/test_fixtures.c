/* Every saved answer goes through extract and print_json and is compared byte for byte with the
 * file beside it. A fixture is tests/fixtures/PROVIDER-CASE[.STATUS].json (or .html), with the
 * transcript's pages as .turns[.STATUS].json, .turns2.json ... where the provider has a second
 * document, header lines as .headers, and one line of JSON as .expected. UPDATE_EXPECTED=1 rewrites
 * those. */
#include "base/alloc.h"
#include "base/buf.h"
#include "print/print.h"
#include "provider/extract/extract.h"
#include "tests/support/descriptions.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#define FIXTURES "tests/fixtures/"

enum { PAGES_MAX = 8, HTTP_OK = 200 };

/* The IDs: of one fixture, or of all other fixtures of a provider. */
static const struct {
    const char *start, *id;
} asked[] = {
    {"cometchat-page", "v1.eu.2574867aa2e6e417.17158459999d7fa95b1b4faea599f11eb5ecf07611b0b335c3"},
    {"ringg", "550e8400-e29b-41d4-a716-446655440000"},
    {"diga", "550e8400-e29b-41d4-a716-446655440000"},
    {"voxworks", "call-8f14e45f"},
    {"cometchat", "v1.us.31780434a95d45.16923681138d75114d60d1345a22e4cc612263fb26c0b5cf92"},
    {"ringyo", "call_xyz789"},
    {"vapi", "550e8400-e29b-41d4-a716-446655440000"},
    {"retell", "call_a4441234567890777c4a4a123e6"},
    {"bland", "550e8400-e29b-41d4-a716-446655440000"},
    {"synthflow", "4bd1b9bb-4e8e-4e61-b0d0-13f3e9d4a1c0"},
    {"elevenlabs", "conv_8401k2m3n4p5q6r7s8t9u0v1w2"},
};

struct fixture {
    char *stem; /* "ringyo-not-found.404" */
    struct answer_body answer;
    struct answer_body pages[PAGES_MAX];
    size_t page_count;
    char *bodies[PAGES_MAX + 1];
    char *headers;
};

/* The file's content, which the caller frees; NULL if there is no file. */
static char *slurp(const char *stem, const char *end, size_t *bytes)
{
    char *path = xasprintf(FIXTURES "%s%s", stem, end);
    FILE *in = fopen(path, "rb");
    free(path);
    if (!in)
        return NULL;
    struct buf b = {0};
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, in)) > 0;)
        buf_add(&b, chunk, n);
    fclose(in);
    *bytes = b.len;
    return buf_take(&b);
}

/* The three digits at the end of "NAME.404"; 200 for other names. */
static int status_of(const char *stem)
{
    const char *dot = strrchr(stem, '.');
    return dot && strlen(dot) == 4 && strspn(dot + 1, "0123456789") == 3
               ? (int)strtol(dot + 1, NULL, 10)
               : HTTP_OK;
}

/* The value of a header of the fixture, or NULL. In `lines` every line ends with a NUL. */
static const char *header_of(const char *lines, size_t bytes, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = lines; at && at < lines + bytes; at += strlen(at) + 1)
        if (strncasecmp(at, name, n) == 0 && at[n] == ':')
            return at + n + 1 + strspn(at + n + 1, " ");
    return NULL;
}

static bool page_read(struct fixture *f, const char *end, int status)
{
    struct answer_body *page = &f->pages[f->page_count];
    char *body = slurp(f->stem, end, &page->count);
    if (!body)
        return false;
    page->http_status = status;
    page->bytes = f->bodies[f->page_count + 1] = body;
    page->content_type = "application/json";
    f->page_count++;
    return true;
}

static void pages_read(struct fixture *f)
{
    static const int failures[] = {404, 500};
    page_read(f, ".turns.json", HTTP_OK);
    for (size_t i = 0; i < sizeof failures / sizeof *failures && !f->page_count; i++) {
        char *end = xasprintf(".turns.%d.json", failures[i]);
        page_read(f, end, failures[i]);
        free(end);
    }
    for (int n = 2; f->page_count && n <= PAGES_MAX; n++) {
        char *end = xasprintf(".turns%d.json", n);
        bool more = page_read(f, end, HTTP_OK);
        free(end);
        if (!more)
            break;
    }
}

static void fixture_read(struct fixture *f, const char *stem, const char *ending)
{
    size_t n = 0;
    *f = (struct fixture){.stem = xstrdup(stem)};
    f->bodies[0] = slurp(stem, ending, &f->answer.count);
    f->headers = slurp(stem, ".headers", &n);
    for (char *c = f->headers; c && c < f->headers + n; c++)
        *c = *c == '\n' ? '\0' : *c;
    f->answer.bytes = f->bodies[0];
    f->answer.http_status = status_of(stem);
    f->answer.content_type = strcmp(ending, ".html") == 0 ? "text/html" : "application/json";
    f->answer.request_id = header_of(f->headers, n, "X-Request-Id");
    const char *limit = header_of(f->headers, n, "Retry-After");
    f->answer.retry_after_s = limit ? (int)strtol(limit, NULL, 10) : -1; /* a date: in the past */
    pages_read(f);
}

static void fixture_done(struct fixture *f)
{
    for (size_t i = 0; i < PAGES_MAX + 1; i++)
        free(f->bodies[i]);
    free(f->headers);
    free(f->stem);
}

static const char *asked_id(const char *stem)
{
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        if (strncmp(asked[i].start, stem, strlen(asked[i].start)) == 0)
            return asked[i].id;
    fail_msg("%s: expected an ID in the table above, found no ID", stem);
    return NULL;
}

/* The line that -p json would print; *call says whether it is a call. */
static char *printed(const struct provider *p, struct fixture *f, bool *call)
{
    const char *id = asked_id(f->stem);
    struct turns_answer turns = {.pages = f->pages, .page_count = f->page_count};
    struct extracted got = extract(p, id, &f->answer, p->second.path ? &turns : NULL);
    struct buf out = {0};
    if (!got.call == !got.failure)
        fail_msg("%s: expected a call or a failure, got %s", f->stem,
                 got.call ? "both" : "neither");
    if (got.call)
        print_json(&out, got.call);
    else
        print_json_failure(&out, p->name, id, got.failure);
    *call = got.call;
    call_free(got.call);
    failure_free(got.failure);
    return buf_take(&out);
}

static void expected_write(const struct fixture *f, const char *text)
{
    char *path = xasprintf(FIXTURES "%s.expected", f->stem);
    FILE *out = fopen(path, "wb");
    if (!out || fputs(text, out) == EOF || fclose(out) == EOF)
        fail_msg("cannot write %s", path);
    free(path);
}

/* Whether the text is the file's content; prints both if it is not. */
static bool expected_same(const struct fixture *f, const char *text)
{
    size_t n;
    const char *update = getenv("UPDATE_EXPECTED");
    if (update && *update)
        expected_write(f, text);
    char *expected = slurp(f->stem, ".expected", &n);
    bool same = expected && strcmp(expected, text) == 0;
    if (!same)
        print_error("%s: expected\n%sgot\n%s\n", f->stem, expected ? expected : "(no file)\n",
                    text);
    free(expected);
    return same;
}

static const struct provider *provider_of(const struct provider_set *set, const char *stem)
{
    char *name = xstrndup(stem, strcspn(stem, "-"));
    const struct provider *p = provider_find(set, name);
    free(name);
    return p;
}

/* The file's stem if it is a call's own document, which the caller frees; NULL for other files. */
static char *stem_of(const char *file, const char **ending)
{
    const char *dot = strrchr(file, '.');
    if (!dot || strstr(file, ".turns") || (strcmp(dot, ".json") != 0 && strcmp(dot, ".html") != 0))
        return NULL;
    *ending = strcmp(dot, ".json") == 0 ? ".json" : ".html";
    return xstrndup(file, (size_t)(dot - file));
}

struct tally {
    size_t fixtures, different, *calls, *failures; /* the last two by provider */
};

static void fixture_run(const struct provider_set *set, const char *file, struct tally *t)
{
    const char *ending;
    char *stem = stem_of(file, &ending);
    if (!stem)
        return;
    const struct provider *p = provider_of(set, stem);
    if (!p)
        fail_msg("%s: expected the name of a provider before the '-'", file);
    struct fixture f;
    bool call;
    fixture_read(&f, stem, ending);
    char *text = printed(p, &f, &call);
    t->fixtures++;
    t->different += !expected_same(&f, text);
    (call ? t->calls : t->failures)[p - set->list]++;
    if (call && p->second.path && !f.page_count)
        fail_msg("%s: expected a .turns file beside it", file);
    free(text);
    fixture_done(&f);
    free(stem);
}

static void fixtures__all__match_their_expected_files(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "");
    if (d.config.problems.count)
        fail_msg("expected no problem, got line %d: %s", d.config.problems.list[0].line,
                 d.config.problems.list[0].text);
    struct tally t = {.calls = xcalloc(d.set->count, sizeof *t.calls),
                      .failures = xcalloc(d.set->count, sizeof *t.failures)};
    DIR *dir = opendir(FIXTURES);
    if (!dir)
        fail_msg("expected to run where " FIXTURES " is");
    for (const struct dirent *entry; (entry = readdir(dir));)
        fixture_run(d.set, entry->d_name, &t);
    closedir(dir);
    for (size_t i = 0; i < d.set->count; i++)
        if (!t.calls[i] || !t.failures[i])
            fail_msg("provider '%s': expected fixtures of calls and of failures, got %zu and %zu",
                     d.set->list[i].name, t.calls[i], t.failures[i]);
    if (t.different)
        fail_msg("expected all %zu fixtures to match their files, %zu do not", t.fixtures,
                 t.different);
    free(t.calls);
    free(t.failures);
    described_done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixtures__all__match_their_expected_files),
    };
    return cmocka_run_group_tests_name("fixtures", tests, NULL, NULL);
}
