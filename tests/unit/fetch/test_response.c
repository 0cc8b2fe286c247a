/* Which headers of a response are kept, and how. */
#include "fetch/response.h"
#include "text/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void read_lines(struct response *r, const char *head)
{
    while (*head) {
        size_t n = strcspn(head, "\n") + 1;
        response_read_header(r, head, n);
        head += n;
    }
}

static void response__values__without_blanks_around(void **state)
{
    (void)state;
    struct response r = {0};
    read_lines(&r, "HTTP/1.1 200 OK\r\n"
                   "CONTENT-TYPE:application/json \r\n"
                   "x-request-id: \t a b\t\r\n"
                   "Retry-After:\r\n"
                   "Location: /a: b\r\n"
                   "ETag: \"x\"\n"
                   "Last-Modified: today\r\n"
                   "Content-Range: bytes 5-9/10\r\n"
                   "Locations: none\r\n"
                   "\r\n");
    assert_string_equal(r.content_type, "application/json");
    assert_string_equal(r.request_id, "a b");
    assert_string_equal(r.retry_after, "");
    assert_string_equal(r.location, "/a: b");
    assert_string_equal(r.etag, "\"x\"");
    assert_string_equal(r.last_modified, "today");
    assert_string_equal(r.content_range, "bytes 5-9/10");
    response_done(&r);
    assert_null(r.etag);
    response_done(&r);
}

static void response__repeated__the_last_one_counts(void **state)
{
    (void)state;
    struct response r = {0};
    read_lines(&r, "HTTP/1.1 200 OK\r\nETag: a\r\nETag: b\r\n\r\n");
    assert_string_equal(r.etag, "b");
    response_done(&r);
}

static void response__blank_line__ends_the_headers(void **state)
{
    (void)state;
    struct response r = {0};
    read_lines(&r, "HTTP/1.1 103 Early Hints\r\nETag: a\r\n\r\n");
    assert_true(r.has_headers);
    read_lines(&r, "HTTP/1.1 200 OK\r\nETag: a\r\n");
    assert_false(r.has_headers);
    read_lines(&r, "\r\n");
    assert_true(r.has_headers);
    read_lines(&r, "X-Trailer: a\r\n");
    assert_true(r.has_headers);
    response_done(&r);
}

static void response__status_line__begins_a_new_set(void **state)
{
    (void)state;
    struct response r = {0};
    read_lines(&r, "HTTP/1.1 103 Early Hints\r\nETag: a\r\nLocation: /a\r\n\r\n"
                   "HTTP/1.1 200 OK\r\nETag: b\r\n\r\n");
    assert_string_equal(r.etag, "b");
    assert_null(r.location);
    response_done(&r);
}

/* Enough of a long link is kept for later code to see that it is too long. */
static void response__long_value__is_cut(void **state)
{
    (void)state;
    enum { LONG_BYTES = URL_OPEN_MAX_BYTES + 100 };
    struct response r = {0};
    struct buf line = {0};
    buf_puts(&line, "location: ");
    for (int i = 0; i < LONG_BYTES; i++)
        buf_putc(&line, 'x');
    response_read_header(&r, line.data, line.len);
    assert_int_equal(strlen(r.location), URL_OPEN_MAX_BYTES + 1);
    buf_done(&line);
    response_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(response__values__without_blanks_around),
        cmocka_unit_test(response__repeated__the_last_one_counts),
        cmocka_unit_test(response__blank_line__ends_the_headers),
        cmocka_unit_test(response__status_line__begins_a_new_set),
        cmocka_unit_test(response__long_value__is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
