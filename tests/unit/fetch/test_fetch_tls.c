/* Fetching over TLS from openssl's server on the loopback interface. */
#include "base/alloc.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *dir; /* certificates, keys, and what the server serves */

static void shell(const char *command)
{
    struct run r = {0};
    run_program(&r, (const char *const[]){"/bin/sh", "-c", command, "sh", dir, NULL}, NULL);
    if (r.code != 0)
        fail_msg("expected '%s' to work, got %d: %s", command, r.code, buf_str(&r.err));
    run_done(&r);
}

/* Makes OpenSSL accept old versions, as it once did, so that only our own setting refuses them. */
static void allow_old_tls(void)
{
    scratch_write(dir, "openssl.cnf", 0600,
                  "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
                  "MinProtocol = TLSv1\nCipherString = DEFAULT:@SECLEVEL=0\n");
    char *path = scratch_path(dir, "openssl.cnf");
    setenv("OPENSSL_CONF", path, 1);
    free(path);
}

static const char *const variables[] = {"CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"};

static void forget_variables(void)
{
    for (size_t i = 0; i < 3; i++)
        unsetenv(variables[i]);
}

static int make_certificates(void **state)
{
    (void)state;
    forget_variables();
    dir = scratch_new();
    scratch_write(dir, "call/x", 0600,
                  "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"
                  "{\"id\":\"x\",\"status\":\"done\"}");
    shell("cd \"$1\" && for name in IP:127.0.0.1 DNS:other.example; do "
          "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=test "
          "-addext subjectAltName=$name -keyout ${name%%:*}.key -out ${name%%:*}.pem; done");
    /* A certificate that was valid in 2020: a self-signed request with explicit dates. */
    shell("cd \"$1\" && : >index && echo 01 >serial && printf '[ca]\\ndefault_ca=d\\n[d]\\n"
          "database=index\\nserial=serial\\nnew_certs_dir=.\\ndefault_md=sha256\\npolicy=p\\n"
          "x509_extensions=e\\n[p]\\ncommonName=supplied\\n[e]\\nsubjectAltName=IP:127.0.0.1\\n"
          "basicConstraints=CA:true\\n' >ca.cnf && openssl req -new -newkey rsa:2048 -nodes "
          "-subj /CN=test -keyout old.key -out old.csr && openssl ca -batch -config ca.cnf "
          "-selfsign -keyfile old.key -in old.csr -startdate 20200101000000Z "
          "-enddate 20200201000000Z -notext -out old.pem");
    allow_old_tls();
    return 0;
}

static int remove_certificates(void **state)
{
    (void)state;
    scratch_free(dir);
    return 0;
}

struct tls_server {
    struct run run;
    int port;
};

static void tls_start(struct tls_server *s, const char *name, const char *more)
{
    char *command = xasprintf("cd \"$1\" && exec openssl s_server -accept 127.0.0.1:0 -HTTP "
                              "-cert %s.pem -key %s.key %s",
                              name, name, more);
    *s = (struct tls_server){0};
    run_start(&s->run, (const char *const[]){"/bin/sh", "-c", command, "sh", dir, NULL});
    run_wait_output(&s->run, "ACCEPT 127.0.0.1:");
    run_wait_output(&s->run, "\n");
    s->port = (int)strtol(strstr(s->run.out.data, "127.0.0.1:") + 10, NULL, 10);
    free(command);
}

static void tls_stop(struct tls_server *s)
{
    kill(s->run.pid, SIGTERM);
    run_finish(&s->run);
    run_done(&s->run);
}

/* Fetches x from that port; ca is a file in dir, or NULL. */
static struct answer *get(const char *scheme, int port, const char *ca)
{
    char *ini = fetching_ini("tls", scheme, port), *ca_file = ca ? scratch_path(dir, ca) : NULL;
    struct fetching f;
    fetching_start(&f, ini, (struct fetch_settings){.ca_file = ca_file});
    struct answer *a = fetching_get(&f, "tls", "x");
    fetching_stop(&f);
    free(ini);
    free(ca_file);
    return a;
}

