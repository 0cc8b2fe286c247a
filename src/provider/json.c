/* What cJSON reads is the text without the insides of plain strings and without numbers, which are
 * taken from the text itself. It is read window by window, so that neither a second text nor
 * cJSON's tree, whose nodes are twice as large as ours, is ever there as a whole: its memory is
 * used again for the next window, and stays in the processor's cache.
 *
 * A window ends before a comma. The brackets that are open there are closed for cJSON, and opened
 * again at the start of the next window; the first member of each of them stands for what came
 * before: `[{"a":1,"b":2}]` may be read as `[{"a":1}]` and `[{"":0,"b":2}]`. */
#include "provider/json.h"

#include "base/alloc.h"
#include "provider/json_scan.h"

#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW_BYTES = 8 * 1024, LONG_BYTES = 64 * 1024, BORROWED_BYTES = 16, SLOTS = 256 };

/* cJSON's memory while a window is read. Its long strings are put where they stay. */
static _Thread_local struct arena *passing, *staying;

/* A container that is open, and its last member. */
struct open_value {
    struct value *v, *tail;
};

struct reader {
    struct json_scan scan;
    struct arena *arena, *passing; /* for the values, and for cJSON */
    struct value *root;
    struct open_value path[JSON_MAX_DEPTH]; /* that are open where the window began */
    int depth;                              /* how many */
    size_t text;                            /* the next of scan.texts */
    size_t window_at;                       /* where it began in the text */
    size_t opening;                         /* the bytes in it that open them */
    bool borrows;                           /* longer strings stay in the text */
    /* Names of members, and short strings, by their hash: most of them come often. */
    const char *names[SLOTS], *words[SLOTS];
};

static void *take_memory(size_t bytes)
{
    if (!passing)
        return xmalloc(bytes);
    return bytes < LONG_BYTES ? arena_room(passing, bytes) : arena_room(staying, bytes);
}

static void give_back(void *p)
{
    if (!passing)
        free(p);
}

/* The next string: as it stands in the text, or as cJSON read it. */
static struct json_text next_text(struct reader *r, const char *read)
{
    struct json_text t = r->scan.texts[r->text++];
    return t.s ? t : (struct json_text){.s = read, .n = strlen(read)};
}

/* FNV-1a. */
static size_t hash_of(struct json_text t)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < t.n; i++)
        hash = (hash ^ (unsigned char)t.s[i]) * 16777619U;
    return (hash ^ hash >> 16) % SLOTS;
}

/* A copy, which is made once if the same comes again soon. */
static const char *known_copy(struct reader *r, const char **slots, struct json_text t)
{
    const char **known = &slots[hash_of(t)];
    if (!*known || strncmp(*known, t.s, t.n) != 0 || (*known)[t.n])
        *known = arena_strndup(r->arena, t.s, t.n);
    return *known;
}

static const char *name_of(struct reader *r, const cJSON *node)
{
    return node->string ? known_copy(r, r->names, next_text(r, node->string)) : NULL;
}

static enum value_type type_of(const cJSON *node)
{
    switch (node->type & 0xff) {
    case cJSON_False:
    case cJSON_True:
        return VALUE_BOOL;
    case cJSON_Number:
        return VALUE_NUMBER;
    case cJSON_String:
        return VALUE_STRING;
    case cJSON_Array:
        return VALUE_ARRAY;
    case cJSON_Object:
        return VALUE_OBJECT;
    default:
        return VALUE_NULL;
    }
}

static void set_text(struct reader *r, struct value *v, const char *read)
{
    struct json_text t = next_text(r, read);
    v->bytes = (uint32_t)t.n;
    v->borrowed = r->borrows && t.s != read && t.n >= BORROWED_BYTES;
    if (v->borrowed || (t.s == read && t.n + 1 >= LONG_BYTES))
        v->text = t.s;
    else if (t.n < BORROWED_BYTES)
        v->text = known_copy(r, r->words, t);
    else
        v->text = arena_strndup(r->arena, t.s, t.n);
}

static struct value *convert(struct reader *r, const cJSON *node)
{
    struct value *v = value_new(r->arena, type_of(node)), *tail = NULL;
    v->name = name_of(r, node);
    if (v->type == VALUE_BOOL)
        v->truth = cJSON_IsTrue(node);
    else if (v->type == VALUE_NUMBER)
        v->number = r->scan.texts[r->text++].number;
    else if (v->type == VALUE_STRING)
        set_text(r, v, node->valuestring);
    for (const cJSON *child = node->child; child; child = child->next)
        value_append(v, convert(r, child), &tail);
    return v;
}

/* Adds what the window has to the container of that level, which was open where it began. */
static void go_on(struct reader *r, const cJSON *node, int level)
{
    struct open_value *at = &r->path[level];
    const cJSON *child = node->child;
    if (level + 1 < r->depth)
        go_on(r, child, level + 1);
    while ((child = child->next))
        value_append(at->v, convert(r, child), &at->tail);
}

static void take_tree(struct reader *r, const cJSON *tree)
{
    if (r->depth)
        go_on(r, tree, 0);
    else
        r->root = convert(r, tree);
}

