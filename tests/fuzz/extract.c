/* libFuzzer's entry for the JSON parser and extract; not part of `make test`. The first byte
 * chooses the provider and whether the document is an error or a page, the rest is the document.
 *
 *   make CC=clang BUILD=build-fuzz SANITIZE=-fsanitize=address,undefined,fuzzer-no-link \
 *       build-fuzz/libcore.a build-fuzz/tests/fuzz/extract.o
 *   clang -fsanitize=address,undefined,fuzzer -o build-fuzz/fuzz \
 *       build-fuzz/tests/fuzz/extract.o build-fuzz/libcore.a \
 *       $(pkg-config --libs libcjson inih libcurl) -lunistring -lm -pthread
 *   mkdir -p build-fuzz/found
 *   build-fuzz/fuzz -max_total_time=600 build-fuzz/found tests/fixtures
 *
 * What it finds of interest is written into the first folder. */
#include "provider/extract/extract.h"
#include "call/masked.h"
#include "config/config.h"
#include "print/print.h"
#include "provider/provider.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_others(const struct call *c)
{
    struct mask_count count;
    call_free(masked_call(c, &count));
}

static void extract_once(const struct provider *p, const struct answer_body *answer,
                         const struct turns_answer *turns)
{
    struct extracted got = extract(p, "c1", answer, turns);
    struct buf out = {0};
    if (!got.call == !got.failure)
        abort();
    if (got.call) {
        print_json(&out, got.call);
        print_text(&out, got.call, 80, &(struct spot_limits){10, 2});
        look_at_others(got.call);
    } else {
        print_json_failure(&out, p->name, "c1", got.failure);
    }
    for (size_t i = 0; i < out.len; i++)
        if ((unsigned char)out.data[i] < ' ' && out.data[i] != '\n')
            abort();
    buf_done(&out);
    call_free(got.call);
    failure_free(got.failure);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct config config;
    static struct provider_set *set;
    if (!set)
        set = provider_set_new(&config);
    if (!size)
        return 0;
    const struct provider *p = &set->list[(data[0] & 15) % set->count];
    struct answer_body answer = {
        .http_status = data[0] & 16 ? 404 : 200,
        .bytes = (const char *)data + 1,
        .count = size - 1,
    };
    struct answer_body pages[] = {answer, answer};
    struct turns_answer turns = {.pages = pages, .page_count = 2};
    extract_once(p, &answer, data[0] & 32 ? &turns : NULL);
    free(extract_next_cursor(p, &answer));
    return 0;
}
