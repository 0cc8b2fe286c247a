/* The network side of the mock: a libmicrohttpd server with a thread for each connection. */
#ifndef TESTS_MOCK_SERVE_H
#define TESTS_MOCK_SERVE_H

#include <stdbool.h>

struct MHD_Daemon;

/* Listens on 127.0.0.1, on a free port if port is 0. NULL if it cannot. */
struct MHD_Daemon *serve_start(unsigned short port);
unsigned short serve_port(struct MHD_Daemon *daemon);
/* Ends all answers that wait at once. */
void serve_stop(struct MHD_Daemon *daemon);
/* Writes one JSON line for each request to the file; no log if it is "" or NULL. */
bool serve_log_to(const char *file);

#endif
