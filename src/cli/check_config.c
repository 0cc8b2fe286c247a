/* Each check adds its problem at the line that sets the value. */
#include "cli/check_config.h"

#include "base/err.h"
#include "cli/settings.h"
#include "config/file_text.h"
#include "config/program.h"
#include "config/secret.h"
#include "config/words.h"
#include "keys/keymap.h"

#include <stdlib.h>
#include <string.h>

#define PROBLEM(config, id, ...)                                                                   \
    problems_add(&(config)->problems, (config)->values[id].file, (config)->values[id].line, NULL,  \
                 __VA_ARGS__)

/* Returns false, with e set, if the command cannot be started. */
static bool can_start(const char *command, struct err *e)
{
    char **words = words_split(command, NULL, 0, e);
    if (!words)
        return false;
    char *path = program_find(words[0]);
    if (!path)
        err_set(e, "program '%s' not found", words[0]);
    bool found = path != NULL;
    free(path);
    words_free(words);
    return found;
}

/* A key from the environment has no line, so the problem names its variable. A command that cannot
 * be used is not quoted: it may be the key itself. */
static void check_key(struct config *config, const struct provider *p)
{
    const struct secret_source *s = &p->secret;
    enum secret_origin origin = secret_origin(s);
    struct err e;
    if (!provider_has_key(p))
        return;
    bool can_run = origin != SECRET_COMMAND || can_start(s->command, &e);
    if (can_run && secret_check(s, &e))
        return;
    char *variable = secret_env_name(p->name, "api_key");
    bool in_file = origin != SECRET_ENV;
    const char *why = *err_reason(&e) ? err_reason(&e) : "its program was not found";
    problems_add(&config->problems, in_file ? s->config_file : variable,
                 in_file ? s->config_line : 0, NULL, "%s%s",
                 can_run ? "" : "api_key_command: ", can_run ? e.text : why);
    free(variable);
}

/* The default commands may be missing: they are for a desktop. */
static void check_command(struct config *config, enum option_id id)
{
    struct err e;
    const char *command = config_text(config, id);
    if (strcmp(command, options[id].def) != 0 && *command && !can_start(command, &e))
        PROBLEM(config, id, "%s: %s", options[id].name, e.text);
}

static void check_provider(struct config *config, const struct provider_set *providers)
{
    struct err e;
    const char *name = config_text(config, OPT_provider);
    if (strcmp(name, "auto") == 0 || provider_find(providers, name))
        return;
    provider_unknown(providers, name, &e);
    PROBLEM(config, OPT_provider, "%s", e.text);
}

/* The labels that OpenSSL accepts; RFC 7468 has the first one. */
static bool has_certificate(const char *text)
{
    return strstr(text, "-----BEGIN CERTIFICATE-----") ||
           strstr(text, "-----BEGIN X509 CERTIFICATE-----") ||
           strstr(text, "-----BEGIN TRUSTED CERTIFICATE-----");
}

static void check_ca_file(struct config *config)
{
    const char *path = config_text(config, OPT_ca_file);
    struct file_text f = {0};
    struct err e;
    if (!*path)
        return;
    if (!file_text_read(&f, path, CA_FILE_MAX_BYTES, 0, &e))
        PROBLEM(config, OPT_ca_file, "%s", e.text);
    else if (!has_certificate(f.data))
        PROBLEM(config, OPT_ca_file, "ca_file: '%s' has no certificate in PEM format", path);
    file_text_done(&f);
}

void check_config_screen(struct config *config)
{
    keymap_free(keymap_new(&config->doc, &config->problems));
    settings_check_theme(config, &config->problems);
}

void check_config_named(struct config *config, const struct provider_set *providers)
{
    check_command(config, OPT_open_command);
    check_command(config, OPT_play_command);
    check_command(config, OPT_copy_command);
    check_provider(config, providers);
    check_ca_file(config);
    for (size_t i = 0; i < providers->count; i++)
        check_key(config, &providers->list[i]);
    problems_sort(&config->problems);
}
