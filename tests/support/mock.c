#include "tests/support/mock.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MORE_MAX = 12 };

void mock_start(struct mock *m)
{
    mock_start_with(m, (const char *const[]){NULL});
}

void mock_start_with(struct mock *m, const char *const more[])
{
    *m = (struct mock){.dir = scratch_new()};
    const char *build = getenv("BUILD");
    char *program = xasprintf("%s/mock", build && *build ? build : "build");
    char *log = scratch_path(m->dir, "log");
    const char *argv[MORE_MAX + 4] = {program, "--log", log};
    for (size_t i = 0; i < MORE_MAX && more[i]; i++)
        argv[3 + i] = more[i];
    run_start(&m->run, argv);
    run_wait_output(&m->run, "\n");
    if (strncmp(buf_str(&m->run.out), "port ", 5) != 0)
        fail_msg("%s: expected 'port N', got '%s'", program, buf_str(&m->run.out));
    m->port = (int)strtol(buf_str(&m->run.out) + 5, NULL, 10);
    free(program);
    free(log);
}

void mock_stop(struct mock *m)
{
    run_close_input(&m->run);
    run_finish(&m->run);
    if (m->run.code != 0)
        fail_msg("mock: expected exit code 0, got %d: %s", m->run.code, buf_str(&m->run.err));
    run_done(&m->run);
    scratch_free(m->dir);
}

char *mock_log(const struct mock *m)
{
    char *log = scratch_read(m->dir, "log");
    return log ? log : xstrdup("");
}

static const char *const providers[] = {"ringg", "diga",   "voxworks", "cometchat", "ringyo",
                                        "vapi",  "retell", "bland",    "synthflow", "elevenlabs"};
enum { PROVIDERS = sizeof providers / sizeof *providers, OWN = 5 };

char *mock_ini(const struct mock *m)
{
    struct buf out = {0};
    for (size_t i = 0; i < OWN; i++)
        buf_printf(&out, "[provider %s]\nbase_url = http://127.0.0.1:%d/%s\napi_key = demo-%s\n",
                   providers[i], m->port, providers[i], providers[i]);
    return buf_take(&out);
}

char *mock_ini_lists(const struct mock *m, const char *trap)
{
    struct buf out = {0};
    for (size_t i = 0; i < PROVIDERS; i++)
        buf_printf(&out,
                   "[provider %s]\nenabled = yes\nbase_url = http://127.0.0.1:%d%s%s/%s\n"
                   "api_key = demo-%s\n",
                   providers[i], m->port, *trap ? "/trap/" : "", trap, providers[i], providers[i]);
    return buf_take(&out);
}
