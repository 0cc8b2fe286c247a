/* From an ID to the first screen, and the memory that takes, beside curl with jq or python3 and
 * less; and how both grow with the call. */
#include "tests/bench/bench.h"
#include "tests/bench/report.h"

#include "base/alloc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BIG = 100000, SHOWN_MS = 120000, KIB = 1024 };

static const struct {
    const char *provider, *title, *turns, *speaker, *text;
    int largest;
} forms[] = {
    {"ringyo", "Ringyo", ".transcript", "role", "content", 450000},
    /* Its pages are no work for a pipeline; at most 100 of 1,000 turns are asked for. */
    {"diga", "Diga", NULL, NULL, NULL, 100000},
    {"vapi", "Vapi", ".artifact.messages", "role", "message", 450000},
    {"retell", "Retell", ".transcript_object", "role", "content", 450000},
};
enum { FORMS = sizeof forms / sizeof *forms };

/* What opening a call took: the times in microseconds; the memory in KiB, at last at the peak of
 * fetching it again. */
enum { WALL, CPU, PEAK, REST, AGAIN, KINDS };
struct opened {
    struct samples of[KINDS];
};

/* Fetches the call again, and waits until that is done. */
static long again_kib(struct pty *p)
{
    memory_forget_peak(pty_pid(p));
    pty_keys(p, "r");
    wait_idle(p);
    return memory_kib(pty_pid(p), "VmHWM");
}

/* False if the program refuses to show the call. */
static bool open_once(struct opened *o, int build, const char *provider, int turns, bool again)
{
    long begin = now_us();
    struct pty *p = open_call(build, provider, turns, 0, 0, false);
    if (!p)
        return false;
    sample(&o->of[WALL], now_us() - begin);
    sample(&o->of[CPU], cpu_us(pty_pid(p)));
    wait_idle(p);
    sample(&o->of[PEAK], memory_kib(pty_pid(p), "VmHWM"));
    sample(&o->of[REST], memory_kib(pty_pid(p), "VmRSS"));
    if (again)
        sample(&o->of[AGAIN], again_kib(p));
    pty_stop(p);
    return true;
}

static void pipeline_once(struct samples *s, const char *command)
{
    const char *const argv[] = {"sh", "-c", command, NULL};
    struct pty_options options = {.argv = argv};
    long begin = now_us();
    struct pty *p = pty_start(&options);
    if (!pty_wait_for(p, "Turn 1 of", SHOWN_MS))
        give_up_on(p, command);
    sample(s, now_us() - begin);
    pty_stop(p);
}

static char *jq_pipeline(int form, int turns)
{
    if (!forms[form].turns || !peer_installed("curl") || !peer_installed("jq") ||
        !peer_installed("less"))
        return NULL;
    return xasprintf("curl -s '%s' | jq -r '%s[] | \"\\(.%s)  \\(.%s)\"' | less",
                     server_url(forms[form].provider, turns), forms[form].turns,
                     forms[form].speaker, forms[form].text);
}

/* `.a.b` in python is ["a"]["b"]. */
static void put_members(struct buf *out, const char *path)
{
    while (*path == '.') {
        size_t n = strcspn(path + 1, ".");
        buf_printf(out, "[\"%.*s\"]", (int)n, path + 1);
        path += 1 + n;
    }
}

static char *python_pipeline(int form, int turns)
{
    const char *python = peer_python();
    struct buf command = {0};
    if (!forms[form].turns || !peer_installed("curl") || !python || !peer_installed("less"))
        return NULL;
    buf_printf(&command, "curl -s '%s' | %s -c 'import json, sys\nfor t in json.load(sys.stdin)",
               server_url(forms[form].provider, turns), python);
    put_members(&command, forms[form].turns);
    buf_printf(&command, ": print(t[\"%s\"], \" \", t[\"%s\"])' 2>/dev/null | less",
               forms[form].speaker, forms[form].text);
    return buf_take(&command);
}

/* One call by all builds and both pipelines, in turns. */
struct trial {
    int form, turns, rounds;
    bool again;
    struct opened ours[BUILDS_MAX];
    struct samples jq, python;
    double body_kib;
};

static void run(struct trial *t)
{
    char *jq = jq_pipeline(t->form, t->turns), *python = python_pipeline(t->form, t->turns);
    bool shown[BUILDS_MAX] = {true, true, true, true};
    t->body_kib = (double)server_bytes(forms[t->form].provider, t->turns) / KIB;
    for (int i = 0; i < t->rounds; i++) {
        for (int b = 0; b < build_count; b++)
            if (shown[b])
                shown[b] = open_once(&t->ours[b], b, forms[t->form].provider, t->turns, t->again);
        if (jq)
            pipeline_once(&t->jq, jq);
        if (python)
            pipeline_once(&t->python, python);
    }
    free(jq);
    free(python);
}

