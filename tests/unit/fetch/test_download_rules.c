/* Which URLs may be downloaded, what responses may say, how files are named. */
#include "base/alloc.h"
#include "fetch/download_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define PUBLIC "https://api.example/v1"
#define LOOPBACK "http://127.0.0.1:8080/x"

static void check_hop__rows(void **state)
{
    (void)state;
    static const struct {
        const char *url, *from, *base, *want; /* want NULL: it is allowed */
    } rows[] = {
        {"https://s.example/a.mp3", NULL, PUBLIC, NULL},
        {"http://s.example/a.mp3", NULL, PUBLIC, NULL},
        {"https://s.example:8443/a.mp3", "https://t.example/", PUBLIC, NULL},
        {"http://s.example/a.mp3", "http://t.example/", PUBLIC, NULL},
        {"http://s.example/a.mp3", "https://t.example/", PUBLIC, "from https to http"},
        {"https://127.0.0.1/a", NULL, PUBLIC, "loopback or private"},
        {"http://127.0.0.1:9/a", "https://s.example/", PUBLIC, "loopback or private"},
        {"https://localhost/a", NULL, PUBLIC, "loopback or private"},
        {"https://[::1]/a", NULL, PUBLIC, "loopback or private"},
        {"https://[::ffff:10.0.0.1]/a", NULL, PUBLIC, "loopback or private"},
        {"https://169.254.169.254/latest/meta-data", NULL, PUBLIC, "loopback or private"},
        {"https://2130706433/a", NULL, PUBLIC, "loopback or private"},
        {"https://0x7f000001/a", NULL, PUBLIC, "loopback or private"},
        {"https://192.168.1.1/a", NULL, LOOPBACK, NULL},
        {"http://127.0.0.1:9/a", NULL, LOOPBACK, NULL},
        {"https://10.0.0.9/a", NULL, "https://10.0.0.8/", NULL},
        {"https://s.example/a", NULL, LOOPBACK, NULL},
        {"file:///etc/passwd", "https://s.example/", PUBLIC, "does not begin"},
        {"javascript:alert(1)", "https://s.example/", PUBLIC, "does not begin"},
        {"https://u:p@s.example/", "https://s.example/", PUBLIC, "user name"},
        {"https://s.example\\@evil/", NULL, PUBLIC, "backslash"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct err e = {""};
        bool may = download_rules_check_hop(rows[i].url, rows[i].from, rows[i].base, &e);
        if (may != !rows[i].want || (rows[i].want && !strstr(e.text, rows[i].want)))
            fail_msg("%s from %s: got '%s', expected '%s'", rows[i].url,
                     rows[i].from ? rows[i].from : "nowhere", may ? "allowed" : e.text,
                     rows[i].want ? rows[i].want : "allowed");
    }
}

static void may_be_private__rows(void **state)
{
    (void)state;
    assert_true(download_rules_may_be_private("https://a.example/", LOOPBACK));
    assert_true(download_rules_may_be_private("https://API.example:99/", PUBLIC));
    assert_false(download_rules_may_be_private("https://a.example/", PUBLIC));
    assert_false(download_rules_may_be_private("https://a.example/", ""));
    assert_false(download_rules_may_be_private("https://", PUBLIC));
}

static void content_range__rows(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        uint64_t from, total;
    } rows[] = {
        {"bytes 100-199/200", true, 100, 200},
        {"Bytes 0-0/*", true, 0, 0},
        {"bytes 100-150/200", false, 0, 0}, /* not up to the end */
        {"bytes 5-3/4", false, 0, 0},
        {"bytes */200", false, 0, 0},
        {"bytes 1-2", false, 0, 0},
        {"bytes 1+2/3", false, 0, 0},
        {"bytes 1-x/3", false, 0, 0},
        {"bytes 1-2/x", false, 0, 0},
        {"bytes -1-2/3", false, 0, 0},
        {"bytes 99999999999999999999-1/2", false, 0, 0},
        {"bytes 1-2/3 ", false, 0, 0},
        {"lines 1-2/3", false, 0, 0},
        {"", false, 0, 0},
        {NULL, false, 0, 0},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        uint64_t from = 0, total = 0;
        bool ok = download_rules_content_range(rows[i].text, &from, &total);
        if (ok != rows[i].ok || from != rows[i].from || total != rows[i].total)
            fail_msg("row %zu: got %d, %llu, %llu", i, ok, (unsigned long long)from,
                     (unsigned long long)total);
    }
}

static void validator__rows(void **state)
{
    (void)state;
    static const char date[] = "Tue, 15 Nov 1994 12:45:26 GMT";
    assert_string_equal(download_rules_validator("\"a\"", date), "\"a\"");
    assert_string_equal(download_rules_validator("W/\"a\"", date), date);
    assert_string_equal(download_rules_validator(NULL, date), date);
    assert_null(download_rules_validator("W/\"a\"", NULL));
    assert_null(download_rules_validator("\"a\x80\"", "x\x01"));
    assert_null(download_rules_validator(NULL, ""));
}

