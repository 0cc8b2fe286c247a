/* The report's sections, each a function. Nothing in it is secret: of variables that may hold a
 * password only the name is told, of keys only where they come from. */
#include "cli/doctor.h"

#include "base/alloc.h"
#include "call/pattern.h"
#include "cli/check_config.h"
#include "cli/output.h"
#include "cli/report.h"
#include "config/history.h"
#include "config/problems.h"
#include "fetch/probe.h"
#include "fetch/version.h"
#include "provider/json.h"
#include "provider/provider_url.h"
#include "provider/request.h"
#include "text/grapheme.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { HISTORY_MAX_LINES = 100000 };

static void print_part(struct report *r, int *code)
{
    struct err e;
    if (*code == 0 && !output_write(&r->text, &e)) {
        output_say("%s", e.text);
        *code = 1;
    }
    buf_clear(&r->text);
}

static void put_system(struct report *r)
{
    struct utsname system;
    buf_puts(&r->text, "callbrowser " CALLBROWSER_VERSION);
    if (uname(&system) == 0)
        buf_printf(&r->text, ", %s %s %s", system.sysname, system.release, system.machine);
    buf_putc(&r->text, '\n');
}

/* What the environment asks for, as the screen would take it; the locale in force stays. */
static void put_locale(struct report *r)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *name = NULL, *value = NULL;
    char *before = xstrdup(setlocale(LC_CTYPE, NULL));
    for (size_t i = 0; i < sizeof names / sizeof *names && !(value && *value); i++)
        value = getenv(name = names[i]);
    bool known = setlocale(LC_CTYPE, "") != NULL;
    const char *codeset = nl_langinfo(CODESET);
    if (!value || !*value)
        report_line(r, "Locale", "none is set (LANG)");
    else if (known)
        report_line(r, "Locale", "%s (%s)", value, name);
    else
        report_wrong(r, "Locale", "this system has no locale '%s' (%s)", value, name);
    if (strcmp(codeset, "UTF-8") == 0)
        report_line(r, "Encoding", "UTF-8");
    else
        report_line(r, "Encoding", "%s: frames are ASCII, and letters beyond it show as '?'",
                    codeset);
    setlocale(LC_CTYPE, before);
    free(before);
}

static void put_environment(struct report *r)
{
    static const char *const names[] = {"CALLBROWSER_CONFIG",
                                        "XDG_CONFIG_HOME",
                                        "XDG_STATE_HOME",
                                        "NO_COLOR",
                                        "ESCDELAY",
                                        "TMUX",
                                        "SSH_CONNECTION",
                                        "DISPLAY",
                                        "PAGER",
                                        "WAYLAND_DISPLAY",
                                        "https_proxy",
                                        "HTTPS_PROXY",
                                        "all_proxy",
                                        "ALL_PROXY",
                                        "no_proxy",
                                        "NO_PROXY",
                                        "TZ",
                                        "SSL_CERT_FILE",
                                        "SSL_CERT_DIR"};
    struct buf set = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (getenv(names[i]))
            buf_printf(&set, "%s%s", set.len ? ", " : "", names[i]);
    report_line(r, "Variables", "%s", set.len ? set.data : "none that matter");
    buf_done(&set);
}

static void put_place(struct report *r, const struct config *config, const char *label,
                      const char *path)
{
    if (config->has_file && strcmp(config->doc.file, path) == 0)
        report_line(r, label, "%s: read", path);
    else if (access(path, F_OK) == 0)
        report_line(r, label, "%s: there, and not read", path);
    else
        report_line(r, label, "%s: %s", path, errno == ENOENT ? "not there" : strerror(errno));
}

static void put_history(struct report *r)
{
    struct history h = {0};
    struct err e;
    char *path = history_path();
    if (!path)
        report_wrong(r, "History", "there is no home directory to keep it in");
    else if (!history_read(&h, path, HISTORY_MAX_LINES, &e))
        report_wrong(r, "History", "%s", e.text);
    else
        report_line(r, "History", "%s: %zu call%s", path, h.count, h.count == 1 ? "" : "s");
    history_done(&h);
    free(path);
}

static void put_files(struct report *r, const struct cli *cli)
{
    char **places = paths_of_config();
    report_title(r, "Files");
    if (cli->args.config)
        put_place(r, cli->settings.config, "Configuration", cli->args.config);
    for (size_t i = 0; places[i]; i++) {
        if (!cli->args.config)
            put_place(r, cli->settings.config, i ? "" : "Configuration", places[i]);
        free(places[i]);
    }
    free(places);
    if (cli->trouble)
        report_wrong(r, "", "%s", cli->trouble);
    for (size_t i = 0; i < cli->settings.config->problems.count; i++) {
        char *text = problems_text(&cli->settings.config->problems.list[i]);
        report_wrong(r, "", "%s", text);
        free(text);
    }
    put_history(r);
}

static void put_library(struct report *r, const char *name,
                        void (*version)(struct buf *compiled, struct buf *running))
{
    struct buf compiled = {0}, running = {0};
    version(&compiled, &running);
    if (strcmp(buf_str(&compiled), buf_str(&running)) == 0)
        report_line(r, name, "%s", buf_str(&running));
    else
        report_line(r, name, "%s, compiled with %s", buf_str(&running), buf_str(&compiled));
    buf_done(&compiled);
    buf_done(&running);
}

