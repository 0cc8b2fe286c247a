/* The text of a kept call: what was kept gives the call that the fresh answers gave, and what is no
 * kept call is refused. */
#include "base/alloc.h"
#include "call/masked.h"
#include "config/file_text.h"
#include "keep/gzip.h"
#include "keep/kept_file.h"
#include "keep/kept_packer.h"
#include "print/print.h"
#include "tests/support/descriptions.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define NOW_US INT64_C(1795964400000000)

enum { MAX = 1 << 20, PAGES_MAX = 8 };

static struct buf packed_of(const struct kept_call *k, int64_t until_ms)
{
    size_t text_bytes;
    struct buf out = {0};
    struct kept_packer *p = kept_packer_new(k);
    while (kept_packer_step(p, until_ms))
        ;
    const struct buf *bytes = kept_packer_bytes(p, &text_bytes);
    buf_add(&out, bytes->data, bytes->len);
    kept_packer_free(p);
    return out;
}

static struct kept_call call_of(const struct kept_document *documents, size_t count)
{
    return (struct kept_call){.head = {.provider = "ringyo",
                                       .id = "call_x",
                                       .first_kept_us = NOW_US - 1,
                                       .kept_us = NOW_US},
                              .documents = documents,
                              .document_count = count};
}

/* ---- the text ---- */

static void check_text(const struct kept_call *k, const char *want)
{
    struct buf packed = packed_of(k, 0), text = {0};
    gzip_unpack_beginning(&text, packed.data, packed.len, MAX);
    assert_string_equal(buf_str(&text), want);
    buf_done(&text);
    buf_done(&packed);
}

static void kept_call__text__is_as_documented(void **state)
{
    (void)state;
    static const struct kept_document documents[] = {
        {"call", "{\"a\":\"b\xff\"}", 10, 200},
        {"turns", "no", 2, 404},
    };
    struct kept_call k = call_of(documents, 1);
    check_text(&k,
               "{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"call_x\","
               "\"first_kept_at\":\"2026-11-29T14:59:59Z\",\"kept_at\":\"2026-11-29T15:00:00Z\","
               "\"masked\":false,\"documents\":[{\"name\":\"call\",\"body\":"
               "\"{\\\"a\\\":\\\"b\\ufffd\\\"}\"}]}\n");
    k.document_count = 2;
    k.turns_note = "transcript: too slow";
    k.turns_kind = KIND_NETWORK;
    k.head.first_kept_us = NOW_US;
    check_text(&k,
               "{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"call_x\","
               "\"first_kept_at\":\"2026-11-29T15:00:00Z\",\"kept_at\":\"2026-11-29T15:00:00Z\","
               "\"masked\":false,\"turns_note\":{\"kind\":\"network\",\"text\":\"transcript: too "
               "slow\"},\"documents\":[{\"name\":\"call\",\"body\":"
               "\"{\\\"a\\\":\\\"b\\ufffd\\\"}\"},{\"name\":\"turns\",\"status\":404,\"body\":"
               "\"no\"}]}\n");
    k = call_of(NULL, 0);
    k.masked = "{\"schema\":1,\"id\":\"call_x\"}\n";
    check_text(&k,
               "{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"call_x\","
               "\"first_kept_at\":\"2026-11-29T14:59:59Z\",\"kept_at\":\"2026-11-29T15:00:00Z\","
               "\"masked\":true,\"call\":{\"schema\":1,\"id\":\"call_x\"}\n}\n");
}

