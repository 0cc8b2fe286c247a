#include "tests/support/watching.h"

#include <stddef.h>

struct pty *watch_start(const char *const *args, const char *shown)
{
    struct pty *p = browse_start(&(struct browse_options){.args = args, .options = "watch_s = 1"});
    pty_expect(p, shown);
    return p;
}

struct pty *watch_start_on(const char *call, const char *shown)
{
    return watch_start((const char *const[]){call, NULL}, shown);
}
