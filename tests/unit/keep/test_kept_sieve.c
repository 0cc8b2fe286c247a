/* The sieve of searches never leaves aside a call that matches, whatever its answer is written
 * with. */
#include "base/alloc.h"
#include "config/file_text.h"
#include "keep/gzip.h"
#include "keep/kept_packer.h"
#include "keep/kept_search.h"
#include "keep/kept_sieve.h"
#include "provider/list_row.h"
#include "tests/support/descriptions.h"
#include "text/ascii.h"

#include <glob.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

enum { MAX = 8 << 20, WORD_MAX = 40 };

static struct described described;

static int set_up(void **state)
{
    (void)state;
    described_init(&described, "[provider plain]\nbase_url = https://plain.example\npath = /{id}\n"
                               "id = /id\nturns = /turns\nturn.text = /text\n");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    described_done(&described);
    return 0;
}

static struct query *read_query(const char *text)
{
    struct query_terms t = {.time = {INT64_C(1795964400000000), &civil_zone_in_force, 7}};
    struct query_problem problem;
    struct query *q = query_new(text, &t, &problem);
    if (!q)
        fail_msg("'%s': %s", text, problem.why.text);
    return q;
}

static bool passes(const char *query_text, const char *text)
{
    struct query *q = read_query(query_text);
    struct kept_sieve s = kept_sieve_of(q);
    bool passed = kept_sieve_passes(&s, text, strlen(text));
    query_free(q);
    return passed;
}

static void kept_sieve__rows(void **state)
{
    (void)state;
    static const struct {
        const char *query, *text;
        bool passes;
    } rows[] = {
        {"kept text:refund", "a REFUND", true},
        {"kept text:refund", "a refun", false},
        {"kept text:refund", "", false},
        {"kept refund", "nothing", false},
        {"kept !text:refund", "nothing", true},
        {"kept text:refund text:order", "order refund", true},
        {"kept text:refund text:order", "refund", false},
        {"kept \"my order 17!\"", "order", true}, /* its longest word */
        {"kept \"my order 17!\"", "my 17", false},
        {"kept text:17", "nothing", true},
        {"kept text:ab", "nothing", true},
        {"kept text:hidden", "nothing", true}, /* as secrets are shown */
        {"kept /refund/", "nothing", false},
        {"kept /Refund/", "a refund", true},      /* the case is looked at later */
        {"kept /refund.*money/", "refund", true}, /* its longest word */
        {"kept /re.*money/", "re", false},
        {"kept /^\\bmoney$/", "omen", false},
        {"kept /\\bones?/", "one", true},
        {"kept /order *\\d+\\./", "nothing", false},
        {"kept /moneys?/", "money", true},
        {"kept /moneys*/", "money", true},
        {"kept /moneys{0,2}/", "money", true},
        {"kept /moneys+/", "money", false},
        {"kept /refund|money/", "nothing", true},
        {"kept /(refund)?/", "nothing", true},
        {"kept /[refund]/", "nothing", true},
        {"kept /\\x{61}refund/", "nothing", true},
        {"kept /\\p{Latin}/", "nothing", true},
        {"kept /a.b.c/", "nothing", true},
        {"kept /Hidden/", "nothing", true}, /* as secrets are shown */
        {"kept !/refund/", "nothing", true},
        {"kept status:refund", "nothing", true},
        {"kept text:refund", "caf\xc3\xa9 \xe2\x80\x99 \xe0\xa4\xa8 \xf0\x9f\x98\x80", false},
        {"kept text:refund",
         "re\xe2\x80\x8b"
         "fund",
         true},
        {"kept text:strasse",
         "stra\xc3\x9f"
         "e",
         true},
        {"kept text:kind", "\xe2\x84\xaaind", true},
        {"kept text:refund", "re\\\\u0066und", true},
        {"kept text:refund", "re\\\\u200bfund", true},
        {"kept text:refund", "re\\\\bfund", true},
        {"kept text:refund", "re\\\\udb40\\\\udc41fund", true},
        {"kept text:refund", "\\u000a \\\\u2019 \\\\u00e9 \\\\n", false},
        {"kept text:refund", "\\\\u12", false},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *text = xasprintf("{\"schema\":1,%s", rows[i].text);
        if (passes(rows[i].query, text) != rows[i].passes)
            fail_msg("'%s' in '%s'", rows[i].query, rows[i].text);
        free(text);
    }
    assert_true(passes("kept text:refund", "{\"schema\": 1,"));
    assert_true(passes("kept text:refund", "{\"schema\":2,"));
}

