/* --find with -p: the program runs as a child, and the providers are servers in this process. */
#include "base/alloc.h"
#include "tests/support/outcome.h"
#include "tests/support/paged.h"
#include "tests/support/printing.h"
#include "tests/support/schema.h"
#include "tests/support/scratch.h"
#include "text/time.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SERVERS = 2 };

/* A provider has `total` calls, pages of ten, a minute from one to the next. */
static struct server {
    struct paged *paged;
    size_t total;
    int begin_s;
    const char *odd; /* every answer, if it is set */
    const char *odd_once;
    bool hangs; /* there is no answer */
} servers[SERVERS];

static char *answer(void *owner, size_t n, const char *request)
{
    const struct server *s = owner;
    const char *at = strstr(request, "after=");
    size_t from = at ? strtoul(at + 6, NULL, 10) : 0;
    long long now_s = (long long)(time_wall_us() / 1000000);
    struct buf out = {0};
    if (s->hangs)
        return NULL;
    if (s->odd || (s->odd_once && n == 0))
        return xstrdup(s->odd ? s->odd : s->odd_once);
    buf_puts(&out, "{\"rows\":[");
    for (size_t i = from; i < s->total && i < from + 10; i++)
        buf_printf(&out,
                   "%s{\"id\":\"n%zu\",\"s\":\"%s\",\"t\":%lld,\"from\":\"+1415555%04zu\","
                   "\"sum\":\"calls +41 79 123 45 67\"}",
                   i > from ? "," : "", i, i % 2 ? "bad" : "done",
                   now_s - s->begin_s - (long long)i * 60, i);
    buf_printf(&out, "],\"next\":\"%zu\",\"more\":%s}", from + 10,
               from + 10 < s->total ? "true" : "false");
    return paged_json(buf_take(&out));
}

static void start_odd(size_t i, size_t total, const char *odd, const char *odd_once)
{
    servers[i].total = total;
    servers[i].odd = odd;
    servers[i].odd_once = odd_once;
    servers[i].paged = paged_start(answer, &servers[i]);
}

static void start(size_t i, size_t total, int begin_s)
{
    servers[i].begin_s = begin_s;
    start_odd(i, total, NULL, NULL);
}

static void stop_all(void)
{
    for (size_t i = 0; i < SERVERS; i++)
        if (servers[i].paged)
            paged_stop(servers[i].paged);
    memset(servers, 0, sizeof servers);
}

/* The providers mine0, mine1, and silent, which cannot tell numbers, and keyless. */
static char *config(const char *options)
{
    struct buf out = {0};
    buf_printf(&out, "[callbrowser]\ntimezone = UTC\n%s", options ? options : "");
    for (size_t i = 0; i < SERVERS; i++)
        if (servers[i].paged)
            buf_printf(&out,
                       "[provider mine%zu]\nbase_url = http://127.0.0.1:%d\npath = /c/{id}\n"
                       "header = X-API-KEY: {key}\napi_key = sesame-0123456789\nid = /id\n"
                       "status = /s\ncompleted = done\nfailed = bad\nlive = on\nstarted = /t s\n"
                       "summary = /sum\nlist.path = /list?size={limit}\nlist.limit = 10\n"
                       "rows = /rows\nlist.more = /more\nlist.next = after={/next}\n%s",
                       i, paged_port(servers[i].paged), i == 0 ? "party.from = /from\n" : "");
    buf_puts(&out, "[provider keyless]\nlike = mine0\nbase_url = http://127.0.0.1:1\n"
                   "api_key_file = /does/not/exist\n"
                   "[find broken]\nquery = failed mine0\n");
    scratch_write(printing.home, "find.ini", 0600, buf_str(&out));
    buf_done(&out);
    return scratch_path(printing.home, "find.ini");
}

#define FIND(r, options, input, ...) find(r, options, input, ARGS(__VA_ARGS__))
static void find(struct run *r, const char *options, const char *input, const char *const *args)
{
    char *path = config(options);
    printing_call(r, path, input, args);
    free(path);
}