/* A body that is packed in many pieces, with characters of every length where it is cut. */
static void kept_call__long_body__comes_back(void **state)
{
    (void)state;
    struct buf body = {0}, start = {0};
    struct kept_call back = {0};
    while (body.len < 400 * 1000)
        buf_puts(&body, "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"\\\n\t");
    for (int shift = 0; shift < 5; shift++) {
        buf_clear(&start);
        buf_printf(&start, "%.*s%s", shift, "xxxx", body.data);
        struct kept_document d = {"call", start.data, start.len, 200};
        struct kept_call k = call_of(&d, 1);
        struct buf slices = packed_of(&k, 0), once = packed_of(&k, INT64_MAX);
        assert_int_equal(slices.len, once.len);
        assert_memory_equal(slices.data, once.data, once.len);
        assert_int_equal(kept_file_unpack(&back, slices.data, slices.len, 4 * MAX),
                         KEPT_TROUBLE_NONE);
        assert_int_equal(back.documents[0].count, start.len);
        assert_memory_equal(back.documents[0].bytes, start.data, start.len);
        assert_int_equal(back.head.kept_us, NOW_US);
        kept_call_done(&back);
        buf_done(&slices);
        buf_done(&once);
    }
    buf_done(&body);
    buf_done(&start);
}

static void kept_call__invalid_bytes__of_any_length(void **state)
{
    (void)state;
    size_t n = 200 * 1000;
    char *bytes = xmalloc(n);
    struct kept_call back = {0};
    memset(bytes, '\x80', n);
    struct kept_document d = {"call", bytes, n, 200};
    struct kept_call k = call_of(&d, 1);
    struct buf packed = packed_of(&k, 0);
    assert_int_equal(kept_file_unpack(&back, packed.data, packed.len, 4 * MAX), KEPT_TROUBLE_NONE);
    assert_int_equal(back.documents[0].count, 3 * n);
    assert_memory_equal(back.documents[0].bytes, "\xef\xbf\xbd\xef\xbf\xbd", 6);
    kept_call_done(&back);
    buf_done(&packed);
    free(bytes);
}

/* ---- what is refused ---- */

#define HEAD                                                                                       \
    "\"provider\":\"p\",\"id\":\"i\",\"first_kept_at\":\"2026-11-29T15:00:00Z\","                  \
    "\"kept_at\":\"2026-11-29T15:00:00Z\""
#define DOCUMENTS ",\"documents\":[{\"name\":\"call\",\"body\":\"{}\"}]"

static void kept_call__odd_texts__their_trouble(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum kept_trouble want;
    } rows[] = {
        {"{\"schema\":1," HEAD DOCUMENTS "}", KEPT_TROUBLE_NONE},
        {"{\"schema\":1,\"more\":[1,2]," HEAD DOCUMENTS ",\"z\":0}", KEPT_TROUBLE_NONE},
        {"{\"schema\":1,\"masked\":true,\"call\":{}," HEAD "}", KEPT_TROUBLE_NONE},
        {"{\"schema\":2}", KEPT_TROUBLE_NEWER},
        {"{\"schema\":1.5," HEAD DOCUMENTS "}", KEPT_TROUBLE_NEWER},
        {"{\"schema\":0," HEAD DOCUMENTS "}", KEPT_TROUBLE_NO_CALL},
        {"{\"schema\":\"1\"," HEAD DOCUMENTS "}", KEPT_TROUBLE_NO_CALL},
        {"{" HEAD DOCUMENTS "}", KEPT_TROUBLE_NO_CALL},
        {"{\"schema\":1," HEAD "}", KEPT_TROUBLE_NO_CALL},
        {"{\"schema\":1," HEAD ",\"documents\":{}}", KEPT_TROUBLE_NO_CALL},
        {"{\"schema\":1," HEAD ",\"documents\":[]}", KEPT_TROUBLE_NO_CALL},
        {"{\"schema\":1," HEAD ",\"documents\":[{\"name\":\"call\"}]}", KEPT_TROUBLE_NO_CALL},
        {"{\"schema\":1," HEAD ",\"documents\":[{\"name\":\"call\",\"body\":{}}]}",
         KEPT_TROUBLE_NO_CALL},
        {"{\"schema\":1," HEAD ",\"documents\":[{\"name\":\"turns\",\"body\":\"\"}]}",
         KEPT_TROUBLE_NO_CALL},
        {"{\"schema\":1," HEAD ",\"masked\":true" DOCUMENTS "}", KEPT_TROUBLE_NO_CALL},
        {"{\"schema\":1,\"provider\":\"p\",\"id\":\"i\"" DOCUMENTS "}", KEPT_TROUBLE_NO_CALL},
        {"{\"schema\":1,\"id\":1," HEAD DOCUMENTS "}", KEPT_TROUBLE_NO_CALL},
        {"[]", KEPT_TROUBLE_NO_CALL},
        {"1", KEPT_TROUBLE_NO_CALL},
        {"", KEPT_TROUBLE_NO_JSON},
        {"{\"schema\":1," HEAD DOCUMENTS, KEPT_TROUBLE_NO_JSON},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct kept_call k = {.document_count = 77};
        enum kept_trouble got = kept_call_read(&k, rows[i].text, strlen(rows[i].text));
        if (got != rows[i].want || (got && k.document_count != 77))
            fail_msg("%s: got '%s'", rows[i].text, kept_trouble_what(got));
        if (!got)
            kept_call_done(&k);
    }
}

