/* --test-provider over saved answers. The program runs as a child process. */
#include "base/alloc.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *program, *dir, *config;

static int set_up(void **state)
{
    (void)state;
    program = xasprintf("%s/callbrowser", getenv("BUILD"));
    dir = scratch_new();
    scratch_write(
        dir, "acme.ini", 0600,
        "[provider acme]\nid_form = ac_*\nbase_url = https://api.acme.example\n"
        "path = /v1/calls/{id}\nheader = Authorization: Bearer {key}\n"
        "api_key = secret-key\nroot = /call\nok = /success\nid = /id\n"
        "status = /state | /status\nstarted = /began iso\nended = /over iso | /end ms\n"
        "duration = /length min | /length_s s\ndirection = /incoming inbound/outbound\n"
        "party.from = /caller/number\npeople = /people\npeople.name = /name\n"
        "turns = /lines\nturn.speaker = /who\nturn.text = /said\nturn.start = /at s\n"
        "recording = /audio\n[provider typed]\nlike = acme\ntype = /kind | /mode\n"
        "[provider went]\nlike = acme\nvoicemail = /by machine\noutcome = /out except:none\n"
        "metric.reply = /waits/*/ms ms\nturn.end = /to s\nturn.reply = /waited s\n"
        "turn.stage.heard = /asr s\nlinks = /files\n"
        "recording.path = /v1/calls/{id}/audio\nrecording.if = /audio_ready\n"
        "[provider paged]\nlike = acme\nturns.path = /m/{id}\n"
        "[provider bad]\nlike = acme\nstatus = nowhere\n"
        "[provider listed]\nlike = acme\nlist.path = /v1/calls?n={limit}\n"
        "list.limit = 3\nlist.next = after={last /id}\nlist.total = /count\n"
        "rows = /calls\nrow.started = /when iso\nfind.time = since={since date}\n"
        "failed = broken\n"
        "[provider posted]\nlike = listed\nlist.path = /v1/list\nlist.body = {\"limit\": "
        "{limit}}\nfind.time =\nlist.next =\n"
        "[provider login]\nlike = acme\nheader =\nbasic = me:{key}\n");
    config = scratch_path(dir, "acme.ini");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_free(dir);
    free(config);
    free(program);
    return 0;
}

/* Runs it over an answer; `second` (may be NULL) is the transcript's. */
static void try_on(struct run *r, const char *provider, const char *answer, const char *second)
{
    scratch_write(dir, "answer.json", 0600, answer);
    scratch_write(dir, "second.json", 0600, second ? second : "");
    char *first_path = scratch_path(dir, "answer.json"),
         *second_path = scratch_path(dir, "second.json");
    const char *argv[] = {program,  "-c",       config, "--test-provider",
                          provider, first_path, NULL,   NULL};
    if (second)
        argv[6] = second_path;
    run_program(r, argv, NULL);
    free(first_path);
    free(second_path);
}

static void expect(const struct run *r, int code, const char *const *parts)
{
    if (r->code != code)
        fail_msg("expected exit code %d, got %d: %s", code, r->code, buf_str(&r->err));
    for (size_t i = 0; parts[i]; i++)
        if (!strstr(buf_str(&r->out), parts[i]))
            fail_msg("expected '%s' in\n%s", parts[i], buf_str(&r->out));
}

#define EXPECT(r, code, ...) expect(r, code, (const char *const[]){__VA_ARGS__, NULL})

static void expect_error(const struct run *r, const char *part)
{
    if (!strstr(buf_str(&r->err), part))
        fail_msg("expected '%s' on standard error, got: %s", part, buf_str(&r->err));
}

