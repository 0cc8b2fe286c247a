/* Batches of 1,000 calls: beside curl and jq (batch.sh); and over HTTP/2 and TLS, where all of them
 * need one connection (http2.js), beside one curl. */
#include "tests/bench/bench.h"
#include "tests/bench/report.h"

#include "base/alloc.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALLS = 1000, ROUNDS = 12, TURNS = 20 };

static void run_shell(struct run *r, const char *command, const char *input)
{
    const char *const argv[] = {"/bin/sh", "-c", command, NULL};
    run_program(r, argv, input);
    if (r->code != 0) {
        fputs(buf_str(&r->err), stderr);
        give_up(command);
    }
}

static void bench_plain(void)
{
    double ours[BUILDS_MAX], memory[BUILDS_MAX], theirs = NAN;
    char *url = xstrdup(server_url("ringyo", TURNS));
    *strrchr(url, '/') = '\0';
    server_bytes("ringyo", TURNS);
    for (int b = 0; b < build_count; b++) {
        struct run r;
        char *command = xasprintf("tests/bench/batch.sh '%s' '%s' '%s' %d", builds[b].program,
                                  server_config(false), url, TURNS);
        run_shell(&r, command, NULL);
        if (sscanf(buf_str(&r.out), "%lf %lf %lf", &ours[b], &theirs, &memory[b]) != 3)
            give_up(buf_str(&r.out));
        memory[b] /= 1024;
        run_done(&r);
        free(command);
    }
    free(url);
    report(&(struct report_row){"1,000 calls, -j 16", "ms", "xargs curl, jq", RATIO_MOST, 0.2},
           ours, theirs);
    report(&(struct report_row){"memory of these at the peak", "MiB", NULL, MOST, 30}, memory, NAN);
}

/* The server, and what the programs need to ask it. */
struct http2 {
    struct run run;
    char *key, *certificate, *config, *curl, *ids;
};

static void make_certificate(struct http2 *h)
{
    struct run r;
    h->key = scratch_path(server_dir(), "key.pem");
    h->certificate = scratch_path(server_dir(), "certificate.pem");
    char *command = xasprintf("openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=bench "
                              "-addext subjectAltName=IP:127.0.0.1 -keyout '%s' -out '%s'",
                              h->key, h->certificate);
    run_shell(&r, command, NULL);
    run_done(&r);
    free(command);
}

/* The number behind the last such word that the server has printed. */
static long said(struct http2 *h, const char *word)
{
    const char *at = NULL;
    for (const char *next = buf_str(&h->run.out); (next = strstr(next, word)); next++)
        at = next;
    return at ? strtol(at + strlen(word), NULL, 10) : -1;
}

static long handshakes(struct http2 *h)
{
    buf_clear(&h->run.out);
    run_write(&h->run, "\n", 1);
    run_wait_output(&h->run, " .");
    return said(h, "handshakes ");
}

static void start_http2(struct http2 *h)
{
    struct buf ini = {0}, urls = {0}, ids = {0};
    make_certificate(h);
    const char *const argv[] = {"/usr/bin/env", "node",         "tests/bench/http2.js",
                                h->key,         h->certificate, NULL};
    run_start(&h->run, argv);
    run_wait_output(&h->run, " .");
    long port = said(h, "port ");
    buf_printf(&ini,
               "[callbrowser]\nca_file = %s\n[provider ringyo]\napi_key = key\n"
               "base_url = https://127.0.0.1:%ld\n",
               h->certificate, port);
    for (int i = 0; i < CALLS; i++) {
        buf_printf(&urls, "url = \"https://127.0.0.1:%ld/v1/calls/%d\"\noutput = \"/dev/null\"\n",
                   port, i);
        buf_printf(&ids, "%d\n", i);
    }
    scratch_write(server_dir(), "http2.ini", 0600, buf_str(&ini));
    scratch_write(server_dir(), "urls", 0600, buf_str(&urls));
    h->config = scratch_path(server_dir(), "http2.ini");
    h->curl = xasprintf("curl -sS --parallel --parallel-max 16 --cacert '%s' -K '%s/urls'",
                        h->certificate, server_dir());
    h->ids = buf_take(&ids);
    buf_done(&ini);
    buf_done(&urls);
}

static void stop_http2(struct http2 *h)
{
    run_close_input(&h->run);
    run_finish(&h->run);
    run_done(&h->run);
    free(h->key);
    free(h->certificate);
    free(h->config);
    free(h->curl);
    free(h->ids);
}

/* A program that takes longer is stopped, and that is its time. */
static void run_timed(struct http2 *h, const char *program, struct samples *us,
                      struct samples *shakes)
{
    struct run r;
    char *command = xasprintf("timeout 15 %s >'%s/out'; true", program, server_dir());
    long begin = now_us();
    run_shell(&r, command, h->ids);
    sample(us, now_us() - begin);
    sample(shakes, handshakes(h));
    run_done(&r);
    free(command);
}

/* Each round with a new server, because a slow first answer brings other orders of events. */
static void round_http2(struct samples *us, struct samples *shakes)
{
    struct http2 h = {0};
    start_http2(&h);
    for (int b = 0; b < build_count; b++) {
        char *command =
            xasprintf("'%s' -c '%s' -p json -j 16 ringyo -", builds[b].program, h.config);
        run_timed(&h, command, &us[b], &shakes[b]);
        free(command);
    }
    run_timed(&h, h.curl, &us[build_count], &shakes[build_count]);
    stop_http2(&h);
}

static void report_http2(const struct report_row *row, struct samples *s, int percent, double by)
{
    double ours[BUILDS_MAX];
    for (int b = 0; b < build_count; b++)
        ours[b] = samples_percent(&s[b], percent) / by;
    report(row, ours, samples_percent(&s[build_count], percent) / by);
}

static void bench_http2(void)
{
    static struct samples us[BUILDS_MAX + 1], shakes[BUILDS_MAX + 1];
    for (int i = 0; i < ROUNDS; i++)
        round_http2(us, shakes);
    report_http2(&(struct report_row){"TLS handshakes of 1,000 calls, HTTP/2", "", "curl", MOST, 1},
                 shakes, 50, 1);
    report_http2(&(struct report_row){"time of these", "ms", "curl", NO_BAR, 0}, us, 50, 1e3);
    report_http2(&(struct report_row){"time of these, at worst", "ms", "curl", MOST, 2000}, us, 100,
                 1e3);
}

void bench_batch(void)
{
    bool curl = peer_installed("curl"), jq = peer_installed("jq");
    if (curl && jq)
        bench_plain();
    if (curl && peer_installed("node"))
        bench_http2();
}
