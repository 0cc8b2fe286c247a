/* Each section of the report has its function. Nothing in the report is secret: of a variable that
 * may hold a password it shows only the name, of a key only its source. */
#include "cli/doctor.h"

#include "base/alloc.h"
#include "call/pattern.h"
#include "cli/args.h"
#include "cli/check_config.h"
#include "cli/kept_report.h"
#include "cli/output.h"
#include "config/history.h"
#include "config/paths.h"
#include "config/problems.h"
#include "fetch/curl_build.h"
#include "fetch/probe.h"
#include "keep/gzip.h"
#include "provider/json.h"
#include "provider/provider.h"
#include "provider/request.h"
#include "text/grapheme.h"
#include "text/locale.h"

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

/* The locale that the screen would use. The current locale is restored. */
static void put_locale(struct report *r)
{
    const char *name, *value = locale_name(&name);
    char *before = xstrdup(setlocale(LC_CTYPE, NULL));
    bool known = locale_set(LC_CTYPE);
    const char *codeset = nl_langinfo(CODESET);
    if (!value)
        report_line(r, "Locale", "not set (LANG)");
    else if (known)
        report_line(r, "Locale", "%s (%s)", value, name);
    else
        report_problem(r, "Locale", "unknown locale '%s' (%s)", value, name);
    if (strcmp(codeset, "UTF-8") == 0)
        report_line(r, "Encoding", "UTF-8");
    else
        report_line(r, "Encoding", "%s: frames are ASCII, other characters appear as '?'", codeset);
    setlocale(LC_CTYPE, before);
    free(before);
}

static void put_environment(struct report *r)
{
    static const char *const names[] = {"CALLBROWSER_CONFIG",
                                        "XDG_CONFIG_HOME",
                                        "XDG_DATA_HOME",
                                        "XDG_STATE_HOME",
                                        "NO_COLOR",
                                        "COLORFGBG",
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
                                        "CURL_CA_BUNDLE",
                                        "SSL_CERT_FILE",
                                        "SSL_CERT_DIR",
                                        "TMPDIR",
                                        "PIPEWIRE_REMOTE",
                                        "PULSE_SERVER"};
    struct buf set = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (getenv(names[i]))
            buf_printf(&set, "%s%s", set.len ? ", " : "", names[i]);
    report_line(r, "Variables", "%s", set.len ? set.data : "none of interest");
    buf_done(&set);
}

static void put_config_file(struct report *r, const struct config *config, const char *label,
                            const char *path)
{
    if (config->has_file && strcmp(config->doc.file, path) == 0)
        report_line(r, label, "%s: used", path);
    else if (access(path, F_OK) == 0)
        report_line(r, label, "%s: exists, not used", path);
    else
        report_line(r, label, "%s: %s", path, errno == ENOENT ? "not found" : strerror(errno));
}

static void put_history(struct report *r)
{
    struct history h = {0};
    struct err e;
    char *path = history_path();
    if (!path)
        report_problem(r, "History", "not kept: there is no home directory");
    else if (!history_read(&h, path, HISTORY_MAX_LINES, &e))
        report_problem(r, "History", "%s", e.text);
    else
        report_line(r, "History", "%s: %zu call%s", path, h.count, h.count == 1 ? "" : "s");
    history_done(&h);
    free(path);
}

static void put_files(struct report *r, const struct config *config, const char *path,
                      const char *error)
{
    char **places = paths_of_config();
    report_title(r, "Files");
    if (path)
        put_config_file(r, config, "Configuration", path);
    for (size_t i = 0; places[i]; i++) {
        if (!path)
            put_config_file(r, config, i ? "" : "Configuration", places[i]);
        free(places[i]);
    }
    free(places);
    if (error)
        report_problem(r, "", "%s", error);
    for (size_t i = 0; i < config->problems.count; i++) {
        char *text = problems_text(&config->problems.list[i]);
        report_problem(r, "", "%s", text);
        free(text);
    }
    put_history(r);
    kept_report_put(r, config);
}

