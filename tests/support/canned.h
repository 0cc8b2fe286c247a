/* A server on a loopback port that sends canned bytes: it treats each connection in the same way,
 * on a thread of its own. */
#ifndef TESTS_SUPPORT_CANNED_H
#define TESTS_SUPPORT_CANNED_H

#include <stddef.h>

enum canned_end {
    CANNED_CLOSE, /* an orderly end */
    CANNED_RESET,
    CANNED_HOLD /* sends nothing more until the client closes the connection */
};

/* Reads a request's headers, sends the bytes (in pieces), sends `repeat` until the client closes
 * the connection, then ends. */
struct canned_script {
    const char *bytes; /* borrowed until canned_stop; NULL: none */
    size_t count;      /* 0: up to the NUL */
    size_t piece;      /* bytes at a time; 0: all at once */
    int piece_ms;      /* between two pieces */
    const char *repeat;
    enum canned_end end;
};

struct canned;

struct canned *canned_start(const struct canned_script *script);
int canned_port(const struct canned *c);
/* Waits until `count` requests have come; fails the test after 10 s. */
void canned_wait_requests(struct canned *c, int count);
/* Waits until the client has closed `count` connections; fails the test after 10 s. */
void canned_wait_gone(struct canned *c, int count);
/* All requests so far, in one string that the caller frees. */
char *canned_received(struct canned *c);
int canned_connections(struct canned *c);
void canned_stop(struct canned *c);

#endif
