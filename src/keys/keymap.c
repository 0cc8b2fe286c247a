/* A keymap is one list of bindings, the user's first, that does not change once it is made; labels
 * are made when they are first asked for. UI thread. */
#include "keys/keymap.h"

#include "base/alloc.h"
#include "keys/key.h"

#include <stdlib.h>
#include <string.h>

enum { COUNT_MAX = 999999999 };

enum {
#define GROUP(member, context, title) CONTEXT_OF_##member = KEYS_##context,
#include "keys/action.def"
};

const char *const action_group_titles[GROUP_COUNT] = {
#define GROUP(member, context, title) title,
#include "keys/action.def"
};

const struct action_row actions[ACTION_COUNT] = {
#define ACTION(member, name, keys, group, sentence, hint, handler)                                 \
    {name, keys, sentence, hint, GROUP_##group, (enum key_context)CONTEXT_OF_##group},
#include "keys/action.def"
};

bool keymap_begins_group(int action)
{
    return action == 0 || actions[action - 1].group != actions[action].group;
}

struct binding {
    enum action action;
    int keys[KEY_SEQUENCE_MAX];
    int count;
    int line; /* in the user's file; 0: this is a default */
};

struct keymap {
    struct binding *list;
    size_t count;
    char *file;                 /* the user's; NULL without [keys] */
    int lines[ACTION_COUNT];    /* of the file, one for each action that it sets, else 0 */
    char *labels[ACTION_COUNT]; /* NULL: not yet made */
    struct problems *problems;
};

#define COMPLAIN(k, line, ...)                                                                     \
    problems_add((k)->problems, (k)->file ? (k)->file : "", line, NULL, __VA_ARGS__)

static bool same_context(enum action a, enum action b)
{
    return actions[a].context == actions[b].context;
}

/* Returns true if the first `count` keys of b are these. */
static bool begins_with(const struct binding *b, const int *keys, int count)
{
    return b->count >= count && memcmp(b->keys, keys, (size_t)count * sizeof *keys) == 0;
}

/* `put` is key_put_name or key_put_label. */
static void put_sequence(struct buf *out, const struct binding *b,
                         void (*put)(struct buf *out, int key))
{
    for (int i = 0; i < b->count; i++)
        put(out, b->keys[i]);
}

/* Reports two actions on one key; the one that is bound already stays. */
static void complain_bound(struct keymap *k, const struct binding *there, const struct binding *b)
{
    struct buf keys = {0};
    put_sequence(&keys, b, key_put_name);
    const char *first = actions[there->action].name, *second = actions[b->action].name;
    if (b->line)
        COMPLAIN(k, b->line, "'%s' is already bound to '%s' (%s:%d), not to '%s'", buf_str(&keys),
                 first, k->file, there->line, second);
    else
        COMPLAIN(k, there->line, "'%s' is bound to '%s', no longer to '%s'", buf_str(&keys), first,
                 second);
    buf_done(&keys);
}

/* Without lines of the user's nothing is looked for: the defaults share no key. */
static void bind(struct keymap *k, const struct binding *b)
{
    for (size_t i = 0; k->file && i < k->count; i++) {
        const struct binding *there = &k->list[i];
        if (there->keys[0] != b->keys[0] || there->count != b->count ||
            !same_context(there->action, b->action) || !begins_with(there, b->keys, b->count))
            continue;
        if (there->action != b->action)
            complain_bound(k, there, b);
        return;
    }
    k->list = xgrow(k->list, k->count, sizeof *k->list);
    k->list[k->count++] = *b;
}

static void complain_key(struct keymap *k, int line, enum action a, const char *s, size_t bytes)
{
    char *key = xstrndup(s, bytes);
    const char *near = key_nearest(key);
    COMPLAIN(k, line,
             near ? "unknown key '%s' for '%s' (did you mean '%s'?)" : "unknown key '%s' for '%s'",
             key, actions[a].name, near);
    free(key);
}

/* Reads one alternative, such as "yu". */
static bool parse_sequence(struct keymap *k, struct binding *b, const char *s, size_t n)
{
    char *word = xstrndup(s, n);
    bool ok = true;
    b->count = 0;
    for (size_t at = 0, bytes; at < n && ok; at += bytes) {
        int key = key_parse(word + at, &bytes);
        ok = key != K_NONE && b->count < KEY_SEQUENCE_MAX;
        if (ok)
            b->keys[b->count++] = key;
        else if (key == K_NONE)
            complain_key(k, b->line, b->action, word + at, bytes);
        else
            COMPLAIN(k, b->line, "a sequence of keys is longer than %d", KEY_SEQUENCE_MAX);
    }
    free(word);
    return ok;
}

/* Binds each alternative and returns how many of them could be read. */
static int bind_words(struct keymap *k, enum action a, const char *words, int line)
{
    int good = 0;
    for (const char *s = words + strspn(words, " \t"); *s; s += strspn(s, " \t")) {
        size_t n = strcspn(s, " \t");
        struct binding b = {.action = a, .line = line};
        if (parse_sequence(k, &b, s, n)) {
            bind(k, &b);
            good++;
        }
        s += n;
    }
    return good;
}

static void complain_action(struct keymap *k, const struct ini_entry *entry)
{
    const char *names[ACTION_COUNT + 1] = {0};
    for (int i = 0; i < ACTION_COUNT; i++)
        names[i] = actions[i].name;
    const char *near = problems_nearest_name(entry->name, names);
    COMPLAIN(k, entry->line,
             near ? "unknown action '%s' (did you mean '%s'?)" : "unknown action '%s'", entry->name,
             near);
}

/* Reads one line of [keys]. An action keeps its defaults when nothing in the line is usable. */
static void read_entry(struct keymap *k, const struct ini_entry *entry)
{
    int a = 0;
    bool is_set = false;
    if (!k->file)
        k->file = xstrdup(entry->file);
    while (a < ACTION_COUNT && strcmp(actions[a].name, entry->name) != 0)
        a++;
    if (a == ACTION_COUNT) {
        complain_action(k, entry);
        return;
    }
    if (!*entry->value)
        COMPLAIN(k, entry->line, "no key given; 'none' unbinds the action");
    else if (strcmp(entry->value, "none") == 0)
        is_set = true;
    else
        is_set = bind_words(k, (enum action)a, entry->value, entry->line) > 0;
    k->lines[a] = is_set ? entry->line : 0;
}

static void complain_hidden(struct keymap *k, const struct binding *shorter,
                            const struct binding *longer)
{
    struct buf a = {0}, b = {0};
    put_sequence(&a, shorter, key_put_name);
    put_sequence(&b, longer, key_put_name);
    COMPLAIN(k, longer->line ? longer->line : shorter->line,
             "'%s' (%s) cannot be reached: it begins with '%s' (%s)", buf_str(&b),
             actions[longer->action].name, buf_str(&a), actions[shorter->action].name);
    buf_done(&a);
    buf_done(&b);
}

static void check_hidden(struct keymap *k)
{
    for (size_t i = 0; i < k->count; i++)
        for (size_t j = 0; j < k->count; j++) {
            const struct binding *a = &k->list[i], *b = &k->list[j];
            if (a->count < b->count && same_context(a->action, b->action) &&
                begins_with(b, a->keys, a->count))
                complain_hidden(k, a, b);
        }
}

/* The index of the next binding of an action, from i on; k->count after the last one. */
static size_t next_of(const struct keymap *k, enum action a, size_t i)
{
    while (i < k->count && k->list[i].action != a)
        i++;
    return i;
}

struct keymap *keymap_new(const struct ini_doc *doc, struct problems *problems)
{
    struct keymap *k = xcalloc(1, sizeof *k);
    k->problems = problems;
    for (size_t i = 0; doc && i < doc->count; i++)
        if (strcmp(doc->entries[i].section, "keys") == 0)
            read_entry(k, &doc->entries[i]);
    for (int i = 0; i < ACTION_COUNT; i++)
        if (!k->lines[i])
            bind_words(k, (enum action)i, actions[i].keys, 0);
    if (k->file) /* the defaults hide none of one another */
        check_hidden(k);
    k->problems = NULL;
    return k;
}

void keymap_free(struct keymap *k)
{
    if (!k)
        return;
    for (int i = 0; i < ACTION_COUNT; i++)
        free(k->labels[i]);
    free(k->list);
    free(k->file);
    free(k);
}

/* The action of the binding that these keys complete; ACT_MORE if they only begin one. */
static int look_up(const struct keymap *k, enum key_context context, const int *keys, int count)
{
    int found = ACT_NONE;
    for (size_t i = 0; i < k->count; i++) {
        const struct binding *b = &k->list[i];
        if (actions[b->action].context != context || !begins_with(b, keys, count))
            continue;
        if (b->count == count)
            return b->action;
        found = ACT_MORE;
    }
    return found;
}

/* The count of a sequence. Alt and a digit have the digit, so that one binding serves nine tabs. */
static long count_of(const struct key_state *state)
{
    int digit = state->pending[0] - K_ALT - '0';
    bool has_digit = state->count == 0 && state->pending_count == 1 && digit >= 1 && digit <= 9;
    return has_digit ? digit : state->count;
}

int keymap_feed(const struct keymap *k, enum key_context context, struct key_state *state, int key,
                long *count)
{
    bool may_count = context == KEYS_MAIN && !state->pending_count && key >= '0' && key <= '9';
    *count = 0;
    if (may_count && (state->count || (key != '0' && look_up(k, context, &key, 1) == ACT_NONE))) {
        state->count = state->count * 10 + (key - '0');
        if (state->count > COUNT_MAX)
            state->count = COUNT_MAX;
        return ACT_MORE;
    }
    state->pending[state->pending_count++] = key;
    int a = look_up(k, context, state->pending, state->pending_count);
    if (a == ACT_MORE)
        return a;
    *count = a == ACT_NONE ? 0 : count_of(state);
    *state = (struct key_state){0};
    return a;
}

int keymap_following(const struct keymap *k, enum key_context context,
                     const struct key_state *typed, int before, struct buf *missing)
{
    const struct binding *best = NULL;
    for (size_t i = 0; i < k->count; i++) {
        const struct binding *b = &k->list[i];
        bool follows = actions[b->action].context == context && b->count > typed->pending_count &&
                       begins_with(b, typed->pending, typed->pending_count);
        if (follows && (int)b->action > before && (!best || b->action < best->action))
            best = b;
    }
    for (int i = typed->pending_count; best && i < best->count; i++)
        key_put_label(missing, best->keys[i]);
    return best ? (int)best->action : ACT_NONE;
}

void keymap_check_terminal(const struct keymap *k, bool (*can_send)(int key),
                           struct problems *problems)
{
    for (size_t i = 0; i < k->count; i++)
        for (int j = 0; j < k->list[i].count; j++) {
            const struct binding *b = &k->list[i];
            if (!b->line || can_send(b->keys[j]))
                continue;
            struct buf name = {0};
            key_put_name(&name, b->keys[j]);
            problems_add(problems, k->file, b->line, NULL, "this terminal cannot send '%s'",
                         buf_str(&name));
            buf_done(&name);
        }
}

int keymap_line(const struct keymap *k, enum action a)
{
    return k->lines[a];
}

int keymap_first_keys(const struct keymap *k, enum action a, int *keys)
{
    size_t first = next_of(k, a, 0);
    if (first == k->count)
        return 0;
    memcpy(keys, k->list[first].keys, sizeof k->list[first].keys);
    return k->list[first].count;
}

const char *keymap_key_label(struct keymap *k, enum action a)
{
    struct buf label = {0};
    if (k->labels[a])
        return k->labels[a];
    size_t first = next_of(k, a, 0);
    if (first < k->count)
        put_sequence(&label, &k->list[first], key_put_label);
    return k->labels[a] = buf_take(&label);
}

/* The last of the action's bindings from i on that are single keys with consecutive codes. */
static size_t run_end(const struct keymap *k, enum action a, size_t i)
{
    for (size_t next; (next = next_of(k, a, i + 1)) < k->count; i = next) {
        const struct binding *b = &k->list[i], *after = &k->list[next];
        if (b->count != 1 || after->count != 1 || after->keys[0] != b->keys[0] + 1)
            break;
    }
    return i;
}

void keymap_keys_label(const struct keymap *k, enum action a, struct buf *out)
{
    const char *between = "";
    for (size_t i = next_of(k, a, 0); i < k->count; i = next_of(k, a, i + 1)) {
        buf_puts(out, between);
        put_sequence(out, &k->list[i], key_put_label);
        between = " ";
        size_t end = run_end(k, a, i);
        if (k->list[end].keys[0] - k->list[i].keys[0] < 2)
            continue;
        buf_puts(out, "..");
        put_sequence(out, &k->list[end], key_put_label);
        i = end;
    }
}

void keymap_keys_text(const struct keymap *k, enum action a, struct buf *out)
{
    const char *between = "";
    for (size_t i = next_of(k, a, 0); i < k->count; i = next_of(k, a, i + 1)) {
        buf_puts(out, between);
        put_sequence(out, &k->list[i], key_put_name);
        between = " ";
    }
}