static const char answer[] =
    "{\"success\":true,\"meta\":{\"took\":3},\"call\":{\"id\":\"ac_1\",\"state\":\"over\","
    "\"status\":\"ok\",\"began\":\"2024-01-15T10:30:00Z\",\"over\":\"soon\",\"end\":1705314845000,"
    "\"length\":{},\"length_s\":\"245\",\"incoming\":true,\"caller\":{\"number\":\"+18005551234\"},"
    "\"people\":[],\"lines\":[{\"who\":\"agent\",\"said\":\"Hello\",\"at\":0.5,\"mood\":\"good\"},"
    "{\"who\":\"user\",\"said\":\"Hi\",\"at\":null,\"mood\":\"bad\"}],\"extra\":{\"a~b/"
    "c\":[1,2]}}}";

static void dry_run__every_place__shows_its_value(void **state)
{
    (void)state;
    struct run r;
    try_on(&r, "acme", answer, NULL);
    EXPECT(&r, 0, "GET https://api.acme.example/v1/calls/ac_1\n  Authorization: Bearer KEY\n",
           "\n\nThe answer\nField  Place     Found\nok     /success  true\n"
           "root   /call     an object with 13 members\n\nThe call\n",
           "\nstatus     /state                      over\n",
           "\nstatus     /status                     ok: not needed, an earlier place has a "
           "value\n",
           "\nended      /over iso                   soon: cannot be read\n",
           "\nended      /end ms                     1705314845000 = 2024-01-15T10:34:05Z\n",
           "\nduration   /length min                 an object with 0 members: wrong type\n",
           "\nduration   /length_s s                 245 = 245 s\n",
           "\ndirection  /incoming inbound/outbound  true = inbound\n",
           "\npeople       /people         empty\n", "\npeople.name  /name           missing\n",
           "\nRecordings\nField       Place   Found\nrecordings  /audio  missing\n",
           "\nturn.speaker  /who    agent (2 times)\n", "\nturn.start    /at s   0.5 = 0.5 s\n");
    assert_null(strstr(buf_str(&r.out), "secret-key"));
    run_done(&r);
}

static void dry_run__the_call__counts_and_unused_fields(void **state)
{
    (void)state;
    struct run r;
    try_on(&r, "acme", answer, NULL);
    EXPECT(&r, 0, "\nCall\nStatus       over\n",
           "\nFirst words  agent after 0.5 s (from the turns' times)\n",
           "\nParticipants: 1\nfrom  +18005551234\n",
           "\nTranscript: 2\n0:00  agent  agent   Hello\n-     user   person  Hi\n",
           "\nRecordings: 0\n", "\nUnused in the call\nPointer           Value   Times\n",
           "\n/status           \"ok\"    1\n", "\n/lines/*/mood     \"good\"  2\n",
           "\n/extra/a~0b~1c/*  1       2\n", "\nUnused outside the call\n",
           "\n/meta/took  3      1\n");
    run_done(&r);
}

static void dry_run__request__says_what_is_odd(void **state)
{
    (void)state;
    struct run r;
    try_on(&r, "login", "{\"call\":{\"id\":\"other_1\",\"state\":\"over\"}}", NULL);
    EXPECT(&r, 0, "GET https://api.acme.example/v1/calls/other_1\n  me:KEY\n",
           "  the ID does not match id_form ac_*: auto does not choose this provider for it\n");
    run_done(&r);
    try_on(&r, "login", "{\"call\":{\"state\":\"over\"}}", NULL);
    EXPECT(&r, 0, "Request\n  not shown: the answer has no ID\n");
    run_done(&r);
}

static void dry_run__type__is_no_unused_field(void **state)
{
    (void)state;
    struct run r;
    try_on(&r, "typed", "{\"call\":{\"id\":\"ac_1\",\"kind\":\"video\",\"mode\":\"meet\"}}", NULL);
    EXPECT(&r, 0, " /kind ", " /mode ", "\nType      video, meet\n");
    assert_null(strstr(buf_str(&r.out), "Unused"));
    run_done(&r);
    try_on(&r, "typed", "{\"call\":{\"id\":\"ac_1\",\"kind\":7,\"mode\":\"\"}}", NULL);
    EXPECT(&r, 0, " /kind ", " 7: wrong type\n", " /mode ", " empty\n");
    run_done(&r);
}

