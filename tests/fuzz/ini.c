/* Configuration files: what was read and is written again reads as the same; descriptions in them
 * are read or refused with clean sentences; requests go to the host of base_url. */
#include "config/ini.h"

#include "config/option.h"
#include "provider/request.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/descriptions.h"
#include "text/clean.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

static void check_problems(const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        struct buf text = {0};
        char *line = problems_text(&problems->list[i]);
        buf_puts(&text, line);
        fuzz_check_clean(&text, 0);
        buf_done(&text);
        free(line);
    }
}

/* False if there is no way to write the value: it has quotes of both kinds. */
static bool put_entry(struct buf *out, const struct ini_entry *entry)
{
    char quote = strchr(entry->value, '"') ? '\'' : '"';
    if (strchr(entry->value, quote))
        return false;
    buf_printf(out, "%s = %c%s%c\n", entry->name, quote, entry->value, quote);
    return true;
}

static bool put_doc(struct buf *out, const struct ini_doc *doc)
{
    const char *section = "";
    buf_puts(out, ";\n"); /* a byte order mark may begin a name, but not the file */
    for (size_t i = 0; i < doc->count; i++) {
        if (strcmp(section, doc->entries[i].section) != 0)
            buf_printf(out, "[%s]\n", doc->entries[i].section);
        section = doc->entries[i].section;
        if (!put_entry(out, &doc->entries[i]))
            return false;
    }
    return true;
}

static void check_again(const struct ini_doc *doc)
{
    struct buf text = {0};
    struct problems problems = {0};
    struct ini_doc again;
    if (put_doc(&text, doc)) {
        ini_parse_text(&again, "again", buf_str(&text), text.len, &problems);
        FUZZ_SAME(problems.count ? problems.list[0].text : "", "");
        FUZZ_CHECK(again.count == doc->count);
        for (size_t i = 0; i < doc->count; i++) {
            FUZZ_SAME(again.entries[i].section, doc->entries[i].section);
            FUZZ_SAME(again.entries[i].name, doc->entries[i].name);
            FUZZ_SAME(again.entries[i].value, doc->entries[i].value);
        }
        ini_doc_done(&again);
    }
    problems_done(&problems);
    buf_done(&text);
}

/* Options say clearly what they refuse. */
static void check_options(const struct ini_doc *doc)
{
    for (size_t i = 0; i < doc->count; i++) {
        enum option_id id = option_find(doc->entries[i].name);
        int number = 0;
        struct err e = {""};
        if (id != OPTION_COUNT)
            FUZZ_CHECK(option_read(&options[id], doc->entries[i].value, &number, &e) == !*e.text);
    }
}

static void check_provider(const struct provider *p)
{
    struct request request = {0};
    if (p->broken)
        return;
    char *url = provider_url(p), *host = provider_host(p), *page = request_web_url(p, "c/1");
    struct failure *f = request_call(p, "c/1", "secret", &request);
    FUZZ_CHECK(!*url || url_check_base(url, NULL));
    if (!f)
        FUZZ_CHECK(url_same_origin(url, request.url));
    for (size_t i = 0; i < request.header_count; i++)
        FUZZ_CHECK(!strpbrk(request.headers[i], "\r\n"));
    failure_free(f);
    request_done(&request);
    free(page);
    free(host);
    free(url);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct described d;
    char *text = fuzz_text(fuzz_begin(data, size));
    struct problems ignored = {0};
    struct ini_doc doc;
    ini_parse_text(&doc, "x.ini", (const char *)data, size, &ignored);
    problems_done(&ignored);
    ini_doc_done(&doc);
    described_init(&d, text);
    problems_sort(&d.config.problems);
    check_problems(&d.config.problems);
    check_again(&d.config.doc);
    check_options(&d.config.doc);
    for (size_t i = 0; i < d.set->count; i++)
        check_provider(&d.set->list[i]);
    described_done(&d);
    free(text);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    fuzz_seed_files(seed, "src/provider/ini/*.ini", NULL);
    fuzz_seed_files(seed, "callbrowser.ini", NULL);
    fuzz_seed_files(seed, "tests/fixtures/field/*.ini", NULL);
    static const char *const texts[] = {
        "[provider mine]\nbase_url = https://{region}.h.example/v1\npath = /c/{id}?a=b\n"
        "variables = region\nregion = us|eu\nregion.value = us\nid = /a/0/b | /c\n"
        "started = /s iso | /ms ms\nparty.from = /from\nheader = X-A: {key}\n"
        "hung_up = /by agent:bot,agent person:user\nlist.path = /c?limit={limit}\nrows = /d\n",
        "a = 'b\"c' ; d\nb = \" x ;\" \n[x  y]\na=b;c\n[x y]\na = 1\n\xef\xbb\xbf c = 2\n  d = 3\n",
        "[provider two]\nlike = ringyo\nbase_url = http://127.0.0.1:8080\nwidth = 3\n", NULL};
    fuzz_seed_texts(seed, texts);
}
