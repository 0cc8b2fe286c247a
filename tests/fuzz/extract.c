/* A JSON answer becomes a call or a failure of each description. Whatever is printed is clean, the
 * printed JSON read back prints the same, and a masked call has nothing left to mask. The first
 * byte is the provider, the second one its bits: an error, and whether there are pages. */
#include "provider/extract/extract.h"

#include "call/masked.h"
#include "keep/printed_call.h"
#include "print/form.h"
#include "print/print.h"
#include "provider/json.h"
#include "tests/fuzz/fuzz.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

enum { IS_ERROR = 1, HAS_PAGES = 2, COLS = 80, BAD_STATUS = 404 };

static const struct spot_limits limits = {10, 2};

/* A call that was kept masked is read from its printed JSON. */
static void check_read_back(const struct provider *p, const struct buf *json)
{
    struct arena *a = arena_new();
    struct buf again = {0};
    char *copy = arena_strndup(a, json->data, json->len);
    const struct value *root = json_parse(a, copy, json->len, NULL);
    struct call *c = printed_call_read(a, root, copy, json->len, p);
    print_json(&again, c);
    FUZZ_SAME(buf_str(json), buf_str(&again));
    buf_done(&again);
    call_free(c);
}

static void check_forms(const struct call *c)
{
    struct form_style style = {.cols = COLS, .limits = limits};
    for (int form = 0; form < FORM_COUNT; form++) {
        struct buf out = {0};
        struct err e = {""};
        bool printed = form_print(&out, (enum form)form, c, &style, &e);
        FUZZ_CHECK(printed == !*e.text && (printed || !out.len));
        if (form == FORM_JSON)
            fuzz_check_json(&out);
        else if (!form_is_raw((enum form)form))
            fuzz_check_clean(&out, CLEAN_LINES);
        buf_done(&out);
    }
}

static void check_masked(const struct call *c)
{
    struct mask_count count, again_count;
    struct buf once = {0}, twice = {0};
    struct call *masked = masked_call(c, &count), *again = masked_call(masked, &again_count);
    print_json(&once, masked);
    print_json(&twice, again);
    FUZZ_SAME(buf_str(&once), buf_str(&twice));
    check_forms(masked);
    call_free(again);
    call_free(masked);
    buf_done(&twice);
    buf_done(&once);
}

static void check_call(const struct provider *p, const struct call *c)
{
    struct buf json = {0};
    print_json(&json, c);
    check_read_back(p, &json);
    check_forms(c);
    check_masked(c);
    buf_done(&json);
}

static void check_failure(const struct provider *p, const struct failure *f)
{
    struct buf json = {0}, line = {0};
    print_json_failure(&json, p->name, "c1", f);
    fuzz_check_json(&json);
    print_failure(&line, p->name, "c1", f);
    fuzz_check_clean(&line, CLEAN_LINES);
    buf_done(&line);
    buf_done(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct provider_set *set = fuzz_providers();
    struct fuzz_input in = fuzz_begin(data, size);
    const struct provider *p = &set->list[fuzz_byte(&in) % set->count];
    unsigned bits = fuzz_byte(&in);
    struct answer_body answer = {.http_status = bits & IS_ERROR ? BAD_STATUS : 200,
                                 .bytes = in.s,
                                 .count = in.n,
                                 .retry_after_s = -1};
    struct answer_body pages[] = {answer, answer};
    struct turns_answer turns = {.pages = pages, .page_count = 2};
    struct extracted got = extract(p, "c1", &answer, bits & HAS_PAGES ? &turns : NULL);
    FUZZ_CHECK(!got.call != !got.failure);
    if (got.call)
        check_call(p, got.call);
    else
        check_failure(p, got.failure);
    call_free(got.call);
    failure_free(got.failure);
    free(extract_next_cursor(p, &answer));
    return 0;
}

/* The status is in the fixture's name. */
static void put_head(struct buf *out, const char *path)
{
    bool is_error = strstr(path, ".4") || strstr(path, ".5"), is_page = strstr(path, ".turns");
    fuzz_put_provider(out, path);
    buf_putc(out, (char)((is_error ? IS_ERROR : 0) | (is_page ? HAS_PAGES : 0)));
}

void fuzz_seeds(fuzz_seed *seed)
{
    fuzz_seed_files(seed, "tests/fixtures/*.json", put_head);
    fuzz_seed_files(seed, "tests/fixtures/payloads/*.json", put_head);
    fuzz_seed_files(seed, "tests/fixtures/field/*.json", put_head);
}
