/* Kept calls: what a file has is kept or refused; a call that was read and is kept again is the
 * same, and its head too. The first byte says what the rest is: a file, a file's text, or an answer
 * of a provider that is kept. */
#include "keep/kept_file.h"

#include "keep/gzip.h"
#include "print/print.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_kept.h"

#include <stdlib.h>
#include <string.h>

static bool same_text(const char *a, const char *b)
{
    return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

static void check_head(const struct kept_head *a, const struct kept_head *b)
{
    FUZZ_SAME(a->provider, b->provider);
    FUZZ_SAME(a->id, b->id);
    FUZZ_CHECK(a->first_kept_us / 1000000 == b->first_kept_us / 1000000);
    FUZZ_CHECK(a->kept_us / 1000000 == b->kept_us / 1000000);
}

static void check_documents(const struct kept_call *a, const struct kept_call *b)
{
    FUZZ_CHECK(a->document_count == b->document_count);
    for (size_t i = 0; i < a->document_count; i++) {
        const struct kept_document *x = &a->documents[i], *y = &b->documents[i];
        FUZZ_SAME(x->name, y->name);
        FUZZ_CHECK(x->count == y->count && x->http_status == y->http_status);
        FUZZ_CHECK(memcmp(x->bytes, y->bytes, x->count) == 0);
    }
}

static void put_call(struct buf *out, const struct kept_call *k)
{
    const struct provider *p = provider_find(fuzz_providers(), k->head.provider);
    if (!p || p == &provider_any)
        return;
    struct extracted got = kept_call_extract(k, p);
    if (got.call)
        print_json(out, got.call);
    else
        print_json_failure(out, p->name, k->head.id, got.failure);
    fuzz_check_json(out);
    call_free(got.call);
    failure_free(got.failure);
}

/* Keeps a call that was read. */
static void check_again(const struct kept_call *k)
{
    struct kept_call again = {0}, head = {0};
    struct buf text = {0}, call = {0}, call_again = {0};
    fuzz_kept_text(&text, k);
    FUZZ_CHECK(kept_call_read(&again, text.data, text.len) == KEPT_TROUBLE_NONE);
    check_head(&k->head, &again.head);
    check_documents(k, &again);
    FUZZ_CHECK(same_text(k->turns_note, again.turns_note));
    FUZZ_CHECK(!k->masked == !again.masked);
    FUZZ_CHECK(kept_call_read_head(&head, text.data, text.len) == KEPT_TROUBLE_NONE);
    check_head(&k->head, &head.head);
    FUZZ_CHECK(head.head.masked == again.head.masked);
    put_call(&call, k);
    put_call(&call_again, &again);
    FUZZ_SAME(buf_str(&call), buf_str(&call_again));
    buf_done(&call_again);
    buf_done(&call);
    buf_done(&text);
    kept_call_done(&head);
    kept_call_done(&again);
}

static void check_file(struct fuzz_input in)
{
    struct kept_call k = {0};
    struct buf beginning = {0};
    gzip_unpack_beginning(&beginning, in.s, in.n, 1000);
    FUZZ_CHECK(beginning.len <= 1000);
    if (kept_file_unpack(&k, in.s, in.n, FUZZ_KEPT_MAX_BYTES) == KEPT_TROUBLE_NONE)
        check_again(&k);
    kept_call_done(&k);
    buf_done(&beginning);
}

static void check_text(struct fuzz_input in)
{
    struct kept_call k = {0}, head = {0};
    if (kept_call_read(&k, in.s, in.n) == KEPT_TROUBLE_NONE)
        check_again(&k);
    kept_call_read_head(&head, in.s, in.n);
    kept_call_done(&head);
    kept_call_done(&k);
}

/* The answer is a text from then on, so that it is read once before. */
static void check_answer(struct fuzz_input in)
{
    const struct provider *p = &fuzz_providers()->list[fuzz_byte(&in) % fuzz_providers()->count];
    struct kept_document answer = {"call", in.s, in.n, 200};
    struct kept_call k = fuzz_kept_call(p, &answer), read = {0};
    struct buf text = {0};
    fuzz_kept_text(&text, &k);
    FUZZ_CHECK(kept_call_read(&read, text.data, text.len) == KEPT_TROUBLE_NONE);
    check_again(&read);
    kept_call_done(&read);
    buf_done(&text);
}

/* Packed in two pieces, it is the same text. */
static void check_gzip(struct fuzz_input in)
{
    struct gzip *g = gzip_new();
    struct buf text = {0};
    gzip_add(g, in.s, in.n / 2);
    gzip_add(g, in.s + in.n / 2, in.n - in.n / 2);
    const struct buf *packed = gzip_end(g);
    FUZZ_CHECK(gzip_unpack(&text, packed->data, packed->len, in.n) == GZIP_WHOLE);
    FUZZ_CHECK(text.len == in.n && memcmp(buf_str(&text), in.s, in.n) == 0);
    if (in.n)
        FUZZ_CHECK(gzip_unpack(&text, packed->data, packed->len - 1, in.n) == GZIP_CUT);
    buf_done(&text);
    gzip_free(g);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = fuzz_begin(data, size);
    unsigned what = fuzz_byte(&in) % 3;
    if (what == 0)
        check_file(in);
    else if (what == 1)
        check_text(in);
    else
        check_answer(in);
    if (in.n)
        check_gzip(in);
    return 0;
}

static void put_answer(struct buf *out, const char *path)
{
    buf_putc(out, 2);
    fuzz_put_provider(out, path);
}

/* A file and a text of the same call. */
static void seed_call(fuzz_seed *seed, const struct kept_call *k)
{
    struct buf packed = {0}, text = {0};
    buf_putc(&packed, 0);
    fuzz_kept_pack(&packed, k);
    buf_putc(&text, 1);
    fuzz_kept_text(&text, k);
    seed("a kept call's file", packed.data, packed.len);
    seed("a kept call's text", text.data, text.len);
    buf_done(&text);
    buf_done(&packed);
}

void fuzz_seeds(fuzz_seed *seed)
{
    static const char body[] = "{\"status\":\"done\",\"id\":\"c1\"}";
    struct kept_document answer = {"call", body, sizeof body - 1, 200};
    struct kept_call k = fuzz_kept_call(&fuzz_providers()->list[0], &answer);
    seed_call(seed, &k);
    k.turns_note = "transcript: too slow";
    seed_call(seed, &k);
    k.masked = "{\"schema\":1,\"id\":\"call_x\",\"turns\":[{\"text\":\"a\"}]}";
    seed_call(seed, &k);
    fuzz_seed_files(seed, "tests/fixtures/*-call.json", put_answer);
    fuzz_seed_files(seed, "tests/fixtures/payloads/*.json", put_answer);
}