static void find__two__merged_by_time(void **state)
{
    (void)state;
    struct run r;
    start(0, 3, 0);
    start(1, 2, 90);
    FIND(&r, NULL, NULL, "--find", "2h", "-p", "id", "mine0", "mine1");
    assert_code(&r, 0);
    assert_out(&r, "mine0:n0\nmine0:n1\nmine1:n0\nmine0:n2\nmine1:n1\n");
    assert_err(&r, "");
    run_done(&r);
    stop_all();
}

static void find__json__is_in_the_schema(void **state)
{
    (void)state;
    struct run r;
    struct schema *schema = schema_read("tests/printed.schema.json");
    start(0, 12, 0);
    FIND(&r, NULL, NULL, "--find", "mine0", "-p", "json");
    assert_code(&r, 0);
    assert_int_equal(count_lines(&r.out), 12);
    for (const char *line = r.out.data; *line; line = strchr(line, '\n') + 1) {
        struct buf why = {0};
        if (!schema_holds(schema, line, strcspn(line, "\n"), &why))
            fail_msg("%s", buf_str(&why));
        buf_done(&why);
    }
    schema_free(schema);
    run_done(&r);
    stop_all();
}

static void find__limit__newest_of_all(void **state)
{
    (void)state;
    struct run r;
    start(0, 100, 0);
    start(1, 100, 30);
    FIND(&r, NULL, NULL, "--find", "2h", "-p", "id", "--limit", "4", "mine0", "mine1");
    assert_code(&r, 0);
    assert_out(&r, "mine0:n0\nmine1:n0\nmine0:n1\nmine1:n1\n");
    assert_err(&r, "callbrowser: only the 4 newest are printed (--limit)\n");
    assert_int_equal(paged_count(servers[0].paged), 1);
    run_done(&r);
    FIND(&r, NULL, NULL, "--find", "2h", "-p", "id", "--limit", "1", "mine0", "mine1");
    assert_out(&r, "mine0:n0\n");
    assert_err(&r, "callbrowser: only the newest one is printed (--limit)\n");
    run_done(&r);
    FIND(&r, NULL, NULL, "--find", "mine0 1d", "-p", "id", "--limit", "10");
    assert_err(&r, "callbrowser: stopped at 10 calls (--limit): older ones were not looked at\n");
    run_done(&r);
    FIND(&r, NULL, NULL, "--find", "mine0 1d", "-p", "id", "--limit", "0");
    assert_code(&r, 0);
    assert_int_equal(count_lines(&r.out), 100);
    assert_err(&r, "");
    run_done(&r);
    FIND(&r, NULL, NULL, "--find", "mine0 mine1 1d", "-p", "id");
    assert_int_equal(count_lines(&r.out), 100);
    run_done(&r);
    stop_all();
}

static void find__query__from_standard_input_and_saved(void **state)
{
    (void)state;
    struct run r;
    start(0, 6, 0);
    FIND(&r, NULL, "mine0\n2h failed\n", "-p", "id", "--find", "-");
    assert_code(&r, 0);
    assert_out(&r, "mine0:n1\nmine0:n3\nmine0:n5\n");
    run_done(&r);
    FIND(&r, NULL, NULL, "-p", "id", "--find", " broken ");
    assert_out(&r, "mine0:n1\nmine0:n3\nmine0:n5\n");
    run_done(&r);
    FIND(&r, NULL, NULL, "-p", "id", "--find", "mine0 0002");
    assert_out(&r, "mine0:n2\n");
    run_done(&r);
    FIND(&r, NULL, NULL, "-p", "tsv", "--find", "mine0 9999");
    assert_code(&r, 0);
    assert_int_equal(count_lines(&r.out), 1);
    run_done(&r);
    stop_all();
}

static void find__mask__all_forms(void **state)
{
    (void)state;
    static const char *const forms[] = {"text", "json", "tsv", "csv"};
    start(0, 1, 0);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct run r;
        setenv("COLUMNS", "150", 1);
        FIND(&r, "mask = yes\n", NULL, "-p", forms[i], "--find", "mine0");
        unsetenv("COLUMNS");
        assert_code(&r, 0);
        assert_has(&r.out, "#######0000");
        assert_has(&r.out, "+## ## ### 45 67");
        assert_lacks(&r.out, "1415555");
        assert_lacks(&r.out, "123");
        run_done(&r);
    }
    stop_all();
}