static void dry_run__how_it_went__in_its_sections(void **state)
{
    (void)state;
    struct run r;
    try_on(&r, "went",
           "{\"call\":{\"id\":\"ac_1\",\"by\":\"human\",\"out\":\"none\",\"audio_ready\":true,"
           "\"waits\":[{\"ms\":500},{\"ms\":\"x\"},{\"ms\":1500}],"
           "\"files\":[\"https://s.example/a\"],\"lines\":[{\"who\":\"user\",\"said\":\"Hi\","
           "\"at\":0,\"to\":1.5},{\"who\":\"agent\",\"said\":\"Yes\",\"at\":2,\"waited\":0.5,"
           "\"asr\":0.25}]}}",
           NULL);
    EXPECT(&r, 0, "\n  GET https://api.acme.example/v1/calls/ac_1/audio (the recording)\n",
           "\nHow it went\nField         Place           Found\n",
           "\nvoicemail     /by machine     human = no, and stays among the other fields\n",
           "\nmetric.reply  /waits/*/ms ms  "
           "a list with 3 elements = 2 durations, 0.5 s to 1.5 s\n",
           "\noutcome  ", "none: stays among the other fields\n",
           "\nLinks\nField  Place   Found\nlinks  /files  a list with 1 element\n",
           "\nrecording.if  /audio_ready  true = yes\n",
           "\nturn.stage.heard  /asr s     0.25 = 0.25 s\n",
           "\nTranscript: 2\n0:00  0:01  -     user   person  Hi\n"
           "0:02  -     +0.5  agent  agent   Yes\n",
           "\nRecordings: 1\nRecording  behind the provider's key\n",
           "\nLinks: 1\nLink  https://s.example/a\n", "\n/waits/*/ms  \"x\"",
           "\n/out         \"none\"", "\n/by          \"human\"");
    run_done(&r);
}

static void dry_run__second_document__given_as_more_files(void **state)
{
    (void)state;
    struct run r;
    try_on(&r, "paged", answer, "{\"lines\":[{\"who\":\"bot\",\"said\":\"Yes\",\"n\":1}]}");
    EXPECT(&r, 0, "GET https://api.acme.example/m/ac_1 (its pages are", "\nTranscript: 1\n",
           "Unused in the transcript's document", "/lines/*/n");
    run_done(&r);
    try_on(&r, "acme", answer, "{}");
    EXPECT(&r, 2, "");
    expect_error(&r, "no second document");
    run_done(&r);
}

static void dry_run__no_call__exit_code_7(void **state)
{
    (void)state;
    static const struct {
        const char *answer, *error;
        bool places;
    } rows[] = {
        {"{\"success\":false,\"message\":\"gone\"}", "no call for provider 'acme': gone", true},
        {"{\"call\":{\"other\":1}}", "the answer holds no call data", true},
        {"<call>", "not JSON at byte 1", false},
        {"<html>", "a web page came, not the API", false},
        {"", "the answer is empty", false},
        {"{\"call\":", "not JSON", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        try_on(&r, "acme", rows[i].answer, NULL);
        EXPECT(&r, 7, "");
        expect_error(&r, rows[i].error);
        assert_int_equal(strstr(buf_str(&r.out), "\nstatus ") != NULL, rows[i].places);
        run_done(&r);
    }
}

static void dry_run__usage__is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *provider, *file, *error;
    } rows[] = {
        {"acne", "/dev/null", "unknown provider 'acne' (did you mean 'acme'?)"},
        {"any", "/dev/null", "unknown provider 'any'"},
        {"bad", "/dev/null", "provider 'bad' cannot be used: "},
        {"acme", "/nowhere/x.json", "cannot read '/nowhere/x.json'"},
        {"acme", "/", "it is a directory"},
        {"acme", "/dev/zero", "not a regular file"},
        {"acme", NULL, "also needs a file"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        const char *argv[] = {program,          "-c",         config, "--test-provider",
                              rows[i].provider, rows[i].file, NULL};
        run_program(&r, argv, NULL);
        EXPECT(&r, 2, "");
        expect_error(&r, rows[i].error);
        run_done(&r);
    }
}

