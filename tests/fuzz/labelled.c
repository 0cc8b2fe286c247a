/* A transcript in one text: nothing of it is lost but labels, times and blanks. */
#include "provider/extract/labelled_text.h"

#include "provider/extract/extract.h"
#include "provider/json.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/descriptions.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL_MAX_BYTES = 200 }; /* of a label and a time */

static const char description[] = "[provider mine]\nbase_url = https://h.example\npath = /{id}\n"
                                  "id = /id\nturns = /t\n";

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Takes the bytes of a text, blanks aside, where they come next; *passed gets those before. */
static void take(const char **at, const char *text, size_t *passed)
{
    size_t n = 0;
    for (const char *t = text; *t; t++) {
        while (**at && **at != *t) {
            n += !is_blank(**at);
            ++*at;
        }
        FUZZ_CHECK(**at == *t);
        ++*at;
    }
    *passed = n;
}

/* Where the text goes on after a label, blanks and a colon; NULL: it does not begin with them. */
static const char *after_label(const char *at, const char *label)
{
    size_t n = strlen(label);
    if (strncmp(at, label, n) != 0)
        return NULL;
    at += n + strspn(at + n, " ");
    return *at == ':' ? at + 1 : NULL;
}

/* The same for a label. */
static void take_label(const char **at, const char *label, size_t *passed)
{
    const char *end;
    for (*passed = 0; !(end = after_label(*at, label)); ++*at) {
        FUZZ_CHECK(**at);
        *passed += !is_blank(**at);
    }
    *at = end;
}

static void check(const struct call *c, const char *text)
{
    const char *at = text;
    size_t passed, lost = 0;
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct turn *t = &c->turns[i];
        FUZZ_CHECK(t->bytes == strlen(t->text));
        if (t->speaker) {
            FUZZ_CHECK(*t->speaker && strlen(t->speaker) < LABEL_MAX_BYTES);
            take_label(&at, t->speaker, &passed);
            lost += passed;
        }
        take(&at, t->text, &passed);
        lost += passed;
    }
    FUZZ_CHECK(lost <= c->turn_count * LABEL_MAX_BYTES);
    if (c->turn_count <= 1) /* the text is there as it was */
        FUZZ_CHECK(lost <= LABEL_MAX_BYTES && strspn(at, " \t\r\n") == strlen(at));
}

/* A list in a text is read as the list of turns. */
static bool is_json(const struct buf *text)
{
    struct arena *a = arena_new();
    bool is = json_parse(a, buf_str(text), text->len, NULL);
    arena_free(a);
    return is;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct described d;
    if (!d.set)
        described_init(&d, description);
    struct buf text = {0}, json = {0};
    clean_text(&text, (const char *)data, size, CLEAN_LINES);
    buf_puts(&json, "{\"id\":\"c1\",\"t\":");
    value_put_json_string(&json, buf_str(&text), text.len);
    buf_putc(&json, '}');
    struct answer_body answer = {
        .http_status = 200, .bytes = json.data, .count = json.len, .retry_after_s = -1};
    struct extracted got = extract(provider_find(d.set, "mine"), "c1", &answer, NULL);
    if (got.call && !got.call->document_count)
        FUZZ_CHECK(false);
    if (got.call && !is_json(&text))
        check(got.call, buf_str(&text));
    call_free(got.call);
    failure_free(got.failure);
    buf_done(&json);
    buf_done(&text);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    static const char *const texts[] = {
        "Agent: Hello\nUser: Hi\n\nAgent: How are you?",
        "[0:03] agent: a\r\n[3.2s] user: b\n  [00:00:05.5] Bot : c\nmore of c",
        "AI: one User: two\nNote: three",
        "Just a text: without labels",
        "\xc3\xa9va: x\nbot: y",
        "Speaker 1: a\nSpeaker 2: b\n: c\nx:d",
        NULL};
    fuzz_seed_texts(seed, texts);
}
