/* Descriptions of lists: the words, the description of a row, and what is wrong with a line. */
#include "base/alloc.h"
#include "base/buf.h"
#include "provider/describe.h"
#include "provider/sources.h"
#include "tests/support/descriptions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define MINE "[provider mine]\nbase_url = https://h.example\npath = /c/{id}\n"
#define LIST MINE "list.path = /c?n={limit}\nlist.limit = 20\nrows = /rows\n"
#define BODY LIST "list.body = {\"n\":{limit},\"f\":{{filters}},\"o\":{\"a\":{}}{next}}\n"

static void put_word(void *text, const char *name, const struct sources *sources)
{
    for (size_t i = 0; i < sources->count; i++) {
        buf_printf(text, "%s ", name);
        sources_put(text, &sources->at[i]);
        buf_putc(text, '\n');
    }
}

/* The words that point into the list of `mine`. */
static void expect_words(const char *ini, const char *want)
{
    struct described d;
    struct buf text = {0};
    described_init(&d, ini);
    if (d.config.problems.count)
        fail_msg("%s", d.config.problems.list[0].text);
    describe_each_of_list(described_find(&d, "mine"), put_word, &text);
    if (strcmp(buf_str(&text), want) != 0)
        fail_msg("expected:\n%s\ngot:\n%s", want, buf_str(&text));
    buf_done(&text);
    described_done(&d);
}

static void describe__row__replaces_a_word_for_rows(void **state)
{
    (void)state;
    expect_words(LIST "row.status = /s\nstatus = /state\nid = /id\nroot = /call\nok = /ok\n"
                      "list.more = /more\nlist.total = /a | /b\nsummary = /sum\n"
                      "row.summary = none\nparty.from = /from | /from_id id\nparty.to = /to\n"
                      "row.party.from = /caller\nparty.contact.name = /x\n"
                      "row.party.contact.name = none\nturns = /said\nrow.turns = /lines\n",
                 "list.more /more\nlist.total /a\nlist.total /b\nrows /rows\n"
                 "id /id\nrow.status /s\nrow.party.from /caller\nparty.to /to\n"
                 "row.turns /lines\n");
}

/* The call itself is read as before. */
static void describe__row__leaves_the_call_alone(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, LIST "status = /state\nrow.status = /s\nturns.path = /c/{id}/m\n"
                            "turns = /data\nsummary = /sum\n");
    const struct provider *p = described_find(&d, "mine");
    assert_int_equal(d.config.problems.count, 0);
    assert_string_equal(p->fields[FIELD_CALL_status].at[0].pointer, "/state");
    assert_string_equal(p->list.row->fields[FIELD_CALL_status].at[0].pointer, "/s");
    assert_string_equal(p->list.row->fields[FIELD_CALL_summary].at[0].pointer, "/sum");
    assert_int_equal(p->turns.count, 1);
    assert_int_equal(p->list.row->turns.count, 0); /* it is in another document */
    assert_null(p->list.row->second.path);
    described_done(&d);
}

static void describe__like__copies_lists(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, LIST "status = /state\nrow.status = /s\nrow.summary = /t\nsummary = /sum\n"
                            "[provider other]\nlike = mine\nrow.status = /o\nsummary = /u\n"
                            "created = /c iso\nlist.limit = 7\n");
    assert_int_equal(d.config.problems.count, 0);
    const struct provider *p = described_find(&d, "mine"), *o = described_find(&d, "other");
    assert_string_equal(p->list.row->fields[FIELD_CALL_status].at[0].pointer, "/s");
    assert_string_equal(o->list.row->fields[FIELD_CALL_status].at[0].pointer, "/o");
    assert_string_equal(o->list.row->fields[FIELD_CALL_summary].at[0].pointer, "/t");
    assert_int_equal(o->list.row->fields[FIELD_CALL_created].count, 1);
    assert_string_equal(o->list.path, "/c?n={limit}");
    assert_int_equal(p->list.limit, 20);
    assert_int_equal(o->list.limit, 7);
    described_done(&d);
}

