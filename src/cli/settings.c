#include "cli/settings.h"

#include "cli/saved_query.h"
#include "config/file_text.h"
#include "config/paths.h"
#include "keep/kept_folder.h"
#include "print/note.h"
#include "print/print.h"
#include "text/clean.h"
#include "theme/theme.h"

#include <stdlib.h>

enum { MIB = 1024 * 1024 };

/* The caller frees it; NULL, with e set, if the template cannot be used. */
static char *read_note(const char *option, struct err *e)
{
    struct file_text f = {0};
    char *path = paths_expand(option), *text = NULL;
    if (file_text_read(&f, path, NOTE_TEMPLATE_MAX_BYTES, 0, e)) {
        text = clean_dup(f.data, CLEAN_LINES);
        file_text_done(&f);
    }
    free(path);
    if (text && note_check(text, e))
        return text;
    free(text);
    return NULL;
}

static void load_note(struct settings *s)
{
    struct config *c = s->config;
    struct err e = {""};
    const char *option = config_text(c, OPT_note_template);
    if (!*option)
        return;
    s->note = read_note(option, &e);
    if (!s->note)
        problems_add(&c->problems, c->values[OPT_note_template].file,
                     c->values[OPT_note_template].line, NULL, "note_template: %s", e.text);
}

bool settings_load(struct settings *s, const char *path, const char *theme, struct err *e)
{
    struct settings made = {.config = config_load(path, e)};
    if (!made.config)
        return false;
    if (theme && !config_set(made.config, OPT_theme, theme, "--theme", e)) {
        config_free(made.config);
        return false;
    }
    load_note(&made);
    made.providers = provider_set_new(made.config);
    saved_query_check(made.config, made.providers);
    *s = made;
    return true;
}

bool settings_check_theme(struct config *config, struct problems *rows)
{
    const char *file = config->values[OPT_theme].file;
    int line = config->values[OPT_theme].line;
    struct theme theme;
    struct err e;
    if (!file) /* the default, which is compiled in */
        return true;
    if (theme_load(&theme, config_text(config, OPT_theme), 256, rows, &e))
        return true;
    problems_add(&config->problems, file, line, NULL, "%s", e.text);
    if (line > 0)
        config_set(config, OPT_theme, options[OPT_theme].def, NULL, NULL);
    return false;
}

void settings_done(struct settings *s)
{
    provider_set_free(s->providers);
    config_free(s->config);
    free(s->note);
    *s = (struct settings){0};
}

size_t settings_max_bytes(const struct config *config)
{
    return (size_t)config_number(config, OPT_max_response_mb) * MIB;
}

struct kept_limits settings_kept_limits(const struct config *config)
{
    bool keeps = config_number(config, OPT_archive) != FETCH_ARCHIVE_NO;
    return (struct kept_limits){.days = config_number(config, OPT_archive_days),
                                .mb = keeps ? config_number(config, OPT_archive_mb) : 0};
}

struct fetcher *settings_begin_fetcher(const struct config *config, int jobs, bool offline,
                                       struct err *e)
{
    char *downloads = paths_expand(config_text(config, OPT_download_dir));
    char *kept = kept_folder_default();
    const struct kept_limits limits = settings_kept_limits(config);
    struct fetch_settings settings = {
        .jobs = jobs,
        .offline = offline,
        .sweep_dir = downloads,
        .connect_timeout_s = config_number(config, OPT_connect_timeout_s),
        .timeout_s = config_number(config, OPT_timeout_s),
        .max_response_mb = config_number(config, OPT_max_response_mb),
        .ca_file = config_text(config, OPT_ca_file),
        .kept = {.dir = kept,
                 .days = limits.days,
                 .mb = config_number(config, OPT_archive_mb),
                 .start_mb = limits.mb,
                 .print = print_json},
    };
    struct fetcher *f = fetch_begin(&settings, e);
    free(downloads);
    free(kept);
    return f;
}

struct fetcher *settings_start_fetcher(const struct config *config, int jobs, struct err *e)
{
    struct fetcher *f = settings_begin_fetcher(config, jobs, false, e);
    if (!f || fetch_await(f, e))
        return f;
    fetch_free(f);
    return NULL;
}