static void kept_call__head__without_the_documents(void **state)
{
    (void)state;
    static const char text[] = "{\"schema\":1,\"provider\":\"a,\\\"documents\\\":\",\"id\":\"x,\","
                               "\"first_kept_at\":\"2026-11-28T15:00:00Z\","
                               "\"kept_at\":\"2026-11-29T15:00:00Z\",\"masked\":true,\"call\":{"
                               "\"a\":1,\"documents\":2,\"turns_note\":{\"re";
    struct kept_call k = {0};
    assert_int_equal(kept_call_read_head(&k, text, strlen(text)), KEPT_TROUBLE_NONE);
    assert_string_equal(k.head.provider, "a,\"documents\":");
    assert_string_equal(k.head.id, "x,");
    assert_int_equal(k.head.kept_us - k.head.first_kept_us, INT64_C(86400000000));
    assert_true(k.head.masked);
    kept_call_done(&k);
    assert_int_equal(kept_call_read_head(&k, text, 30), KEPT_TROUBLE_NO_CALL);
}

/* ---- the same call ---- */

static struct described described;

static char *file(const char *stem, const char *ending, size_t *bytes)
{
    struct file_text text;
    char *path = xasprintf("%s%s", stem, ending);
    bool there = file_text_read(&text, path, 4 * MAX, 0, NULL);
    char *copy = there ? xstrndup(text.data, text.bytes) : NULL;
    *bytes = there ? text.bytes : 0;
    if (there)
        file_text_done(&text);
    free(path);
    return copy;
}

/* The answers of a fixture: the call's, and the pages of its transcript. */
struct fixture {
    struct kept_document documents[PAGES_MAX + 1];
    char *bodies[PAGES_MAX + 1];
    size_t count;
};

static bool add(struct fixture *f, const char *stem, const char *ending, int status)
{
    size_t bytes;
    char *body = file(stem, ending, &bytes);
    if (!body)
        return false;
    f->bodies[f->count] = body;
    f->documents[f->count] =
        (struct kept_document){f->count ? "turns" : "call", body, bytes, status};
    f->count++;
    return true;
}

static void read_fixture(struct fixture *f, const char *stem)
{
    char ending[32] = ".turns.json";
    *f = (struct fixture){0};
    add(f, stem, ".json", 200);
    if (add(f, stem, ".turns.404.json", 404) || add(f, stem, ".turns.500.json", 500))
        return;
    for (int page = 1; page < PAGES_MAX && add(f, stem, ending, 200); page++)
        snprintf(ending, sizeof ending, ".turns%d.json", page + 1);
}

static void done_fixture(struct fixture *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->bodies[i]);
}

/* What extract makes of the answers as they came. */
static struct extracted fresh(const struct fixture *f, const struct provider *p, const char *id)
{
    struct answer_body all[PAGES_MAX + 1];
    for (size_t i = 0; i < f->count; i++)
        all[i] = (struct answer_body){.http_status = f->documents[i].http_status,
                                      .bytes = f->documents[i].bytes,
                                      .count = f->documents[i].count,
                                      .content_type = "application/json",
                                      .retry_after_s = -1};
    struct turns_answer turns = {.pages = all + 1, .page_count = f->count - 1};
    return extract(p, id, &all[0], p->second.path ? &turns : NULL);
}

static char *printed(struct extracted *made)
{
    struct buf out = {0};
    if (made->call)
        print_json(&out, made->call);
    else
        print_json_failure(&out, "p", "i", made->failure);
    call_free(made->call);
    failure_free(made->failure);
    return buf_take(&out);
}

/* The masked call as it is printed; the caller frees it. */
static char *masked_text(const struct call *c)
{
    struct mask_count count;
    struct buf out = {0};
    struct call *masked = masked_call(c, &count);
    print_json(&out, masked);
    call_free(masked);
    return buf_take(&out);
}

static void check_masked(const struct fixture *f, const char *stem, const struct provider *p)
{
    struct kept_call back = {0};
    struct extracted made = fresh(f, p, "call_x");
    char *text = made.call ? masked_text(made.call) : NULL;
    struct kept_call k = call_of(NULL, 0);
    k.masked = text;
    struct buf packed = {0};
    if (text)
        packed = packed_of(&k, 0);
    if (text && kept_file_unpack(&back, packed.data, packed.len, 8 * MAX) != KEPT_TROUBLE_NONE)
        fail_msg("%s: the masked call cannot be read", stem);
    struct extracted again = {0};
    if (text)
        again = kept_call_extract(&back, p);
    char *got = text ? printed(&again) : NULL;
    if (text && strcmp(got, text) != 0)
        fail_msg("%s: the masked call differs:\n%s\n%s", stem, text, got);
    call_free(made.call);
    failure_free(made.failure);
    kept_call_done(&back);
    buf_done(&packed);
    free(text);
    free(got);
}