/* A word, or a character that may become a part of one, at each place of a long text. */
static void kept_sieve__long_texts__anywhere(void **state)
{
    (void)state;
    enum { LONG = 300 };
    static const struct {
        const char *what;
        bool passes;
    } rows[] = {{"ReFunD", true},   {"refuNt", false},      {"\\b", true},      {"\\u200b", true},
                {"\\u00e9", false}, {"\xe2\x80\x8b", true}, {"\xc3\xa9", false}};
    for (size_t i = 0; i < LEN(rows); i++) {
        for (int at = 0; at < LONG; at++) {
            char *text = xasprintf("{\"schema\":1,%*s%s%*s", at, "", rows[i].what, LONG - at, "");
            if (passes("kept text:refund", text) != rows[i].passes)
                fail_msg("'%s' at %d", rows[i].what, at);
            text[strlen(text) - (size_t)(LONG - at)] = '\0';
            if (passes("kept text:refund", text) != rows[i].passes)
                fail_msg("'%s' at %d, at the end", rows[i].what, at);
            free(text);
        }
    }
}

/* ---- against the complete search ---- */

static struct buf text_of(const struct kept_call *k)
{
    size_t bytes;
    struct buf text = {0};
    struct kept_packer *p = kept_packer_new(k);
    kept_packer_step(p, INT64_MAX);
    const struct buf *packed = kept_packer_bytes(p, &bytes);
    gzip_unpack_beginning(&text, packed->data, packed->len, MAX);
    kept_packer_free(p);
    return text;
}

/* Whether the call matches and is left aside all the same. */
static bool is_lost(const struct provider *p, const struct call *c, const struct buf *text,
                    const char *query_text)
{
    struct query *q = read_query(query_text);
    struct kept_sieve s = kept_sieve_of(q);
    bool lost = !kept_sieve_passes(&s, buf_str(text), text->len) && kept_search_matches(q, p, c);
    query_free(q);
    return lost;
}

/* The query's text is taken. */
static void expect_found(const struct provider *p, const struct call *c, const struct buf *text,
                         char *query_text)
{
    if (is_lost(p, c, text, query_text))
        fail_msg("%s:%s: '%s' is lost", p->name, c->id, query_text);
    free(query_text);
}

/* Asks for each word of a value. */
static size_t check_value(const struct provider *p, const struct call *c, const struct buf *text,
                          const char *value)
{
    size_t asked = 0;
    for (const char *at = value; at && *at;) {
        size_t n = 0;
        while (n < WORD_MAX && ascii_is_letter(at[n]))
            n++;
        if (n > 2) {
            expect_found(p, c, text, xasprintf("kept text:\"%.*s\"", (int)n, at));
            expect_found(p, c, text, xasprintf("kept /%.*s/", (int)n, at));
            asked++;
        }
        at += n ? n : 1;
    }
    return asked;
}

static size_t check_call(const struct provider *p, const struct call *c, const struct buf *text)
{
    struct list_look look;
    list_row_look(p, c, &look);
    size_t asked = check_value(p, c, text, c->summary);
    for (size_t i = 0; i < look.row.text_count; i++)
        asked += check_value(p, c, text, look.row.texts[i]);
    list_row_looked(&look);
    return asked;
}

static size_t check_body(const char *provider, const char *body, size_t n)
{
    struct kept_document d = {"call", body, n, 200};
    struct kept_call k = {
        .head = {.provider = provider, .id = "x"}, .documents = &d, .document_count = 1};
    const struct provider *p = described_find(&described, provider);
    struct extracted made = kept_call_extract(&k, p);
    struct buf text = text_of(&k);
    size_t asked = made.call ? check_call(p, made.call, &text) : 0;
    call_free(made.call);
    failure_free(made.failure);
    buf_done(&text);
    return asked;
}