static void put_libraries(struct report *r)
{
    struct buf features = {0};
    report_title(r, "Libraries");
    report_library(r, "libcurl", curl_build_version);
    curl_build_features(&features);
    report_line(r, "", "%s", buf_str(&features));
    report_library(r, "cJSON", json_version);
    report_library(r, "PCRE2", pattern_version);
    report_library(r, "libunistring", grapheme_version);
    report_library(r, "zlib", gzip_version);
    report_line(r, "libinih", "version unknown");
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

/* An unreachable host is a problem only if there is a key for it. */
static void put_answer(struct report *r, const struct probe *probe)
{
    const struct provider *p = probe->provider;
    enum secret_origin origin = secret_origin(&p->secret);
    char *host = provider_host(p);
    if (origin == SECRET_NONE)
        report_line(r, p->name, "%s, no key", host);
    else if (probe->failure)
        report_problem(r, p->name, "%s, key from %s", host, secret_origin_name(origin));
    else
        report_line(r, p->name, "%s, key from %s", host, secret_origin_name(origin));
    if (probe->failure)
        report_line(r, "", "%s", probe->failure->message);
    else
        put_times(r, probe);
    if (probe->failure && probe->failure->hint)
        report_line(r, "", "%s", probe->failure->hint);
    free(host);
}

/* Why no host can be probed; the caller frees it. NULL if one can. */
static char *why_not_probed(const struct provider *p, const char *url)
{
    struct failure *unusable = request_unusable(p);
    struct buf why = {0};
    if (unusable)
        buf_puts(&why, unusable->message);
    failure_free(unusable);
    if (why.len || *url)
        return why.len ? buf_take(&why) : NULL;
    for (size_t i = 0; i < p->variable_count; i++)
        if (!p->variables[i].value && !p->variables[i].optional)
            buf_printf(&why, "%s%s", why.len ? ", " : "not set: ", p->variables[i].name);
    return buf_take(&why);
}

struct probes {
    struct probe *list;
    size_t count;
};

/* Adds the provider's probe, or reports why there is none. */
static void add_probe(struct report *r, struct probes *all, const struct provider *p)
{
    char *url = provider_url(p), *why = why_not_probed(p, url);
    if (!why) {
        all->list[all->count++] = (struct probe){.provider = p, .url = url};
        return;
    }
    if (secret_origin(&p->secret) == SECRET_NONE)
        report_line(r, p->name, "%s; no key", why);
    else
        report_problem(r, p->name, "%s", why);
    free(why);
    free(url);
}

static void run_probes(struct report *r, const struct probes *all, const struct config *config)
{
    const struct fetch_settings settings = {
        .connect_timeout_s = config_number(config, OPT_connect_timeout_s),
        .timeout_s = config_number(config, OPT_connect_timeout_s),
        .jobs = (int)all->count,
        .ca_file = config_text(config, OPT_ca_file),
    };
    struct err e;
    if (!probe_all(all->list, all->count, &settings, &e)) {
        report_problem(r, "", "%s", e.text);
        return;
    }
    for (size_t i = 0; i < all->count; i++)
        put_answer(r, &all->list[i]);
}

static void put_providers(struct report *r, const struct settings *settings)
{
    const struct provider_set *set = settings->providers;
    struct probes all = {.list = xcalloc(set->count + 1, sizeof *all.list)};
    for (size_t i = 0; i < set->count; i++)
        if (set->list[i].enabled)
            add_probe(r, &all, &set->list[i]);
    run_probes(r, &all, settings->config);
    for (size_t i = 0; i < all.count; i++) {
        failure_free(all.list[i].failure);
        free(all.list[i].url);
    }
    free(all.list);
}

int doctor_run(const struct settings *settings, const char *path, const char *error,
               doctor_examiner *terminal)
{
    struct report r = {0};
    int code = 0;
    check_config_screen(settings->config);
    check_config_named(settings->config, settings->providers);
    put_system(&r);
    terminal(&r, settings->config);
    put_locale(&r);
    put_environment(&r);
    put_files(&r, settings->config, path, error);
    put_libraries(&r);
    report_title(&r, "Providers");
    print_part(&r, &code);
    put_providers(&r, settings);
    print_part(&r, &code);
    buf_done(&r.text);
    return code == 0 && r.problem_count ? 1 : code;
}