/* The answer may come directly from curl. */
static void dry_run__standard_input__is_a_file_too(void **state)
{
    (void)state;
    struct run r;
    const char *argv[] = {program, "-c", config, "--test-provider", "acme", "-", NULL};
    run_program(&r, argv, answer);
    EXPECT(&r, 0, "\nTranscript: 2\n");
    run_done(&r);
}

/* A disabled provider can be tested, too. */
static void dry_run__disabled__can_be_tested(void **state)
{
    (void)state;
    struct run r;
    const char *argv[] = {
        program, "-c", "/dev/null", "--test-provider", "retell", "tests/fixtures/retell-tools.json",
        NULL};
    run_program(&r, argv, NULL);
    EXPECT(&r, 0, "GET https://api.retellai.com/v2/get-call/call_", "\nTranscript: 6\n");
    run_done(&r);
}

static const char listed[] =
    "{\"count\":\"many\",\"calls\":[{\"id\":\"ac_1\",\"state\":\"over\",\"when\":"
    "\"2024-01-15T10:30:00Z\",\"caller\":{\"number\":\"+18005551234\"},\"audio\":\"x\"},"
    "{\"state\":\"new\"},{\"id\":\"ac_2\",\"state\":\"broken\"}]}";

static void dry_run__list__rows_and_next_page(void **state)
{
    (void)state;
    struct run r;
    try_on(&r, "listed", listed, NULL);
    EXPECT(&r, 0,
           "Request for the calls of today\n  GET https://api.acme.example/v1/calls?n=3&since=20",
           "\n  Authorization: Bearer KEY\n", "\nlist.total  /count  many\n",
           "\nrows        /calls  a list with 3 elements\n",
           "\nid           /id                         ac_1 (2 times)\n",
           "\nrow.started  /when iso                   2024-01-15T10:30:00Z\n",
           "\nduration     /length min                 missing\n",
           "\nparty.from   /caller/number  +18005551234\n", "\nRows: 2\n",
           "\nac_1  2024-01-15T10:30:00Z  over             +18005551234  -   -\n",
           "\nac_2  -                     broken (failed)  -             -   -\n",
           "\n1 row without an ID\n", "\nNext page: after=ac_2\nTotal: many\n");
    if (strstr(buf_str(&r.out), "recordings") || strstr(buf_str(&r.out), "secret-key"))
        fail_msg("expected neither recordings nor the key in\n%s", buf_str(&r.out));
    run_done(&r);
}

/* Synthflow's answer for a call is a list of one. */
static void dry_run__list__of_one(void **state)
{
    (void)state;
    struct run r;
    try_on(&r, "listed", "{\"calls\":[{\"id\":\"ac_1\"}]}", NULL);
    EXPECT(&r, 0, "Request for the calls of today\n", "\nRows: 1\n", "\nNext page: none\n");
    run_done(&r);
    const char *argv[] = {program,     "-c",
                          "/dev/null", "--test-provider",
                          "synthflow", "tests/fixtures/synthflow-call.json",
                          NULL};
    run_program(&r, argv, NULL);
    EXPECT(&r, 0, "GET https://api.synthflow.ai/v2/calls/");
    run_done(&r);
}

/* It is asked for with a body, and ten rows are enough to see that they are found. */
static void dry_run__list__with_a_body__the_first_ten_rows(void **state)
{
    (void)state;
    struct run r;
    struct buf many = {0};
    buf_puts(&many, "{\"calls\":[");
    for (int i = 0; i < 12; i++)
        buf_printf(&many, "%s{\"id\":\"ac_%d\"}", i ? "," : "", i);
    buf_puts(&many, "]}");
    try_on(&r, "posted", buf_str(&many), NULL);
    EXPECT(&r, 0, "\n  POST https://api.acme.example/v1/list\n", "\n  {\"limit\": 3}\n",
           "\nRows: 12\n", "\nac_9 ", "\n...\n");
    assert_null(strstr(buf_str(&r.out), "\nac_10 "));
    run_done(&r);
    buf_done(&many);
}

