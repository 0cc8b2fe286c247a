/* The network side of the mock: a libmicrohttpd server, a thread for each connection. */
#ifndef TESTS_MOCK_SERVE_H
#define TESTS_MOCK_SERVE_H

#include <stdbool.h>

struct MHD_Daemon;

/* Listens on 127.0.0.1; port 0: a free one. NULL when it cannot. */
struct MHD_Daemon *serve_start(unsigned short port);
unsigned short serve_port(struct MHD_Daemon *daemon);
/* Ends all waiting answers at once. */
void serve_stop(struct MHD_Daemon *daemon);
/* One JSON line a request goes here; "" or NULL: nowhere. */
bool serve_log_to(const char *file);

#endif
