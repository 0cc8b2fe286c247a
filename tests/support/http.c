#include "tests/support/http.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <curl/curl.h>

static size_t take(char *bytes, size_t one, size_t n, void *of)
{
    buf_add(of, bytes, one * n);
    return one * n;
}

static long retry_after_of(CURL *curl)
{
    curl_off_t s = 0;
    return curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &s) == CURLE_OK && s > 0 ? (long)s : -1;
}

void http_request(const char *url, const char *const headers[], size_t header_count,
                  const char *body, struct http_reply *out)
{
    *out = (struct http_reply){0};
    CURL *curl = curl_easy_init();
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < header_count; i++)
        list = curl_slist_append(list, headers[i]);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &out->body);
    if (body)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK)
        fail_msg("%s: %s", url, curl_easy_strerror(code));
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &out->status);
    out->retry_after_s = retry_after_of(curl);
    const char *type = NULL;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    out->content_type = type ? xstrdup(type) : NULL;
    curl_slist_free_all(list);
    curl_easy_cleanup(curl);
}

void http_reply_done(struct http_reply *r)
{
    buf_done(&r->body);
    free(r->content_type);
}
