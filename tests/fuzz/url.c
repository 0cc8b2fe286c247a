/* URLs and IDs: what may be opened or asked is plain, has the host that it seems to have, and is
 * encoded so that it comes back. The first line is a URL, the rest another one or an ID. */
#include "text/url.h"

#include "base/alloc.h"
#include "tests/fuzz/fuzz.h"
#include "text/clean.h"
#include "text/file_name.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_NAME_MAX_BYTES = 255 };

static void check_encoding(const char *s)
{
    struct buf encoded = {0}, decoded = {0};
    url_encode(&encoded, s);
    FUZZ_CHECK(!strpbrk(buf_str(&encoded), "/?#&=+ \\@:\"'<>\n"));
    url_decode(&decoded, buf_str(&encoded), encoded.len);
    FUZZ_SAME(buf_str(&decoded), s);
    buf_done(&decoded);
    buf_done(&encoded);
}

static void check_id(const char *id)
{
    struct err e = {""};
    bool ok = url_check_id(id, &e);
    FUZZ_CHECK(ok == !*e.text);
    if (!ok)
        return;
    FUZZ_CHECK(*id && strlen(id) <= ID_MAX_BYTES && utf8_is_valid(id, strlen(id)));
    char *name = file_name_of("ringyo", id, ".json");
    FUZZ_CHECK(strlen(name) <= FILE_NAME_MAX_BYTES && *name != '.' && !strpbrk(name, "/\\"));
    free(name);
}

/* An IP address, which may be written in other ways than the one that is shown. */
static bool is_address(const char *host)
{
    size_t n = strcspn(host, ":/?#");
    return *host == '[' || strspn(host, "0123456789abcdefABCDEFxX.") >= n;
}

/* The host as it is shown is the one that the authority names. */
static void check_open(const char *url)
{
    struct err e = {""};
    struct url_parts p = {0};
    bool ok = url_may_open(url, &e);
    FUZZ_CHECK(ok == !*e.text);
    if (!ok)
        return;
    FUZZ_CHECK(url_is_web(url) && strlen(url) <= URL_OPEN_MAX_BYTES && url_split(url, &p));
    const char *host = strstr(url, "//") + 2;
    FUZZ_CHECK(!strpbrk(url, "\\ \"'\n") || !strpbrk(p.host, "\\ \"'\n"));
    if (!is_address(host)) {
        FUZZ_CHECK(strncasecmp(host, p.host, strlen(p.host)) == 0);
        FUZZ_CHECK(strchr(":/?#", host[strlen(p.host)]));
    }
    FUZZ_CHECK(p.port >= 1 && p.port <= 65535);
    FUZZ_CHECK(url_same_origin(url, url));
    url_parts_done(&p);
}

static void check_base(const char *url)
{
    struct url_parts p = {0};
    if (!url_check_base(url, NULL))
        return;
    FUZZ_CHECK(url_may_open(url, NULL) && url_split(url, &p));
    FUZZ_CHECK(strcasecmp(p.scheme, "https") == 0 || url_host_is_loopback(p.host));
    url_parts_done(&p);
}

static void check_resolved(const char *base, const char *reference)
{
    char *resolved = url_resolve(base, reference);
    if (resolved) {
        char *again = url_resolve(resolved, resolved);
        FUZZ_SAME(resolved, again ? again : "(nothing)");
        free(again);
    }
    free(resolved);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = fuzz_begin(data, size);
    char *url = fuzz_text(fuzz_line(&in)), *other = fuzz_text(in), *host = url_host_text(url);
    struct buf shown = {0};
    buf_puts(&shown, host);
    fuzz_check_clean(&shown, CLEAN_SCREEN);
    check_open(url);
    check_base(url);
    check_resolved(url, other);
    FUZZ_CHECK(url_same_origin(url, other) == url_same_origin(other, url));
    check_id(other);
    check_encoding(other);
    buf_done(&shown);
    free(host);
    free(other);
    free(url);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    static const char *const texts[] = {"https://good.example:8443/a/b?c=d#e\n../f?g",
                                        "http://localhost/\n//other.example/x",
                                        "https://u:p@evil.example\\@good.example/\ncall_7f3",
                                        "http://[::1]:80/\n550e8400-e29b",
                                        "HTTPS://A.EXAMPLE\nhttps://a.example:443/",
                                        "javascript:alert(1)\n..",
                                        "http:///x\n\xc3\xa9 a/b",
                                        "https://a.example%2f@b\nhttps://a.example",
                                        "https://1/\n%2e%2e",
                                        NULL};
    fuzz_seed_texts(seed, texts);
}