static void fetch__tls__refused(void **state)
{
    (void)state;
    static const struct {
        const char *what, *certificate, *more, *ca, *words;
    } rows[] = {
        {"self-signed", "IP", "", NULL, "certificate of '127.0.0.1"},
        {"expired", "old", "", "old.pem", "expired"},
        {"another name", "DNS", "", "DNS.pem", "certificate of '127.0.0.1"},
        {"another authority", "IP", "", "DNS.pem", "certificate of '127.0.0.1"},
        {"TLS 1.0", "IP", "-tls1 -cipher DEFAULT@SECLEVEL=0", "IP.pem",
         "no secure connection to '127.0.0.1"},
        {"TLS 1.1", "IP", "-tls1_1 -cipher DEFAULT@SECLEVEL=0", "IP.pem",
         "no secure connection to '127.0.0.1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tls_server s;
        tls_start(&s, rows[i].certificate, rows[i].more);
        struct answer *a = get("https", s.port, rows[i].ca);
        bool hint = a->failure && a->failure->hint && strstr(a->failure->hint, "ca_file");
        if (!hint && strstr(rows[i].words, "certificate"))
            fail_msg("%s: expected a hint at ca_file", rows[i].what);
        fetching_expect_failure(a, rows[i].what, KIND_NETWORK, rows[i].words);
        tls_stop(&s);
    }
}

static void fetch__tls__ca_file_makes_it_good(void **state)
{
    (void)state;
    struct tls_server s;
    tls_start(&s, "IP", "");
    fetching_expect_call(get("https", s.port, "IP.pem"), "ca_file", 0, NULL);
    tls_stop(&s);
}

/* As for curl: CURL_CA_BUNDLE, else SSL_CERT_DIR and SSL_CERT_FILE, and ca_file before them. What
 * is in force is named when it does not vouch for the server. */
static void fetch__tls__certificates_of_the_environment(void **state)
{
    (void)state;
    static const struct {
        const char *ca, *values[3], *hint; /* hint NULL: the server is trusted */
    } rows[] = {
        {NULL, {"IP.pem"}, NULL},
        {NULL, {NULL, "IP.pem"}, NULL},
        {NULL, {NULL, NULL, "hashed"}, NULL},
        {NULL, {NULL, "IP.pem", "none"}, NULL},
        {"IP.pem", {"DNS.pem"}, NULL},
        {NULL, {"DNS.pem", "IP.pem", "hashed"}, "CURL_CA_BUNDLE names '"},
        {NULL, {NULL, "DNS.pem"}, "SSL_CERT_FILE names '"},
        {"DNS.pem", {"IP.pem", "IP.pem", "hashed"}, "ca_file names '"},
        {NULL, {""}, "name its file in ca_file"},
    };
    struct tls_server s;
    shell("cd \"$1\" && mkdir hashed && cp IP.pem hashed && openssl rehash hashed");
    tls_start(&s, "IP", "");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t k = 0; k < 3; k++) {
            const char *value = rows[i].values[k];
            char *path = value && *value ? scratch_path(dir, value) : xstrdup("");
            setenv(variables[k], path, 1);
            free(path);
        }
        struct answer *a = get("https", s.port, rows[i].ca);
        if (!rows[i].hint != (a->type == ANSWER_CALL) ||
            (rows[i].hint && !strstr(a->failure->hint, rows[i].hint)))
            fail_msg("row %zu: expected '%s', got '%s'", i, rows[i].hint ? rows[i].hint : "a call",
                     a->failure ? a->failure->message : "a call");
        fetch_answer_free(a);
    }
    forget_variables();
    tls_stop(&s);
}

static void fetch__tls__ca_file_that_is_missing(void **state)
{
    (void)state;
    struct tls_server s;
    tls_start(&s, "IP", "");
    fetching_expect_failure(get("https", s.port, "none.pem"), "no file", KIND_USAGE, "none.pem'");
    tls_stop(&s);
}

/* A pipe that nobody writes must not stop the worker. */
static void fetch__tls__ca_file_that_is_no_file__is_refused(void **state)
{
    (void)state;
    char *pipe = scratch_path(dir, "pipe.pem"), *huge = scratch_path(dir, "huge.pem");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    scratch_write(dir, "huge.pem", 0600, "");
    assert_int_equal(truncate(huge, (off_t)CA_FILE_MAX_BYTES + 1), 0);
    scratch_write(dir, "empty.pem", 0600, "no certificate\n");
    static const char *const names[] = {"pipe.pem", "huge.pem", "empty.pem", "."};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct tls_server s;
        tls_start(&s, "IP", "");
        char *quoted = xasprintf("%s'", names[i]);
        fetching_expect_failure(get("https", s.port, names[i]), names[i], KIND_USAGE, quoted);
        tls_stop(&s);
        free(quoted);
    }
    free(pipe);
    free(huge);
}

static void fetch__tls__key_log_is_never_written(void **state)
{
    (void)state;
    char *log = scratch_path(dir, "keys.log");
    struct tls_server s;
    tls_start(&s, "IP", "");
    setenv("SSLKEYLOGFILE", log, 1);
    fetching_expect_call(get("https", s.port, "IP.pem"), "key log", 0, NULL);
    assert_int_not_equal(access(log, F_OK), 0);
    unsetenv("SSLKEYLOGFILE");
    tls_stop(&s);
    free(log);
}

static void fetch__tls__on_the_wrong_port(void **state)
{
    (void)state;
    struct canned *plain =
        canned_start(&(struct canned_script){.bytes = "HTTP/1.1 400 Bad Request\r\n\r\n"});
    fetching_expect_failure(get("https", canned_port(plain), NULL), "TLS on a plain port",
                            KIND_NETWORK, "no secure connection to '127.0.0.1");
    canned_stop(plain);
    struct tls_server s;
    tls_start(&s, "IP", "");
    fetching_expect_failure(get("http", s.port, NULL), "plain on a TLS port", KIND_NETWORK,
                            "'127.0.0.1");
    tls_stop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fetch__tls__refused),
        cmocka_unit_test(fetch__tls__ca_file_makes_it_good),
        cmocka_unit_test(fetch__tls__certificates_of_the_environment),
        cmocka_unit_test(fetch__tls__ca_file_that_is_missing),
        cmocka_unit_test(fetch__tls__ca_file_that_is_no_file__is_refused),
        cmocka_unit_test(fetch__tls__key_log_is_never_written),
        cmocka_unit_test(fetch__tls__on_the_wrong_port),
    };
    return cmocka_run_group_tests(tests, make_certificates, remove_certificates);
}
