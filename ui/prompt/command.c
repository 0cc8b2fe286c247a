/* Parses and completes commands. */
#include "ui/prompt/command.h"

#include "base/alloc.h"
#include "config/option.h"
#include "text/time.h"
#include "theme/theme.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT_MAX = 999999999, THEME_NAME_BYTES = 64, NAMES = ACTION_COUNT + COMMAND_WORDS };

const struct command_row command_words[COMMAND_WORDS] = {
#define COMMAND(member, name, follows, sentence, handler, fill) {name, follows, sentence},
#include "ui/prompt/command.def"
#undef COMMAND
};

/* The word with this name, or COMMAND_WORDS. */
static int find_word(const char *name)
{
    int i = 0;
    while (i < COMMAND_WORDS && strcmp(command_words[i].name, name) != 0)
        i++;
    return i;
}

/* A word with the name of an action takes its place. */
static bool is_command(int action)
{
    return actions[action].context == KEYS_MAIN && find_word(actions[action].name) == COMMAND_WORDS;
}

/* A count is written with digits only, and is at least 1. */
static bool read_count(const char *s, long *count)
{
    long sum = 0;
    const char *c = s;
    for (; *c >= '0' && *c <= '9'; c++)
        sum = sum < COUNT_MAX / 10 ? 10 * sum + (*c - '0') : COUNT_MAX;
    *count = sum;
    return c > s && *c == '\0' && sum > 0;
}

/* "1:23", "1:02:03", "83s", "1.5s" */
static bool read_moment(const char *s, double *seconds)
{
    size_t n = strlen(s), number = strspn(s, "0123456789.");
    if (n < 2 || *s < '0' || *s > '9')
        return false;
    if (number + 1 == n && s[number] == 's') {
        char *end;
        *seconds = strtod(s, &end);
        return end == s + number && isfinite(*seconds);
    }
    return strchr(s, ':') && time_parse_hms(s, seconds);
}

static bool unknown(const char *name, struct err *e)
{
    const char *names[NAMES + 1] = {0};
    size_t n = 0;
    for (int i = 0; i < ACTION_COUNT; i++)
        if (is_command(i))
            names[n++] = actions[i].name;
    for (int i = 0; i < COMMAND_WORDS; i++)
        names[n++] = command_words[i].name;
    const char *near = problems_nearest_name(name, names);
    if (*name >= '0' && *name <= '9')
        return err_set(e, "'%s' is neither a turn (12) nor a time (1:23, 83s)", name);
    if (near)
        return err_set(e, "unknown command '%s' (did you mean '%s'?)", name, near);
    return err_set(e, "unknown command '%s' (Tab lists the commands)", name);
}

static bool read_named(struct command *out, const char *name, const char *rest, struct err *e)
{
    int word = find_word(name), a = 0;
    long count = 0;
    if (word < COMMAND_WORDS) {
        *out = (struct command){.kind = COMMAND_WORD, .word = (enum command_word)word};
        return true;
    }
    while (a < ACTION_COUNT && !(is_command(a) && strcmp(actions[a].name, name) == 0))
        a++;
    if (a == ACTION_COUNT)
        return unknown(name, e);
    if (*rest && !read_count(rest, &count))
        return err_set(e, "'%s' takes a count, not '%s'", name, rest);
    *out = (struct command){.kind = COMMAND_ACTION, .action = (enum action)a, .count = count};
    return true;
}

static const char *skip_blanks(const char *s)
{
    return s + strspn(s, " ");
}

bool command_parse(struct command *out, const char *text, struct err *e)
{
    const char *line = skip_blanks(text);
    struct command made = {.kind = COMMAND_NOTHING};
    bool ok = true;
    size_t n = strcspn(line, " ");
    char *name = xstrndup(line, n);
    const char *rest = skip_blanks(line + n);
    if (read_count(line, &made.count))
        made.kind = COMMAND_TURN;
    else if (read_moment(line, &made.seconds))
        made.kind = COMMAND_MOMENT;
    else if (*line)
        ok = read_named(&made, name, rest, e);
    made.rest = rest;
    if (ok)
        *out = made;
    free(name);
    return ok;
}

static void offer_themes(struct completion *c, const char *typed)
{
    char name[THEME_NAME_BYTES];
    for (size_t i = 0; theme_name(i, name, sizeof name); i++) {
        struct buf what = {0};
        theme_about(name, &what);
        completion_offer(c, name, buf_str(&what), typed);
        buf_done(&what);
    }
}

static void offer_choices(struct completion *c, const char *choices, const char *def,
                          const char *typed)
{
    for (const char *at = choices; *at;) {
        size_t n = strcspn(at, ",");
        char *word = xstrndup(at, n);
        completion_offer(c, word, strcmp(word, def) == 0 ? "the default" : NULL, typed);
        free(word);
        at += n + (at[n] == ',');
    }
}

static void offer_values(struct completion *c, enum option_id id, const char *typed)
{
    const struct option *o = &options[id];
    if (id == OPT_theme)
        offer_themes(c, typed);
    else if (o->type == OPTION_CHOICE)
        offer_choices(c, o->unit, o->def, typed);
    else if (o->type == OPTION_BOOL)
        offer_choices(c, "yes,no", o->def, typed);
    else if (*o->def)
        completion_offer(c, o->def, "the default", typed);
}

/* Completes an option, and its value after the option. */
void command_fill_set(struct completion *c, const char *rest, const void *owner)
{
    (void)owner;
    size_t n = strcspn(rest, " ");
    if (!rest[n]) {
        for (int i = 0; i < OPTION_COUNT; i++)
            completion_offer(c, options[i].name, options[i].sentence, rest);
        return;
    }
    char *name = xstrndup(rest, n);
    enum option_id id = option_find(name);
    const char *value = skip_blanks(rest + n);
    c->begin = (size_t)(value - rest);
    if (id < OPTION_COUNT)
        offer_values(c, id, value);
    free(name);
}

void command_fill_theme(struct completion *c, const char *rest, const void *owner)
{
    (void)owner;
    offer_themes(c, rest);
}

void command_fill_nothing(struct completion *c, const char *rest, const void *owner)
{
    (void)c, (void)rest, (void)owner;
}

void command_fill(struct completion *c, const char *text, const void *arg)
{
    const struct command_fillers *fillers = arg;
    const char *name = skip_blanks(text);
    size_t n = strcspn(name, " ");
    const char *rest = skip_blanks(name + n);
    if (!name[n]) {
        for (int i = 0; i < COMMAND_WORDS; i++)
            completion_offer(c, command_words[i].name, command_words[i].sentence, name);
        for (int i = 0; i < ACTION_COUNT; i++)
            if (is_command(i))
                completion_offer(c, actions[i].name, actions[i].sentence, name);
        c->begin = (size_t)(name - text);
        return;
    }
    for (int i = 0; i < COMMAND_WORDS; i++)
        if (strlen(command_words[i].name) == n && strncmp(command_words[i].name, name, n) == 0)
            fillers->of[i](c, rest, fillers->owner);
    c->begin += (size_t)(rest - text);
}
