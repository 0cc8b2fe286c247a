#include "config/words.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct splitter {
    const char *at;
    const struct word_value *values;
    size_t value_count;
    struct buf word;
    bool in_word; /* true also for an empty word: '' is one */
    char **words;
    size_t count;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static void end_word(struct splitter *s)
{
    if (!s->in_word)
        return;
    s->words = xreallocarray(s->words, s->count + 2, sizeof *s->words);
    s->words[s->count++] = buf_take(&s->word);
    s->words[s->count] = NULL;
    s->in_word = false;
}

/* Adds one character, or the value of a {name}. */
static void add_char(struct splitter *s)
{
    for (size_t i = 0; *s->at == '{' && i < s->value_count; i++) {
        size_t n = strlen(s->values[i].name);
        if (strncmp(s->at + 1, s->values[i].name, n) == 0 && s->at[1 + n] == '}') {
            buf_puts(&s->word, s->values[i].value);
            s->at += n + 2;
            return;
        }
    }
    buf_putc(&s->word, *s->at++);
}

/* In double quotes a backslash quotes only these characters (POSIX, 2.2.3). */
static bool add_quoted(struct splitter *s, struct err *e)
{
    char quote = *s->at++;
    while (*s->at && *s->at != quote) {
        if (quote == '"' && *s->at == '\\' && s->at[1] && strchr("\"\\$`", s->at[1])) {
            buf_putc(&s->word, s->at[1]);
            s->at += 2;
        } else {
            add_char(s);
        }
    }
    if (!*s->at)
        return err_set(e, "a %s quote is not closed", quote == '"' ? "double" : "single");
    s->at++;
    return true;
}

static bool add_part(struct splitter *s, struct err *e)
{
    s->in_word = true;
    if (*s->at == '\'' || *s->at == '"')
        return add_quoted(s, e);
    if (*s->at != '\\') {
        add_char(s);
        return true;
    }
    if (!s->at[1])
        return err_set(e, "it ends with a backslash");
    buf_putc(&s->word, s->at[1]);
    s->at += 2;
    return true;
}

static bool split(struct splitter *s, struct err *e)
{
    while (*s->at) {
        if (is_blank(*s->at)) {
            end_word(s);
            s->at++;
        } else if (!add_part(s, e)) {
            return false;
        }
    }
    end_word(s);
    return s->count > 0 ? true : err_set(e, "it is empty");
}

char **words_split(const char *command, const struct word_value *values, size_t count,
                   struct err *e)
{
    struct splitter s = {.at = command, .values = values, .value_count = count};
    struct err why = {""};
    bool ok = split(&s, &why);
    buf_done(&s.word);
    if (ok)
        return s.words;
    words_free(s.words);
    err_set(e, "cannot use the command '%s': %s", command, why.text);
    return NULL;
}

void words_free(char **words)
{
    for (size_t i = 0; words && words[i]; i++)
        free(words[i]);
    free(words);
}