/* What a provider says of a failure, and a word of the query that is said again. */
static void find__mask__what_is_said(void **state)
{
    (void)state;
    static const char body[] = "{\"message\":\"no call of +14155550123\"}";
    char *refusal =
        xasprintf("HTTP/1.1 422 No\r\nContent-Length: %zu\r\n\r\n%s", strlen(body), body);
    struct run r;
    start_odd(0, 1, refusal, NULL);
    FIND(&r, NULL, NULL, "-p", "id", "--find", "2h", "mine0");
    assert_has(&r.err, "+14155550123");
    run_done(&r);
    FIND(&r, "mask = yes\n", NULL, "-p", "id", "--find", "2h", "mine0");
    assert_has(&r.err, "no call of +#######0123");
    run_done(&r);
    stop_all();
    free(refusal);
    start(0, 1, 0);
    FIND(&r, "mask = yes\n", NULL, "-p", "id", "--find", "mine0 2h ann@there.example");
    assert_has(&r.err, "no such call; '###@");
    assert_lacks(&r.err, "ann@");
    run_done(&r);
    stop_all();
}

static void find__standard_input__too_long_is_no_query(void **state)
{
    (void)state;
    struct run r;
    char text[5000];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    start(0, 1, 0);
    FIND(&r, NULL, text, "-p", "id", "--find", "-");
    assert_code(&r, 2);
    assert_out(&r, "");
    assert_has(&r.err, "standard input is no query");
    run_done(&r);
    stop_all();
}

static void find__refused__exit_2(void **state)
{
    (void)state;
    static const struct {
        const char *query, *word, *err;
    } rows[] = {
        {"25:00", "mine0", "query: '25:00' cannot be read: no such time"},
        {"2h", "mine3", "unknown provider 'mine3' (did you mean 'mine0'?)"},
        {"2h", "4321", "unknown provider '4321'; put a query of several words in quotes\n"},
        {"1234", "mine1", "mine1: left out: cannot look for numbers"},
        {"!kept", "mine0", "leave it out to ask the providers"},
    };
    start(0, 3, 0);
    start(1, 3, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        FIND(&r, NULL, NULL, "-p", "json", "--find", rows[i].query, rows[i].word);
        assert_code(&r, 2);
        assert_out(&r, "");
        assert_has(&r.err, rows[i].err);
        run_done(&r);
    }
    assert_int_equal(paged_count(servers[0].paged) + paged_count(servers[1].paged), 0);
    stop_all();
}

/* One that is left out is no failure if others are asked. */
static void find__left_out__is_a_note(void **state)
{
    (void)state;
    struct run r;
    start(0, 3, 0);
    start(1, 3, 0);
    FIND(&r, NULL, NULL, "-p", "id", "--find", "0001", "mine0", "mine1");
    assert_code(&r, 0);
    assert_out(&r, "mine0:n1\n");
    assert_err(&r, "callbrowser: mine1: left out: cannot look for numbers\n");
    run_done(&r);
    stop_all();
}

/* Two hundred pages of ten calls, a minute from one to the next. */
static void find__bounds__say_how_far_back(void **state)
{
    (void)state;
    struct run r;
    start(0, 100000, 0);
    FIND(&r, NULL, NULL, "-p", "id", "--find", "100d", "--limit", "0", "mine0");
    assert_code(&r, 0);
    assert_int_equal(count_lines(&r.out), 2000);
    assert_int_equal(paged_count(servers[0].paged), 200);
    assert_has(&r.err, "callbrowser: mine0: looked back to ");
    assert_has(&r.err, "callbrowser: mine0: 200 pages are the limit\n");
    run_done(&r);
    stop_all();
}

#define ANSWER(status, headers) "HTTP/1.1 " status "\r\n" headers "Content-Length: 2\r\n\r\n{}"