/* A single duration is no range. */
static void dry_run__duration__one_is_shown_as_it_is(void **state)
{
    (void)state;
    struct run r;
    try_on(&r, "went", "{\"call\":{\"id\":\"ac_1\",\"waits\":[{\"ms\":500}]}}", NULL);
    EXPECT(&r, 0, "\nmetric.reply  /waits/*/ms ms  ", " = 0.5 s\n");
    run_done(&r);
}

/* What could not be read is among the notes, as on the screen. */
static void dry_run__notes__of_the_call(void **state)
{
    (void)state;
    struct run r;
    try_on(&r, "acme", "{\"call\":{\"id\":\"ac_1\",\"lines\":7}}", NULL);
    EXPECT(&r, 0, "\nTranscript: 0\n", "\nNotes\n", "transcript");
    run_done(&r);
}

static void dry_run__list__masked(void **state)
{
    (void)state;
    struct run r;
    scratch_write(dir, "answer.json", 0600, listed);
    scratch_write(dir, "masked.ini", 0600,
                  "[callbrowser]\nmask = yes\n[provider listed]\nbase_url = https://a.example\n"
                  "path = /{id}\nid = /id\nparty.from = /caller/number\nlist.path = /c\n"
                  "rows = /calls\n");
    char *path = scratch_path(dir, "answer.json"), *ini = scratch_path(dir, "masked.ini");
    const char *argv[] = {program, "-c", ini, "--test-provider", "listed", path, NULL};
    run_program(&r, argv, NULL);
    EXPECT(&r, 0, "\nRows: 2\nID    Time  Status  From");
    if (strstr(buf_str(&r.out), "8005551234"))
        fail_msg("expected no number in\n%s", buf_str(&r.out));
    run_done(&r);
    free(path);
    free(ini);
}

static void dry_run__hostile_answer__is_shown_safely(void **state)
{
    (void)state;
    struct run r;
    try_on(&r, "acme",
           "{\"call\":{\"id\":\"ac_1\",\"state\":\"\\u001b[31mred\\u202e\\u0007\",\"x\\u001b]0;t\":"
           "\"\\u009b1m\",\"lines\":[{\"who\":\"\\r\\n\",\"said\":\"\\u001bc\"}]}}",
           NULL);
    EXPECT(&r, 0, "\nstatus     /state                      [31mred\n");
    for (const char *c = buf_str(&r.out); *c; c++)
        if ((*c < ' ' && *c != '\n') || *c == 0x7f)
            fail_msg("expected no control character, got %d in\n%s", *c, buf_str(&r.out));
    run_done(&r);
    struct buf deep = {0};
    for (int i = 0; i < 100000; i++)
        buf_putc(&deep, '[');
    try_on(&r, "acme", buf_str(&deep), NULL);
    EXPECT(&r, 7, "");
    buf_done(&deep);
    run_done(&r);
}

/* The report stays short, however much is unused. */
static void dry_run__much_unused__is_bounded(void **state)
{
    (void)state;
    struct run r;
    struct buf many = {0};
    buf_puts(&many, "{\"call\":{\"id\":\"ac_1\",\"list\":[");
    for (int i = 0; i < 200000; i++)
        buf_puts(&many, i ? ",{\"a\":1}" : "{\"a\":1}");
    buf_puts(&many, "]");
    for (int i = 0; i < 300; i++)
        buf_printf(&many, ",\"x%d\":%d", i, i);
    buf_puts(&many, "}}");
    try_on(&r, "acme", buf_str(&many), NULL);
    EXPECT(&r, 0, "/list/*/a", "... and more\n");
    assert_true(r.out.len < 20000);
    run_done(&r);
    buf_clear(&many);
    buf_puts(&many, "{\"call\":{\"id\":\"ac_1\"");
    for (int i = 0; i < 300; i++)
        buf_printf(&many, ",\"x%d\":%d", i, i);
    buf_puts(&many, "}}");
    try_on(&r, "acme", buf_str(&many), NULL);
    EXPECT(&r, 0, "\n/x199 ", "... and more\n");
    assert_null(strstr(buf_str(&r.out), "\n/x200 "));
    buf_done(&many);
    run_done(&r);
}