static size_t check_fixture(const char *stem, const char *name)
{
    struct fixture f;
    struct kept_call back = {0};
    char *provider = xstrndup(name, strcspn(name, "-"));
    const struct provider *p = described_find(&described, provider);
    read_fixture(&f, stem);
    check_masked(&f, stem, p);
    struct kept_call k = call_of(f.documents, f.count);
    struct buf packed = packed_of(&k, 0);
    assert_int_equal(kept_file_unpack(&back, packed.data, packed.len, 8 * MAX), KEPT_TROUBLE_NONE);
    struct extracted made[] = {fresh(&f, p, "call_x"), kept_call_extract(&back, p)};
    size_t is_call = made[0].call != NULL;
    char *want = printed(&made[0]), *got = printed(&made[1]);
    if (strcmp(want, got) != 0)
        fail_msg("%s: the kept call differs:\n%s\n%s", stem, want, got);
    free(want);
    free(got);
    buf_done(&packed);
    kept_call_done(&back);
    done_fixture(&f);
    free(provider);
    return is_call;
}

/* Fixtures whose answer is a success: "ringyo-call.json", not "ringyo-bad-key.401.json". */
static void kept_call__every_fixture__the_same_call(void **state)
{
    (void)state;
    glob_t found;
    size_t calls = 0;
    described_init(&described, "");
    assert_int_equal(glob("tests/fixtures/*.json", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i], *name = strrchr(path, '/') + 1;
        char *stem = xstrndup(path, strlen(path) - strlen(".json"));
        if (!strchr(name + strcspn(name, "."), '.') || strchr(strrchr(stem, '/'), '.')) {
            free(stem);
            continue;
        }
        calls += check_fixture(stem, name);
        free(stem);
    }
    globfree(&found);
    described_done(&described);
    assert_true(calls > 60);
}

/* Members of other types, and missing ones, are unknown. */
static void kept_call__odd_masked_calls__are_read(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "{}",
        "{\"id\":5,\"status\":[],\"created_at\":\"soon\",\"participants\":{},\"transcript\":3,"
        "\"notes\":\"x\",\"other\":[],\"metrics\":[],\"links\":null}",
        "{\"participants\":[1,null,{}],\"transcript\":[1,null,{\"text\":7,\"tool\":7,"
        "\"class\":\"x\"},{\"tool\":{}}],\"recordings\":[[]],\"notes\":[1,\"a\"],"
        "\"other\":{\"turns\":1},\"metrics\":{\"cost\":{\"parts\":[4]},\"tools\":"
        "{\"count\":-1},\"reply_s\":{\"from\":\"x\",\"count\":1e300},\"evaluations\":[0]}}",
    };
    described_init(&described, "");
    for (size_t i = 0; i < LEN(rows); i++) {
        struct kept_call k = call_of(NULL, 0);
        k.masked = rows[i];
        struct extracted made = kept_call_extract(&k, described_find(&described, "diga"));
        assert_non_null(made.call);
        assert_int_equal(made.call->document_count, 1);
        assert_string_equal(made.call->documents->bytes, rows[i]);
        free(printed(&made));
    }
    described_done(&described);
}

/* Why the transcript was missing is known again. */
static void kept_call__missing_transcript__says_why(void **state)
{
    (void)state;
    struct fixture f;
    struct kept_call back = {0};
    described_init(&described, "");
    read_fixture(&f, "tests/fixtures/diga-tools");
    struct kept_call k = call_of(f.documents, 1);
    k.turns_note = "transcript: no answer within 30 s";
    k.turns_kind = KIND_NETWORK;
    struct buf packed = packed_of(&k, 0);
    assert_int_equal(kept_file_unpack(&back, packed.data, packed.len, MAX), KEPT_TROUBLE_NONE);
    struct extracted made = kept_call_extract(&back, described_find(&described, "diga"));
    assert_non_null(made.call);
    assert_string_equal(made.call->turns_error, "transcript: no answer within 30 s");
    assert_int_equal(made.call->turns_error_kind, KIND_NETWORK);
    call_free(made.call);
    kept_call_done(&back);
    buf_done(&packed);
    done_fixture(&f);
    described_done(&described);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_call__text__is_as_documented),
        cmocka_unit_test(kept_call__long_body__comes_back),
        cmocka_unit_test(kept_call__invalid_bytes__of_any_length),
        cmocka_unit_test(kept_call__odd_texts__their_trouble),
        cmocka_unit_test(kept_call__head__without_the_documents),
        cmocka_unit_test(kept_call__every_fixture__the_same_call),
        cmocka_unit_test(kept_call__odd_masked_calls__are_read),
        cmocka_unit_test(kept_call__missing_transcript__says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