static size_t check_files(const char *pattern)
{
    glob_t found;
    size_t asked = 0;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct file_text file;
        const char *name = strrchr(found.gl_pathv[i], '/') + 1;
        char *provider = xstrndup(name, strcspn(name, "-"));
        if (provider_find(described.set, provider) &&
            file_text_read(&file, found.gl_pathv[i], MAX, 0, NULL)) {
            asked += check_body(provider, file.data, file.bytes);
            file_text_done(&file);
        }
        free(provider);
    }
    globfree(&found);
    return asked;
}

static void kept_sieve__every_word_of_every_answer__passes(void **state)
{
    (void)state;
    assert_true(check_files("tests/fixtures/*.json") > 1000);
    assert_true(check_files("tests/fixtures/payloads/*.json") > 100);
}

static size_t encode(int c, char *out)
{
    static const char first[] = {0, 0, (char)0xc0, (char)0xe0, (char)0xf0};
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)((n > 1 ? first[n] : 0) | c);
    return n;
}

/* The character itself, and its escape. */
static void put_twice(struct buf *out, int c)
{
    char bytes[4];
    size_t n = encode(c, bytes);
    buf_puts(out, "{\"text\":\"re");
    if (c != '"' && c != '\\')
        buf_add(out, bytes, n);
    buf_puts(out, "fund\"},{\"text\":\"re");
    if (c < 0x10000)
        buf_printf(out, "\\u%04x", (unsigned)c);
    else
        buf_printf(out, "\\u%04x\\u%04x", 0xd800 + ((unsigned)(c - 0x10000) >> 10),
                   0xdc00 + ((unsigned)c & 0x3ff));
    buf_puts(out, "fund\"}");
}

/* A character between two halves of a word, and in place of each letter of one. */
static void kept_sieve__every_character__loses_nothing(void **state)
{
    (void)state;
    const struct provider *p = described_find(&described, "plain");
    struct query *queries[] = {read_query("kept text:refund"),   read_query("kept text:ressfund"),
                               read_query("kept text:reifund"),  read_query("kept text:rekfund"),
                               read_query("kept text:refffund"), read_query("kept /refund/"),
                               read_query("kept /rekfund/"),     read_query("kept /resfund/")};
    struct buf body = {0};
    for (int c = 1; c < 0xe0100; c = c == 0xd7ff ? 0xe000 : c == 0x1ffff ? 0xe0000 : c + 1) {
        if (c > 0x10000 && c < 0xe0000 && c % 16) /* these are all alike */
            continue;
        buf_clear(&body);
        buf_puts(&body, "{\"id\":\"x\",\"turns\":[");
        put_twice(&body, c);
        buf_puts(&body, "]}");
        struct kept_document d = {"call", body.data, body.len, 200};
        struct kept_call k = {
            .head = {.provider = "plain", .id = "x"}, .documents = &d, .document_count = 1};
        struct extracted made = kept_call_extract(&k, p);
        struct buf text = text_of(&k);
        for (size_t i = 0; i < LEN(queries); i++) {
            struct kept_sieve s = kept_sieve_of(queries[i]);
            if (made.call && kept_search_matches(queries[i], p, made.call) &&
                !kept_sieve_passes(&s, buf_str(&text), text.len))
                fail_msg("U+%04X: '%s' is lost", (unsigned)c, queries[i]->text);
        }
        call_free(made.call);
        failure_free(made.failure);
        buf_done(&text);
    }
    buf_done(&body);
    for (size_t i = 0; i < LEN(queries); i++)
        query_free(queries[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_sieve__rows),
        cmocka_unit_test(kept_sieve__long_texts__anywhere),
        cmocka_unit_test(kept_sieve__every_word_of_every_answer__passes),
        cmocka_unit_test(kept_sieve__every_character__loses_nothing),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
