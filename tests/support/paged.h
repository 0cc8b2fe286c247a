/* A server on a loopback port whose answers a test makes, one for each request. It treats one
 * connection after the other, on a thread of its own. */
#ifndef TESTS_SUPPORT_PAGED_H
#define TESTS_SUPPORT_PAGED_H

#include <stddef.h>

/* The complete response to the n-th request (from 0), which the server frees. NULL: none until the
 * client closes the connection. Runs on the server's thread. */
typedef char *paged_answer(void *owner, size_t n, const char *request);

struct paged;

struct paged *paged_start(paged_answer *answer, void *owner);
int paged_port(const struct paged *s);
size_t paged_count(struct paged *s); /* requests so far */
/* Waits until so many requests have come, or so many clients have closed a connection that got no
 * response; both fail the test after 10 s. */
void paged_wait_count(struct paged *s, size_t count);
void paged_wait_gone(struct paged *s, size_t count);
/* The n-th request with its body; the caller frees it. */
char *paged_request(struct paged *s, size_t n);
void paged_stop(struct paged *s);

/* A response with this status line and these header lines (each ends with CR LF) and body. */
char *paged_response(const char *status, const char *headers, const char *body);
/* The same for 200 and JSON; the body is taken. */
char *paged_json(char *body);

#endif
