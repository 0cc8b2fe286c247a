/* A key comes from the environment, else a command, else a file, else the configuration. */
#include "config/secret.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "config/file_text.h"
#include "config/key_command.h"
#include "config/key_env.h"
#include "config/paths.h"
#include "config/words.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_TO_OTHERS = 077, WRITABLE_BY_OTHERS = 022 };

static bool given(const char *s)
{
    return s && *s;
}

char *secret_env_name(const char *provider, const char *what)
{
    char *name = xasprintf("CALLBROWSER_%s_%s", provider, what);
    for (char *c = name; *c; c++) {
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
        else if (*c == '-')
            *c = '_';
    }
    return name;
}

static const char *environment_key(const struct secret_source *s)
{
    char *name = secret_env_name(s->provider, "api_key");
    const char *key = key_env_get(name);
    free(name);
    return key;
}

enum secret_origin secret_origin(const struct secret_source *s)
{
    if (environment_key(s))
        return SECRET_ENV;
    if (given(s->command))
        return SECRET_COMMAND;
    if (given(s->file))
        return SECRET_FILE;
    return given(s->inline_key) ? SECRET_CONFIG : SECRET_NONE;
}

const char *secret_origin_name(enum secret_origin origin)
{
    static const char *const names[] = {
        [SECRET_NONE] = "none", [SECRET_ENV] = "env",       [SECRET_COMMAND] = "command",
        [SECRET_FILE] = "file", [SECRET_CONFIG] = "config",
    };
    return names[origin];
}

bool secret_in_quotes(const char *text, size_t bytes)
{
    return bytes > 1 && strchr("\"'", text[0]) && text[bytes - 1] == text[0];
}

/* Why a key cannot have this byte, or NULL. */
static const char *byte_fault(char c)
{
    if (c == '\n' || c == '\r')
        return "contains a line end";
    if (c == ' ' || c == '\t')
        return "contains a blank";
    if ((unsigned char)c >= 0x80)
        return "contains a character that is not ASCII";
    return c < ' ' || c == 0x7f ? "contains a control character" : NULL;
}

static const char *key_fault(const char *key, size_t bytes)
{
    if (bytes == 0)
        return "is empty";
    if (bytes > SECRET_MAX_BYTES)
        return "is longer than 8192 bytes";
    if (secret_in_quotes(key, bytes))
        return "is in quotes, which are not part of it: leave them out";
    const char *fault = NULL;
    for (size_t i = 0; i < bytes && !fault; i++)
        fault = byte_fault(key[i]);
    return fault;
}

/* Copies the key if it can be sent. `where` names its source. */
static char *accept_key(const struct secret_source *s, const char *key, size_t bytes,
                        const char *where, struct err *e)
{
    const char *fault = key_fault(key, bytes);
    if (!fault)
        return xstrndup(key, bytes);
    err_set(e, "the key of '%s' %s (from %s)", s->provider, fault, where);
    return NULL;
}

static char *from_environment(const struct secret_source *s, struct err *e)
{
    const char *key = environment_key(s);
    char *name = secret_env_name(s->provider, "api_key");
    char *own = accept_key(s, key, strlen(key), name, e);
    free(name);
    return own;
}

static char *from_command(const struct secret_source *s, struct err *e)
{
    struct err why = {""};
    char *line = key_command_line(s->command, SECRET_COMMAND_TIMEOUT_S * 1000, &why);
    if (!line) {
        err_set(e, "no key for '%s': %s", s->provider, why.text);
        return NULL;
    }
    char *key = accept_key(s, line, strlen(line), "api_key_command", e);
    free_secret(line);
    return key;
}

/* Quotes a path for a shell. The caller frees it. */
static char *shell_word(const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "/._-+,:@%";
    if (*path && path[strspn(path, plain)] == '\0')
        return xstrdup(path);
    struct buf word = {0};
    buf_putc(&word, '\'');
    for (const char *c = path; *c; c++) {
        if (*c == '\'')
            buf_puts(&word, "'\\''");
        else
            buf_putc(&word, *c);
    }
    buf_putc(&word, '\'');
    return buf_take(&word);
}

