#include "fetch/curl_build.h"

#include <curl/curl.h>

void curl_build_version(struct buf *compiled, struct buf *running)
{
    buf_puts(compiled, LIBCURL_VERSION);
    buf_puts(running, curl_version_info(CURLVERSION_NOW)->version);
}

void curl_build_features(struct buf *out)
{
    static const struct {
        int bit;
        const char *name;
    } features[] = {
        {CURL_VERSION_HTTP2, "HTTP/2"}, {CURL_VERSION_IPV6, "IPv6"},
        {CURL_VERSION_LIBZ, "zlib"},    {CURL_VERSION_BROTLI, "brotli"},
        {CURL_VERSION_ZSTD, "zstd"},    {CURL_VERSION_ASYNCHDNS, "AsynchDNS"},
    };
    const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
    buf_puts(out, info->ssl_version ? info->ssl_version : "no TLS");
    for (size_t i = 0; i < sizeof features / sizeof *features; i++)
        if (info->features & features[i].bit)
            buf_printf(out, ", %s", features[i].name);
}