/* Where something in the window is in the text, if nothing was repaired. */
static size_t place_of(const struct reader *r, size_t at)
{
    size_t place = r->window_at + (at > r->opening ? at - r->opening : 0);
    for (size_t i = 0; i < r->scan.text_count && r->scan.texts[i].out_at < at; i++)
        place += r->scan.texts[i].s ? r->scan.texts[i].n : 0;
    return place;
}

static bool read_tree(struct reader *r)
{
    const char *text = buf_str(&r->scan.out), *end = text;
    passing = r->passing;
    staying = r->arena;
    cJSON *tree = cJSON_ParseWithLengthOpts(text, r->scan.out.len + 1, &end, true);
    if (tree)
        take_tree(r, tree);
    passing = staying = NULL;
    arena_clear(r->passing);
    return tree ||
           err_set(r->scan.e, "not JSON near byte %zu", place_of(r, (size_t)(end - text)) + 1);
}

/* The containers that are open now: each is the last member of the one around it. */
static void path_set(struct reader *r)
{
    for (int i = 0; i < r->scan.depth; i++) {
        struct open_value *at = &r->path[i];
        struct value *v = i ? at[-1].tail : r->root;
        if (i >= r->depth || at->v != v)
            *at = (struct open_value){v, value_last(v)};
    }
    r->depth = r->scan.depth;
}

static void window_close(struct reader *r)
{
    for (int i = r->scan.depth; i > 0; i--)
        buf_putc(&r->scan.out, r->scan.open[i - 1] == '[' ? ']' : '}');
}

static void window_open(struct reader *r)
{
    struct buf *out = &r->scan.out;
    json_scan_again(&r->scan);
    r->text = 0;
    for (int i = 0; i < r->depth; i++)
        buf_puts(out, r->scan.open[i] == '[' ? "[" : "{\"\":");
    buf_putc(out, '0');
    r->opening = out->len;
    r->window_at = r->scan.at;
}

/* Reads what was scanned so far, if the text may end here and go on with a comma. */
static bool next_window(struct reader *r)
{
    const struct json_scan *s = &r->scan;
    bool ends = s->in[s->at] == ',' && s->depth && strchr("vs]}", s->mark);
    if (s->out.len < WINDOW_BYTES || !ends)
        return true;
    window_close(r);
    if (!read_tree(r))
        return false;
    path_set(r);
    window_open(r);
    return true;
}

static struct value *read_all(struct reader *r)
{
    struct json_scan *s = &r->scan;
    bool good = true;
    while (good && s->at < s->n)
        good = next_window(r) && json_scan_token(s);
    return good && read_tree(r) ? r->root : NULL;
}

/* The beginning of a JSON text in UTF-16: a mark, or an ASCII character (RFC 4627, 3). */
static bool is_utf16(const char *s, size_t n)
{
    return n >= 2 && (!memcmp(s, "\xff\xfe", 2) || !memcmp(s, "\xfe\xff", 2) || !s[0] != !s[1]);
}

static bool is_readable(const char *bytes, size_t n, struct err *e)
{
    if (n > UINT32_MAX)
        return err_set(e, "more than 4 GiB");
    return !is_utf16(bytes, n) || err_set(e, "not JSON in UTF-8: the text is in UTF-16");
}

/* For the whole program, and before another thread can be in cJSON. */
static void set_hooks(void)
{
    cJSON_Hooks hooks = {.malloc_fn = take_memory, .free_fn = give_back};
    cJSON_InitHooks(&hooks);
}

static struct value *parse(struct arena *a, const char *bytes, size_t n, bool borrows,
                           struct err *e)
{
    static const char mark[] = "\xef\xbb\xbf";
    static pthread_once_t hooked = PTHREAD_ONCE_INIT;
    if (!is_readable(bytes, n, e))
        return NULL;
    struct reader r = {.scan = {.in = bytes, .n = n, .e = e}, .arena = a, .borrows = borrows};
    if (n >= sizeof mark - 1 && !memcmp(bytes, mark, sizeof mark - 1))
        r.scan.at = r.window_at = sizeof mark - 1;
    r.passing = arena_new();
    pthread_once(&hooked, set_hooks);
    struct value *root = read_all(&r);
    json_scan_done(&r.scan);
    arena_free(r.passing);
    return root;
}

struct value *json_parse(struct arena *a, const char *bytes, size_t n, struct err *e)
{
    return parse(a, bytes, n, false, e);
}

struct value *json_parse_kept(struct arena *a, const char *bytes, size_t n, struct err *e)
{
    return parse(a, bytes, n, true, e);
}

bool json_is_over(const struct err *e)
{
    return strncmp(e->text, "more than ", strlen("more than ")) == 0;
}

void json_version(struct buf *compiled, struct buf *running)
{
    buf_printf(compiled, "%d.%d.%d", CJSON_VERSION_MAJOR, CJSON_VERSION_MINOR, CJSON_VERSION_PATCH);
    buf_puts(running, cJSON_Version());
}