static void put_libraries(struct report *r, const struct cli_screen *screen)
{
    struct buf features = {0};
    report_title(r, "Libraries");
    put_library(r, "ncurses", screen->version);
    put_library(r, "libcurl", transfers_version);
    transfers_features(&features);
    report_line(r, "", "%s", buf_str(&features));
    put_library(r, "cJSON", json_version);
    put_library(r, "PCRE2", pattern_version);
    put_library(r, "libunistring", grapheme_version);
    report_line(r, "libinih", "it does not tell its version");
    buf_done(&features);
}

static void put_times(struct report *r, const struct probe *probe)
{
    const struct transfer_times *t = &probe->times;
    struct buf tls = {0};
    if (t->tls_s > 0)
        buf_printf(&tls, ", TLS %.0f ms", 1000 * t->tls_s);
    report_line(r, "", "DNS %.0f ms, connect %.0f ms%s, HTTP %d after %.0f ms", 1000 * t->name_s,
                1000 * t->connect_s, buf_str(&tls), probe->http_status, 1000 * t->answer_s);
    buf_done(&tls);
}

/* A host that is dead is wrong only where there is a key for it. */
static void put_answer(struct report *r, const struct provider *p, const struct probe *probe)
{
    enum secret_origin origin = secret_origin(&p->secret);
    char *host = provider_host(p);
    if (origin == SECRET_NONE)
        report_line(r, p->name, "%s, no key", host);
    else if (probe->failure)
        report_wrong(r, p->name, "%s, key from %s", host, secret_origin_name(origin));
    else
        report_line(r, p->name, "%s, key from %s", host, secret_origin_name(origin));
    if (probe->failure)
        report_line(r, "", "%s", probe->failure->message);
    else
        put_times(r, probe);
    free(host);
}

/* "app_id, region": what is needed and not set; appended. */
static void put_missing(struct buf *out, const struct provider *p)
{
    for (size_t i = 0; i < p->variable_count; i++)
        if (!p->variables[i].value && !p->variables[i].optional)
            buf_printf(out, "%s%s", out->len ? ", " : "", p->variables[i].name);
}

/* Why there is no host to ask; NULL: there is. Yours. */
static char *why_not(const struct provider *p, const char *url)
{
    struct failure *unusable = request_unusable(p);
    struct buf why = {0};
    if (unusable)
        buf_puts(&why, unusable->message);
    failure_free(unusable);
    if (why.len || *url)
        return why.len ? buf_take(&why) : NULL;
    put_missing(&why, p);
    char *sentence = xasprintf("not set: %s", buf_str(&why));
    buf_done(&why);
    return sentence;
}

struct round {
    const struct provider **asked;
    struct probe *probes;
    size_t count;
};

/* Takes the provider in, or writes its line. */
static void invite(struct report *r, struct round *round, const struct provider *p)
{
    char *url = provider_url(p), *why = why_not(p, url);
    if (!why) {
        round->asked[round->count] = p;
        round->probes[round->count++].url = url;
        return;
    }
    if (secret_origin(&p->secret) == SECRET_NONE)
        report_line(r, p->name, "%s; no key", why);
    else
        report_wrong(r, p->name, "%s", why);
    free(why);
    free(url);
}

static void ask_all(struct report *r, const struct round *round, const struct config *config)
{
    const struct transfers_settings settings = {
        .connect_timeout_s = config_number(config, OPT_connect_timeout_s),
        .timeout_s = config_number(config, OPT_connect_timeout_s),
        .connections = (int)round->count,
        .ca_file = config_text(config, OPT_ca_file),
    };
    struct err e;
    if (!probe_all(round->probes, round->count, &settings, &e)) {
        report_wrong(r, "", "%s", e.text);
        return;
    }
    for (size_t i = 0; i < round->count; i++)
        put_answer(r, round->asked[i], &round->probes[i]);
}

static void put_providers(struct report *r, const struct cli *cli)
{
    const struct provider_set *set = cli->settings.providers;
    struct round round = {
        .asked = xcalloc(set->count + 1, sizeof *round.asked),
        .probes = xcalloc(set->count + 1, sizeof *round.probes),
    };
    for (size_t i = 0; i < set->count; i++)
        if (set->list[i].enabled)
            invite(r, &round, &set->list[i]);
    ask_all(r, &round, cli->settings.config);
    for (size_t i = 0; i < round.count; i++) {
        failure_free(round.probes[i].failure);
        free(round.probes[i].url);
    }
    free(round.asked);
    free(round.probes);
}

int doctor_run(struct cli *cli, const struct cli_screen *screen)
{
    struct report r = {0};
    int code = 0;
    screen->check(cli->settings.config);
    check_config_named(cli->settings.config, cli->settings.providers);
    put_system(&r);
    screen->examine(&r, cli->settings.config);
    put_locale(&r);
    put_environment(&r);
    put_files(&r, cli);
    put_libraries(&r, screen);
    report_title(&r, "Providers");
    print_part(&r, &code);
    put_providers(&r, cli);
    print_part(&r, &code);
    buf_done(&r.text);
    return code == 0 && r.wrong ? 1 : code;
}
