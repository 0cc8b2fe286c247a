/* Starts the mock, which tests know by its port only. A home exists until its test ends. */
#include "tests/support/browse.h"

#include "base/alloc.h"
#include "tests/support/mock.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ARGS_MAX = 32, HOMES_MAX = 8 };

static struct mock mock;
static char *homes[HOMES_MAX];

int browse_setup(void **state)
{
    (void)state;
    mock_start(&mock);
    return 0;
}

int browse_setup_with(const char *const more[])
{
    mock_start_with(&mock, more);
    return 0;
}

int browse_teardown(void **state)
{
    (void)state;
    mock_stop(&mock);
    return 0;
}

int browse_end_test(void **state)
{
    pty_stop_all(state);
    for (int i = 0; i < HOMES_MAX; i++) {
        scratch_free(homes[i]);
        homes[i] = NULL;
    }
    return 0;
}

int browse_port(void)
{
    return mock.port;
}

static const char *new_home(void)
{
    for (int i = 0; i < HOMES_MAX; i++)
        if (!homes[i])
            return homes[i] = scratch_new();
    fail_msg("a test starts more than %d programs", HOMES_MAX);
    return NULL;
}

static void write_config(const char *home, const struct browse_options *o)
{
    struct buf text = {0};
    char *providers = mock_ini(&mock);
    buf_printf(&text, "[callbrowser]\n%s\n%s\n%s\n", o->options ? o->options : "", providers,
               o->more ? o->more : "");
    scratch_write(home, ".config/callbrowser/callbrowser.ini", 0600, buf_str(&text));
    free(providers);
    buf_done(&text);
}

static char *program_path(void)
{
    const char *build = getenv("BUILD");
    char *path = xasprintf("%s/callbrowser", build ? build : "build");
    char *whole = realpath(path, NULL);
    free(path);
    assert_non_null(whole);
    return whole;
}

struct pty *browse_start(const struct browse_options *o)
{
    const char *argv[ARGS_MAX] = {NULL};
    size_t n = 1;
    char *path = program_path();
    const char *home = o->home ? o->home : new_home();
    write_config(home, o);
    argv[0] = path;
    for (const char *const *arg = o->args; arg && *arg && n + 1 < ARGS_MAX; arg++)
        argv[n++] = *arg;
    struct pty *p = pty_start(&(struct pty_options){
        .argv = argv, .env = o->env, .rows = o->rows, .cols = o->cols, .home = home});
    free(path);
    return p;
}

struct pty *browse_call(const char *call, const char *shown)
{
    const char *const args[] = {call, NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, shown);
    return p;
}

char *browse_file(struct pty *p, const char *name)
{
    return scratch_read(pty_home(p), name);
}

struct wanted {
    const char *name, *text;
};

static bool file_holds(struct pty *p, const void *arg)
{
    const struct wanted *w = arg;
    char *now = browse_file(p, w->name);
    bool holds = now && strstr(now, w->text);
    free(now);
    return holds;
}

/* Nothing reports that a file was written, so it is read again every few milliseconds. */
char *browse_wait_file(struct pty *p, const char *name, const char *text)
{
    struct wanted w = {name, text};
    for (int tries = 0; tries < 500 && !pty_wait_until(p, file_holds, &w, 10); tries++)
        ;
    char *now = browse_file(p, name);
    if (!now || !strstr(now, text))
        print_error("expected '%s' in %s, got '%s'\n", text, name, now ? now : "(no such file)");
    assert_true(now && strstr(now, text));
    return now;
}

size_t browse_request_times(const char *text, long long *at_ms, size_t max)
{
    static const char name[] = "\"at_ms\":";
    char *log = mock_log(&mock);
    size_t n = 0;
    for (char *at = log, *end; at && (end = strchr(at, '\n')); at = end + 1) {
        *end = '\0';
        const char *time = strstr(at, text) ? strstr(at, name) : NULL;
        if (time && n < max)
            at_ms[n] = strtoll(time + strlen(name), NULL, 10);
        n += time != NULL;
    }
    free(log);
    return n;
}

size_t browse_requests(const char *text)
{
    return browse_request_times(text, NULL, 0);
}

struct awaited {
    const char *text;
    size_t count;
};

static bool were_asked(struct pty *p, const void *arg)
{
    const struct awaited *w = arg;
    (void)p;
    return browse_requests(w->text) >= w->count;
}

void browse_wait_requests(struct pty *p, const char *text, size_t count)
{
    struct awaited w = {text, count};
    for (int tries = 0; tries < 500; tries++)
        if (pty_wait_until(p, were_asked, &w, 10))
            return;
    fail_msg("expected %zu requests with '%s', got %zu", count, text, browse_requests(text));
}