static void report_wall(struct trial *t, const char *peer, struct samples *theirs, double bar)
{
    double ms[BUILDS_MAX];
    char *what = xasprintf("first screen, %s, %d turns", forms[t->form].title, t->turns);
    for (int b = 0; b < build_count; b++)
        ms[b] = samples_percent(&t->ours[b].of[WALL], 50) / 1e3;
    struct report_row row = {what, "ms", peer, bar > 0 ? RATIO_MOST : NO_BAR, bar};
    report(&row, ms, samples_percent(theirs, 50) / 1e3);
    free(what);
}

static void report_memory(struct trial *t, int kind, const char *when, double bar)
{
    double times[BUILDS_MAX];
    char *what = xasprintf("memory %s, Ringyo, %d turns", when, t->turns);
    for (int b = 0; b < build_count; b++)
        times[b] = samples_percent(&t->ours[b].of[kind], 50) / t->body_kib;
    report(&(struct report_row){what, "x", NULL, MOST, bar}, times, NAN);
    free(what);
}

void bench_load(void)
{
    enum { ROUNDS = 7 };
    static struct trial t;
    t = (struct trial){.turns = BIG, .rounds = ROUNDS, .again = true};
    run(&t);
    report_wall(&t, "curl, jq, less", &t.jq, 0.5);
    report_wall(&t, "curl, python3, less", &t.python, 1.1);
    report_memory(&t, PEAK, "at the peak", 6);
    report_memory(&t, REST, "at rest", 3.5);
    report_memory(&t, AGAIN, "at the peak of r", 8);
}

static const int sizes[] = {100, 2000, 100000, 450000};
enum { SIZES = sizeof sizes / sizeof *sizes };

/* The figures of one provider and build for each size. */
struct growth {
    double cpu[SIZES], peak[SIZES];
};

/* What the smallest call takes is there without any call, so only what is more counts. */
static double grown(const double *y, int count)
{
    double x[SIZES], more[SIZES];
    for (int i = 0; i < count; i++) {
        x[i] = sizes[i] - sizes[0];
        more[i] = y[i] - y[0];
    }
    return exponent(x, more, count);
}

static void report_exponents(const char *of, int form, const double *exponents)
{
    char *what = xasprintf("exponent: %s, %s", of, forms[form].title);
    report(&(struct report_row){what, "", NULL, MOST, 1.05}, exponents, NAN);
    free(what);
}

/* A short call is shown sooner than by a pipeline. */
static double most_beside_jq(int form, int turns)
{
    enum { SHORT = 2000 };
    return forms[form].turns && turns <= SHORT ? 1 : 0;
}

/* Adds to `opened` for each build that shows the largest call. */
static void bench_growth_of(int form, double *opened)
{
    static struct growth g[BUILDS_MAX];
    static struct trial t;
    double cpu[BUILDS_MAX], peak[BUILDS_MAX];
    int count = 0;
    for (int i = 0; i < SIZES && sizes[i] <= forms[form].largest; i++, count++) {
        t = (struct trial){.form = form, .turns = sizes[i], .rounds = sizes[i] > 2000 ? 3 : 7};
        run(&t);
        report_wall(&t, forms[form].turns ? "curl, jq, less" : NULL, &t.jq,
                    most_beside_jq(form, sizes[i]));
        for (int b = 0; b < build_count; b++) {
            g[b].cpu[i] = samples_percent(&t.ours[b].of[CPU], 50);
            g[b].peak[i] = samples_percent(&t.ours[b].of[PEAK], 50);
        }
    }
    for (int b = 0; b < build_count; b++) {
        opened[b] += t.ours[b].of[WALL].count > 0;
        cpu[b] = grown(g[b].cpu, count);
        peak[b] = grown(g[b].peak, count);
    }
    report_exponents("load time", form, cpu);
    report_exponents("memory", form, peak);
}

void bench_growth(void)
{
    double opened[BUILDS_MAX] = {0};
    for (int form = 0; form < FORMS; form++)
        bench_growth_of(form, opened);
    report(&(struct report_row){"providers whose longest call is shown", "", NULL, LEAST, FORMS},
           opened, NAN);
}
