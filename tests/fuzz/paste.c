/* Pasted texts: what is found in them can be asked, of the provider that it says, and nothing is
 * sent anywhere else. The first byte chooses a provider, or none. */
#include "provider/detect.h"

#include "base/alloc.h"
#include "provider/pasted.h"
#include "provider/request.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/descriptions.h"
#include "text/ascii.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

/* All built-in providers, with a key. */
static const struct provider_set *providers(void)
{
    static struct described d;
    struct buf ini = {0};
    for (size_t i = 0; !d.set && i < fuzz_providers()->count; i++)
        buf_printf(&ini, "[provider %s]\napi_key = secret\n", fuzz_providers()->list[i].name);
    if (!d.set)
        described_init(&d, buf_str(&ini));
    buf_done(&ini);
    return d.set;
}

static void check_request(const struct provider *p, const char *id)
{
    struct request request = {0};
    struct failure *f = request_call(p, id, "secret", &request);
    char *base = request_base_url(p, id);
    if (!f) {
        FUZZ_CHECK(base && url_same_origin(base, request.url));
        FUZZ_CHECK(strncmp(request.url, base, strlen(base)) == 0);
    }
    free(base);
    failure_free(f);
    request_done(&request);
}

static void check_detected(const struct detected *d)
{
    struct err e = {""};
    FUZZ_CHECK(d->text);
    FUZZ_CHECK(!d->certain || (d->id && d->candidate_count > 0 && !d->is_guess));
    if (d->id && !d->refusal)
        FUZZ_CHECK(url_check_id(d->id, &e));
    for (size_t i = 0; d->id && !d->refusal && i < d->candidate_count; i++)
        if (d->candidates[i] != &provider_any)
            check_request(d->candidates[i], d->id);
}

/* An ID that was found is found again when it is written with its provider. */
static void check_again(const struct provider_set *set, const struct detected *d)
{
    size_t n = d->id ? strlen(d->id) : 0;
    bool ends_in_mark = n && !ascii_is_alnum(d->id[n - 1]); /* which is not part of a typed ID */
    if (!d->certain || d->refusal || d->candidate_count != 1 || ends_in_mark)
        return;
    struct detected again;
    char *text = xasprintf("%s:%s", d->candidates[0]->name, d->id);
    detect(set, NULL, text, strlen(text), &again);
    FUZZ_SAME(d->id, again.id ? again.id : "(nothing)");
    FUZZ_CHECK(again.candidate_count == 1 && again.candidates[0] == d->candidates[0]);
    detect_done(&again);
    free(text);
}

static void check_calls(const struct provider_set *set, const struct provider *chosen,
                        struct fuzz_input in)
{
    struct pasted_calls calls;
    pasted_calls_find(&calls, set, chosen, in.s, in.n);
    for (size_t i = 0; i < calls.count; i++) {
        FUZZ_CHECK(calls.list[i].provider && url_check_id(calls.list[i].id, NULL));
        for (size_t j = 0; j < i; j++)
            FUZZ_CHECK(calls.list[i].provider != calls.list[j].provider ||
                       strcmp(calls.list[i].id, calls.list[j].id) != 0);
    }
    pasted_calls_done(&calls);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct provider_set *set = providers();
    struct fuzz_input in = fuzz_begin(data, size);
    size_t choice = fuzz_byte(&in) % (set->count + 1);
    const struct provider *chosen = choice < set->count ? &set->list[choice] : NULL;
    struct detected d;
    if (!in.n)
        return 0;
    detect(set, chosen, in.s, in.n, &d);
    check_detected(&d);
    check_again(set, &d);
    check_calls(set, chosen, in);
    char *text = fuzz_text(in);
    detect_is_call(set, text);
    free(text);
    detect_done(&d);
    return 0;
}

static void put_choice(struct buf *out, const char *path)
{
    (void)path;
    buf_putc(out, (char)providers()->count);
}

void fuzz_seeds(fuzz_seed *seed)
{
    fuzz_seed_lines(seed, "tests/masking/unmasked.txt", put_choice);
    fuzz_seed_files(seed, "tests/fixtures/field/*", put_choice);
    static const char *const texts[] = {
        "\x0a"
        "ringyo:call_xyz789",
        "\x0aRingyo call_xyz789.",
        "\x0a\xe2\x80\x9c"
        "call_xyz789\xe2\x80\x9d",
        "\x0a{\"id\":\"call_a4441234567890777c4a4a123e6\",",
        "\x0ahttps://api.retellai.com/v2/get-call/call_x",
        "\x0a"
        "curl -H 'X-API-KEY: abc' 'https://api.vapi.ai/call/550e8400-e29b-41d4-a716-446655440000'",
        "\x0av1.us.31780434a95d45.16923681138d75114d60d1345a22e4cc612263fb26c0b5cf92 and "
        "conv_8401k2m3n4p5q6r7s8t9u0v1w2",
        "\x0ahttps://nobody.example/calls/call_xyz789?x=1",
        "\x01"
        "anything at all",
        "\x0a+1 415 555 1234",
        NULL};
    fuzz_seed_texts(seed, texts);
}