static void find__failure__others_are_printed(void **state)
{
    (void)state;
    static const struct {
        const char *answer, *err;
        int code;
    } rows[] = {
        {ANSWER("401 Unauthorized", ""), "mine1: ", 4},
        {ANSWER("503 Busy", ""), "mine1: ", 7},
        {ANSWER("429 Slow", ""), "mine1: ", 5},
        {ANSWER("429 Slow", "Retry-After: 100\r\n"), "; retry in 100 s", 5},
        {"", "mine1: ", 6},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        start(0, 2, 0);
        start_odd(1, 2, rows[i].answer, NULL);
        FIND(&r, NULL, NULL, "-p", "id", "--find", "2h", "mine0", "mine1");
        assert_code(&r, rows[i].code);
        assert_out(&r, "mine0:n0\nmine0:n1\n");
        assert_has(&r.err, rows[i].err);
        assert_lacks(&r.err, "sesame");
        assert_int_equal(paged_count(servers[1].paged), 1);
        run_done(&r);
        stop_all();
    }
}

static void find__rate_limit__waits_as_long_as_allowed(void **state)
{
    (void)state;
    struct run r;
    start_odd(0, 2, NULL, ANSWER("429 Slow", "Retry-After: 1\r\n"));
    FIND(&r, NULL, NULL, "-p", "id", "--find", "2h", "mine0");
    assert_code(&r, 0);
    assert_out(&r, "mine0:n0\nmine0:n1\n");
    assert_err(&r, "callbrowser: mine0: rate limited, resuming in 1 s\n");
    run_done(&r);
    stop_all();
    start_odd(0, 2, NULL, ANSWER("429 Slow", "Retry-After: 1\r\n"));
    FIND(&r, NULL, NULL, "-p", "id", "--find", "2h", "--max-wait", "0", "mine0");
    assert_code(&r, 5);
    run_done(&r);
    stop_all();
}

static void find__signal__ends_it(void **state)
{
    (void)state;
    struct run r;
    servers[0].hangs = true;
    start(0, 2, 0);
    char *path = config(NULL);
    signal(SIGINT, SIG_DFL);
    printing_start(&r, path, ARGS("-p", "json", "--find", "2h", "mine0"));
    paged_wait_count(servers[0].paged, 1);
    kill(r.pid, SIGINT);
    run_finish(&r);
    assert_code(&r, 130);
    assert_out(&r, "");
    run_done(&r);
    free(path);
    stop_all();
}

/* A key that a provider puts into its rows is not printed. */
static void find__key_in_rows__is_hidden(void **state)
{
    (void)state;
    static const char *const forms[] = {"text", "json", "tsv", "csv", "id"};
    char *page =
        paged_json(xasprintf("{\"rows\":[{\"id\":\"n0\",\"t\":%lld,\"s\":\"sesame-0123456789\","
                             "\"sum\":\"with sesame-0123456789\",\"from\":"
                             "\"sesame-0123456789\"},{\"s\":\"sesame-0123456789\"}]}",
                             (long long)(time_wall_us() / 1000000)));
    start_odd(0, 1, page, NULL);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct run r;
        FIND(&r, NULL, NULL, "-p", forms[i], "--find", "2h", "mine0");
        assert_code(&r, 0);
        assert_true(r.out.len);
        assert_has(&r.err, "1 row without an ID");
        assert_lacks(&r.out, "sesame");
        assert_lacks(&r.err, "sesame");
        run_done(&r);
    }
    stop_all();
    free(page);
}

/* Those that cannot tell what is asked for are left out, which is a failure only if they were
 * named. */
static void find__all_left_out__exit_0_unless_named(void **state)
{
    (void)state;
    static const struct {
        const char *query, *word;
        int code;
    } rows[] = {{"1234", NULL, 0}, {"1234", "mute", 2}, {"mute 1234", NULL, 2}, {"!1234", NULL, 0}};
    scratch_write(printing.home, "mute.ini", 0600,
                  "[provider mute]\nbase_url = http://127.0.0.1:1\npath = /c/{id}\napi_key = k\n"
                  "header = X-API-KEY: {key}\nid = /id\nstarted = /t s\nlist.path = /list\n"
                  "rows = /rows\n");
    char *path = scratch_path(printing.home, "mute.ini");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        printing_call(&r, path, NULL, ARGS("-p", "id", "--find", rows[i].query, rows[i].word));
        assert_code(&r, rows[i].code);
        assert_out(&r, "");
        assert_err(&r, "callbrowser: mute: left out: cannot look for numbers\n");
        run_done(&r);
    }
    free(path);
}