static void endings__rows(void **state)
{
    (void)state;
    static const struct {
        const char *url, *want;
    } urls[] = {
        {"https://s.example/r/call_1.mp3?sig=a.b", ".mp3"},
        {"https://s.example/r/CALL.WAV", ".wav"},
        {"https://s.example/r/call_1", ""},
        {"https://s.example/r/.mp3", ""},
        {"https://s.example/r.d/call", ""},
        {"https://s.example/a.toolong", ""},
        {"https://s.example/a.m%20", ""},
        {"https://s.example/a.", ""},
        {"https://s.example", ""},
    };
    for (size_t i = 0; i < LEN(urls); i++) {
        char *ending = download_rules_ending_of_url(urls[i].url);
        if (strcmp(ending, urls[i].want) != 0)
            fail_msg("%s: got '%s', expected '%s'", urls[i].url, ending, urls[i].want);
        free(ending);
    }
    assert_string_equal(download_rules_ending_of_type("audio/MPEG; x=y"), ".mp3");
    assert_string_equal(download_rules_ending_of_type("audio/mpegx"), "");
    assert_string_equal(download_rules_ending_of_type(NULL), "");
}

#define BODY(bytes) bytes, sizeof(bytes) - 1

static void begins_document__rows(void **state)
{
    (void)state;
    static const struct {
        const char *type, *body;
        size_t n;
        bool want;
    } rows[] = {
        {NULL, BODY("{\"detail\":\"no\"}"), true},
        {NULL, BODY(" \r\n{ }"), true},
        {NULL, BODY("[{\"a\":1}]"), true},
        {"application/octet-stream", BODY("{\"a"), true},
        {"application/octet-stream", BODY("<!doctype html>"), true},
        {"binary/octet-stream", BODY("<?xml "), true},
        {"", BODY("<Error>"), true},
        {"audio/mpeg", BODY("{\"detail\":\"no\"}"), false},
        {"Video/mp4", BODY("<html>"), false},
        {NULL, BODY(""), false},
        {NULL, BODY("{"), false},
        {NULL, BODY("  "), false},
        {NULL, BODY("ID3\x04"), false},
        {NULL, BODY("RIFF"), false},
        {NULL, BODY("OggS"), false},
        {NULL, BODY("{\0\0\0"), false},
        {NULL, BODY("<\0\0\0"), false},
        {NULL, BODY("<1"), false},
        {NULL, BODY("{\x80"), false},
        {NULL, BODY("[1"), false},
        {NULL, BODY("\0\"{"), false},
    };
    for (size_t i = 0; i < LEN(rows); i++)
        if (download_rules_begins_document(rows[i].type, rows[i].body, rows[i].n) != rows[i].want)
            fail_msg("row %zu '%s': expected %d", i, rows[i].body, rows[i].want);
}

static void is_document__rows(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        bool page, document;
    } rows[] = {
        {"text/html", true, true},
        {"TEXT/HTML; charset=utf-8", true, true},
        {"application/xhtml+xml", false, true},
        {"application/xml", false, true},
        {"text/xml;a", false, true},
        {"application/json ", false, true},
        {"application/problem+json", false, true},
        {"audio/mpeg", false, false},
        {"application/octet-stream", false, false},
        {"text/plain", false, false},
        {"html", false, false},
        {"", false, false},
        {NULL, false, false},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        assert_int_equal(download_rules_is_document(rows[i].type, false), rows[i].page);
        assert_int_equal(download_rules_is_document(rows[i].type, true), rows[i].document);
    }
}

static void same_place__rows(void **state)
{
    (void)state;
    assert_true(download_rules_same_place("https://s/a.mp3?sig=1", "https://s/a.mp3?sig=2#x"));
    assert_false(download_rules_same_place("https://s/a.mp3", "https://s/a.mp"));
    assert_false(download_rules_same_place("https://s/a.mp3", "https://t/a.mp3"));
}

static void rate__is_evened_out(void **state)
{
    (void)state;
    struct rate r = {0};
    download_rules_count_rate(&r, 1000, 0);
    download_rules_count_rate(&r, 1400, 1000);
    assert_true(r.per_s == 0);
    download_rules_count_rate(&r, 2000, 2000);
    assert_true(r.per_s == 2000);
    download_rules_count_rate(&r, 3000, 2000);
    assert_true(r.per_s > 1399 && r.per_s < 1401);
    download_rules_count_rate(&r, 4000, 0); /* it began again */
    assert_true(r.per_s == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_hop__rows),       cmocka_unit_test(may_be_private__rows),
        cmocka_unit_test(content_range__rows),   cmocka_unit_test(validator__rows),
        cmocka_unit_test(endings__rows),         cmocka_unit_test(is_document__rows),
        cmocka_unit_test(begins_document__rows), cmocka_unit_test(same_place__rows),
        cmocka_unit_test(rate__is_evened_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