static void describe__lists__lines_that_are_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *ini, *problem;
    } rows[] = {
        {MINE "list.path = calls\nrows = .\n", "list.path: must begin with '/'"},
        {MINE "list.path = /a b\nrows = .\n",
         "list.path: contains a character that a URL cannot have there"},
        {MINE "list.path = /c?n={limt}\nrows = .\n", "list.path: unknown name '{limt}'"},
        {MINE "list.path = /c?n={limit}\nrows = .\n",
         "list.path: {limit} is not known: write list.limit = N"},
        {MINE "list.path = /c\n",
         "list.path: does not say where the rows are: write rows = POINTER"},
        {MINE "rows = /x\n", "rows: means nothing without list.path"},
        {MINE "find.in = a=b\n", "find.in: means nothing without list.path"},
        {MINE "list.next = a={page}\n", "list.next: means nothing without list.path"},
        {MINE "list.path = /c\nrows = x\n",
         "rows: 'x' is not a pointer: it must begin with '/' or be '.'"},
        {MINE "list.path = /c\nrows = .\nlist.limit = 0\n",
         "list.limit: must be a number from 1 to 1000"},
        {MINE "list.path = /c\nrows = .\nlist.limit = 1001\n",
         "list.limit: must be a number from 1 to 1000"},
        {LIST "list.needs = number\n", "list.needs: must be agent"},
        {LIST "list.needs = agent\n", "list.needs: needs find.agent"},
        {LIST "list.next = page\n",
         "list.next: must have the form NAME=VALUE, or several of them joined by '&'"},
        {LIST "list.next = page=2\n", "list.next: has no value to fill in"},
        {LIST "list.next = a={}\n", "list.next: '{}' has a brace that means nothing here"},
        {LIST "list.next = a={/x~}\n", "list.next: '~' in a pointer is written '~0'"},
        {LIST "list.next = a={last /*/x}\n",
         "list.next: '/*/x' takes every element of a list, but one value is wanted here"},
        {LIST "find.time = a={since iso}&b={until}\n",
         "find.time: '{until}' has a brace that means nothing here"},
        {LIST "find.time = a=1\n", "find.time: has no value to fill in"},
        {LIST "find.from = a={s}\n", "find.from: '{s}' has a brace that means nothing here"},
        {LIST "find.in = a={}\n", "find.in: '{}' has a brace that means nothing here"},
        {LIST "find.status = a={} b\n",
         "find.status: contains a character that a URL cannot have there"},
        {LIST "find.longer = {s}\n",
         "find.longer: must have the form NAME=VALUE, or several of them joined by '&'"},
        {LIST "list.body = {\"n\":{limit}\n",
         "list.body: is not JSON once {limit}, {filters} and {next} are filled in"},
        {LIST "list.body = {{filters},{next}}\nfind.time = \"t\":{since s}\n",
         "list.body: is not JSON once {limit}, {filters} and {next} are filled in"},
        {LIST "list.body = {{filters},\"n\":1}\n",
         "list.body: is not JSON once {limit}, {filters} and {next} are filled in"},
        {BODY "find.in = in=true\n",
         "find.in: must be members of a JSON object: write \"NAME\":VALUE"},
        {BODY "find.from = \"a\":{}x\n",
         "find.from: must be members of a JSON object: write \"NAME\":VALUE"},
        {BODY "list.next = \"k\":\"{last /x}\n",
         "list.next: must be members of a JSON object: write \"NAME\":VALUE"},
        {BODY "find.from = \"a\":\"b\"\n", "find.from: has no value to fill in"},
        {LIST "row.root = /x\n", "unknown option 'row.root'"},
        {LIST "row.base_url = x\n", "unknown option 'row.base_url'"},
        {LIST "row.rows = /x\n", "unknown option 'row.rows'"},
        {LIST "row.row.id = /x\n", "unknown option 'row.row.id'"},
        {LIST "row.party.boss = /x\n", "unknown option 'row.party.boss'"},
        {LIST "row.created = /x usd\n",
         "row.created: unit 'usd' makes no sense here: use s, ms, us, iso or rfc2822"},
        {LIST "row.id = x\n", "row.id: 'x' is not a pointer: it must begin with '/' or be '.'"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct described d;
        described_init(&d, rows[i].ini);
        const char *got = d.config.problems.count ? d.config.problems.list[0].text : "(no problem)";
        if (strncmp(got, rows[i].problem, strlen(rows[i].problem)) != 0)
            fail_msg("%s\nexpected: %s\ngot:      %s", rows[i].ini, rows[i].problem, got);
        assert_non_null(described_find(&d, "mine")->broken);
        described_done(&d);
    }
}

static void describe__lists__lines_that_are_right(void **state)
{
    (void)state;
    static const char *const rows[] = {
        LIST "list.next = page={page}\n",
        LIST "list.next = a.b[c]=x{offset}&d={last /x/0/y~3z}\n",
        LIST "find.time = a={since date}\n",
        LIST
        "find.in = a=b&c=d%20e\nfind.longer = m={min}\nlist.needs = agent\nfind.agent = a={}\n",
        MINE "var.org =\nlist.path = /{org}/c\nrows = .\n",
        BODY
        "find.longer = \"a\":{\"b\":[{ms},{}]}\nlist.next = \"p\":{page},\"l\":\"{last /a}\"\n",
        BODY "find.time = \"t\":[{since s},\"{until iso}\"]\nfind.out = \"x\":{\"in\":[]}\n",
        MINE "failed = a* reason:b\ncompleted = c\n",
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct described d;
        described_init(&d, rows[i]);
        if (d.config.problems.count)
            fail_msg("%s\n%s", rows[i], d.config.problems.list[0].text);
        described_done(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(describe__row__replaces_a_word_for_rows),
        cmocka_unit_test(describe__row__leaves_the_call_alone),
        cmocka_unit_test(describe__like__copies_lists),
        cmocka_unit_test(describe__lists__lines_that_are_wrong),
        cmocka_unit_test(describe__lists__lines_that_are_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