static void find__nothing_found__exit_0(void **state)
{
    (void)state;
    static const struct {
        const char *form;
        size_t lines;
        const char *err;
    } rows[] = {{"text", 0, "callbrowser: no call matches\n"},
                {"json", 0, ""},
                {"id", 0, ""},
                {"tsv", 1, ""},
                {"csv", 1, ""}};
    start(0, 3, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        FIND(&r, NULL, NULL, "-p", rows[i].form, "--find", "mine0 9999");
        assert_code(&r, 0);
        assert_int_equal(count_lines(&r.out), rows[i].lines);
        assert_err(&r, rows[i].err);
        run_done(&r);
    }
    stop_all();
}

/* A provider that was named and has no key is a failure; others without one are not asked. */
static void find__no_key(void **state)
{
    (void)state;
    struct run r;
    start(0, 1, 0);
    FIND(&r, NULL, NULL, "-p", "id", "--find", "2h", "ringg");
    assert_code(&r, 4);
    assert_has(&r.err, "ringg: ");
    run_done(&r);
    FIND(&r, NULL, NULL, "-p", "id", "--find", "2h", "mine0", "keyless");
    assert_code(&r, 4);
    assert_out(&r, "mine0:n0\n");
    run_done(&r);
    stop_all();
}

static void find__nobody_to_ask__says_why(void **state)
{
    (void)state;
    static const struct {
        const char *query, *word;
        int code;
        const char *err;
    } rows[] = {
        {"today mine1", "mine0", 2, "the query leaves out the providers that are named"},
        {"today !mine0", "mine0", 2, "the query leaves out the providers that are named"},
        {"today !mine0 !mine1 !keyless", "any", 4, "none that this query asks has a key"},
    };
    start(0, 1, 0);
    start(1, 1, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        FIND(&r, NULL, NULL, "-p", "id", "--find", rows[i].query, rows[i].word);
        assert_code(&r, rows[i].code);
        assert_has(&r.err, rows[i].err);
        run_done(&r);
    }
    assert_int_equal(paged_count(servers[0].paged) + paged_count(servers[1].paged), 0);
    stop_all();
}

/* A word without a meaning can be a time or a provider that is written in another way. */
static void find__nothing_found__says_which_word_is_a_text(void **state)
{
    (void)state;
    struct run r;
    start(0, 3, 0);
    FIND(&r, NULL, NULL, "--find", "mine0 2h afternoon", "-p", "id");
    assert_code(&r, 0);
    assert_out(&r, "");
    assert_err(&r, "callbrowser: no such call; 'afternoon' is looked for as a text\n");
    run_done(&r);
    FIND(&r, NULL, NULL, "--find", "mine0 2h status:afternoon !morning", "-p", "id");
    assert_code(&r, 0);
    assert_err(&r, "");
    run_done(&r);
    stop_all();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(find__two__merged_by_time),
        cmocka_unit_test(find__json__is_in_the_schema),
        cmocka_unit_test(find__limit__newest_of_all),
        cmocka_unit_test(find__query__from_standard_input_and_saved),
        cmocka_unit_test(find__mask__all_forms),
        cmocka_unit_test(find__mask__what_is_said),
        cmocka_unit_test(find__standard_input__too_long_is_no_query),
        cmocka_unit_test(find__refused__exit_2),
        cmocka_unit_test(find__left_out__is_a_note),
        cmocka_unit_test(find__bounds__say_how_far_back),
        cmocka_unit_test(find__failure__others_are_printed),
        cmocka_unit_test(find__rate_limit__waits_as_long_as_allowed),
        cmocka_unit_test(find__signal__ends_it),
        cmocka_unit_test(find__no_key),
        cmocka_unit_test(find__key_in_rows__is_hidden),
        cmocka_unit_test(find__all_left_out__exit_0_unless_named),
        cmocka_unit_test(find__nothing_found__exit_0),
        cmocka_unit_test(find__nobody_to_ask__says_why),
        cmocka_unit_test(find__nothing_found__says_which_word_is_a_text),
    };
    return cmocka_run_group_tests(tests, printing_setup, printing_teardown);
}
