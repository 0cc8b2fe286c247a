/* The sieve of searches against none: a search through it finds exactly what one without it finds.
 * The first line is the query, after `kept`; then a byte is the provider, and the rest is its
 * answer. */
#include "keep/kept_sieve.h"

#include "keep/kept_search.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_kept.h"

#include <stdlib.h>
#include <string.h>

static const int64_t NOW_US = INT64_C(1795964400000000); /* Sun 29 Nov 2026 15:00:00 UTC */

static bool matches(const struct query *q, const char *text, size_t n)
{
    struct kept_call k = {0};
    bool found = false;
    if (kept_call_read(&k, text, n) != KEPT_TROUBLE_NONE)
        return false;
    const struct provider *p = provider_find(fuzz_providers(), k.head.provider);
    if (p && p != &provider_any) {
        struct extracted got = kept_call_extract(&k, p);
        found = got.call && kept_search_matches(q, p, got.call);
        call_free(got.call);
        failure_free(got.failure);
    }
    kept_call_done(&k);
    return found;
}

static void check(const struct query *q, struct fuzz_input in)
{
    const struct provider_set *set = fuzz_providers();
    const struct provider *p = &set->list[fuzz_byte(&in) % set->count];
    struct kept_document answer = {"call", in.s, in.n, 200};
    struct kept_call k = fuzz_kept_call(p, &answer);
    struct kept_sieve sieve = kept_sieve_of(q);
    struct buf text = {0};
    fuzz_kept_text(&text, &k);
    if (!kept_sieve_passes(&sieve, text.data, text.len))
        FUZZ_CHECK(!matches(q, text.data, text.len));
    if (!kept_sieve_passes(&sieve, in.s, in.n)) /* the text of a file of any origin */
        FUZZ_CHECK(!matches(q, in.s, in.n));
    buf_done(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = fuzz_begin(data, size);
    struct query_terms terms = {.time = {NOW_US, &civil_zone_in_force, 7}};
    struct query_problem problem;
    struct buf line = {0};
    char *words = fuzz_text(fuzz_line(&in));
    buf_printf(&line, "kept %s", words);
    struct query *q = query_new(buf_str(&line), &terms, &problem);
    if (q && in.n)
        check(q, in);
    query_free(q);
    free(words);
    buf_done(&line);
    return 0;
}

static void put_query(struct buf *out, const char *path)
{
    buf_puts(out, "text:refund /o(rder|ne)/ call\n");
    fuzz_put_provider(out, path);
}

/* In an answer of the provider ringyo. */
static void seed_words(fuzz_seed *seed, const char *query, const char *said)
{
    struct buf input = {0};
    buf_printf(&input, "%s\n", query);
    fuzz_put_provider(&input, "ringyo");
    buf_printf(&input,
               "{\"id\":\"c1\",\"status\":\"ended\",\"analysis\":{\"summary\":\"%s\"},"
               "\"transcript\":[{\"role\":\"agent\",\"content\":\"%s\"}]}",
               said, said);
    seed(query, input.data, input.len);
    buf_done(&input);
}

void fuzz_seeds(fuzz_seed *seed)
{
    fuzz_seed_files(seed, "tests/fixtures/*-call.json", put_query);
    fuzz_seed_files(seed, "tests/fixtures/field/*.json", put_query);
    seed_words(seed, "text:refund", "a REFUND\\nof 12");
    seed_words(seed, "straSSe",
               "Stra\xc3\x9f"
               "e");
    seed_words(seed, "/refunds?/ money", "re\\u200bfund mo\\bney");
    seed_words(seed, "\"office hours\"",
               "o\xef\xac\x83"
               "ce\\thours");
    seed_words(seed, "text:K\xc3\xa9", "\\u212a\\u0065\\u0301");
    seed_words(seed, "/^a.b\\d+\\w{2}x$/", "aab12yyx");
}