/* Runs it over an answer with the option mask on. */
static void try_masked(struct run *r, const char *answer_text)
{
    scratch_write(dir, "masked.ini", 0600,
                  "[callbrowser]\nmask = yes\n[provider acme]\nbase_url = https://a.example\n"
                  "path = /{id}\nok = /ok\nid = /id\nparty.from = /from\n");
    scratch_write(dir, "m.json", 0600, answer_text);
    char *ini = scratch_path(dir, "masked.ini"), *file = scratch_path(dir, "m.json");
    const char *argv[] = {program, "-c", ini, "--test-provider", "acme", file, NULL};
    run_program(r, argv, NULL);
    free(ini);
    free(file);
}

static void dry_run__mask__masks_the_report(void **state)
{
    (void)state;
    struct run r;
    try_masked(&r, "{\"ok\":true,\"id\":\"1\",\"from\":\"+18005551234\",\"x\":\"+18005551234\"}");
    EXPECT(&r, 0, "1234");
    assert_null(strstr(buf_str(&r.out), "8005551234"));
    run_done(&r);
    try_masked(&r, "{\"ok\":false,\"message\":\"nothing of jane.roe@example.com\"}");
    EXPECT(&r, 7, "");
    expect_error(&r, "nothing of ");
    assert_null(strstr(buf_str(&r.err), "jane"));
    run_done(&r);
}

/* Half an address must not be shown because of a cut. */
static void dry_run__mask__masks_before_it_cuts(void **state)
{
    (void)state;
    struct run r;
    try_masked(&r, "{\"ok\":true,\"id\":\"1\",\"memo\":\"0123456 the customer asked for a mail to "
                   "jane.doe.private@example.com\"}");
    EXPECT(&r, 0, "asked for a mail to ####");
    assert_null(strstr(buf_str(&r.out), "jane"));
    run_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dry_run__every_place__shows_its_value),
        cmocka_unit_test(dry_run__the_call__counts_and_unused_fields),
        cmocka_unit_test(dry_run__request__says_what_is_odd),
        cmocka_unit_test(dry_run__type__is_no_unused_field),
        cmocka_unit_test(dry_run__how_it_went__in_its_sections),
        cmocka_unit_test(dry_run__second_document__given_as_more_files),
        cmocka_unit_test(dry_run__no_call__exit_code_7),
        cmocka_unit_test(dry_run__usage__is_refused),
        cmocka_unit_test(dry_run__standard_input__is_a_file_too),
        cmocka_unit_test(dry_run__disabled__can_be_tested),
        cmocka_unit_test(dry_run__list__rows_and_next_page),
        cmocka_unit_test(dry_run__list__of_one),
        cmocka_unit_test(dry_run__list__masked),
        cmocka_unit_test(dry_run__hostile_answer__is_shown_safely),
        cmocka_unit_test(dry_run__much_unused__is_bounded),
        cmocka_unit_test(dry_run__mask__masks_the_report),
        cmocka_unit_test(dry_run__mask__masks_before_it_cuts),
        cmocka_unit_test(dry_run__list__with_a_body__the_first_ten_rows),
        cmocka_unit_test(dry_run__duration__one_is_shown_as_it_is),
        cmocka_unit_test(dry_run__notes__of_the_call),
    };
    return cmocka_run_group_tests_name("dry_run", tests, set_up, tear_down);
}