/* Only its owner may have access to a file that contains a key. */
static bool is_private(const struct secret_source *s, const char *path, unsigned mode,
                       struct err *e)
{
    if ((mode & OPEN_TO_OTHERS) == 0)
        return true;
    char *word = shell_word(path);
    err_set(e, "the key of '%s' is in a file that others can access: run chmod 600 %s", s->provider,
            word);
    free(word);
    return false;
}

/* The name of this user, or else the number; the caller frees it. */
static char *user_name(void)
{
    const struct passwd *user = getpwuid(geteuid());
    return user ? xstrdup(user->pw_name) : xasprintf("%ld", (long)geteuid());
}

/* Whoever can write the configuration decides where a key is sent, wherever it comes from. */
static bool settings_are_own(const struct secret_source *s, struct err *e)
{
    struct stat st;
    if (!s->settings_file || stat(s->settings_file, &st) < 0 || !S_ISREG(st.st_mode))
        return true;
    bool foreign = st.st_uid != geteuid() && st.st_uid != 0;
    if (!foreign && (st.st_mode & WRITABLE_BY_OTHERS) == 0)
        return true;
    char *word = shell_word(s->settings_file), *user = user_name();
    if (foreign)
        err_set(e,
                "the key of '%s' is not used: the configuration, which says where it is sent, "
                "belongs to another user: run chown %s %s",
                s->provider, user, word);
    else
        err_set(e,
                "the key of '%s' is not used: others can write the configuration, which says where "
                "it is sent: run chmod go-w %s",
                s->provider, word);
    free(user);
    free(word);
    return false;
}

static char *from_file(const struct secret_source *s, struct err *e)
{
    char *path = paths_expand(s->file), *key = NULL;
    struct file_text f = {0};
    struct err why = {""};
    if (!file_text_read(&f, path, SECRET_MAX_BYTES + 1, 0, &why)) {
        /* not its name: somebody may have written the key itself there */
        err_set(e, "no key for '%s': cannot read the file of api_key_file: %s", s->provider,
                err_reason(&why));
    } else if (is_private(s, path, f.mode, e)) {
        size_t bytes = f.bytes;
        if (bytes > 0 && f.data[bytes - 1] == '\n')
            bytes--;
        key = accept_key(s, f.data, bytes, path, e);
    }
    file_text_done(&f);
    free(path);
    return key;
}

/* The mode is checked when the key is used, which may be long after the file was read. A
 * configuration from a pipe has no mode to check. */
static char *from_config(const struct secret_source *s, struct err *e)
{
    struct stat st = {0};
    if (s->config_file && stat(s->config_file, &st) < 0) {
        err_set(e, "no key for '%s': cannot read '%s': %s", s->provider, s->config_file,
                strerror(errno));
        return NULL;
    }
    if (S_ISREG(st.st_mode) && !is_private(s, s->config_file, st.st_mode, e))
        return NULL;
    if (!settings_are_own(s, e))
        return NULL;
    return accept_key(s, s->inline_key, strlen(s->inline_key), "api_key", e);
}

static char *no_key(const struct secret_source *s, struct err *e)
{
    char *name = secret_env_name(s->provider, "api_key");
    err_set(e,
            "no key for '%s': neither %s nor api_key_command, api_key_file or api_key in "
            "[provider %s] is set",
            s->provider, name, s->provider);
    free(name);
    return NULL;
}

char *secret_get(const struct secret_source *s, struct err *e)
{
    enum secret_origin origin = secret_origin(s);
    bool elsewhere = origin != SECRET_NONE && origin != SECRET_CONFIG;
    if (elsewhere && !settings_are_own(s, e))
        return NULL;
    switch (origin) {
    case SECRET_ENV:
        return from_environment(s, e);
    case SECRET_COMMAND:
        return from_command(s, e);
    case SECRET_FILE:
        return from_file(s, e);
    case SECRET_CONFIG:
        return from_config(s, e);
    case SECRET_NONE:
        break;
    }
    return no_key(s, e);
}

bool secret_check(const struct secret_source *s, struct err *e)
{
    if (secret_origin(s) == SECRET_COMMAND) {
        if (!settings_are_own(s, e))
            return false;
        char **words = words_split(s->command, NULL, 0, e);
        bool usable = words != NULL;
        words_free(words);
        return usable;
    }
    char *key = secret_get(s, e);
    free_secret(key);
    return key != NULL;
}
