/* The only file that includes PCRE2. A text is matched in windows, and a callout reads the clock
 * where a match may begin. So no call takes long, whatever the pattern and the text are: PCRE2's
 * own match limit applies to each start of a match and not to the text as a whole. */
#include "call/pattern.h"

#include "base/alloc.h"
#include "text/nfc.h"
#include "text/time.h"
#include "text/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
    MATCH_LIMIT = 10000,
    WINDOW_BYTES = 1 << 16,
    WINDOW_MAX_BYTES = 1 << 20, /* a longer match is too complex */
    STACK_MIN_BYTES = 1 << 15,
    STACK_MAX_BYTES = 1 << 20,
    HEAP_MAX_KIB = 1 << 13,
    STARTS_PER_CLOCK = 8
};

/* A callout at the start of each possible match. It does not change the numbers of groups. */
static const char PREFIX[] = "(?C1)";

struct pattern {
    int holders;
    char *text;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

struct watch {
    int64_t deadline_ms;
    unsigned starts;
    size_t first;  /* where this match began; that start is always tried */
    size_t resume; /* the first start that was not tried */
};

/* The bytes up to the first of these characters, and that one; at most up to the end. */
static size_t through(const char *s, size_t from, const char *ends)
{
    size_t n = from + strcspn(s + from, ends);
    return s[n] ? n + 1 : n;
}

/* The length of an escape sequence, with the name or number that belongs to it. */
static size_t escape_bytes(const char *s)
{
    if (!s[1] || s[1] & 0x80)
        return 1;
    if (s[2] == '{')
        return through(s, 3, "}");
    if (s[2] && strchr("gk", s[1]) && strchr("<'", s[2]))
        return through(s, 3, ">'");
    if (s[1] == 'x')
        return 2 + (isxdigit((unsigned char)s[2]) ? 1 + (isxdigit((unsigned char)s[3]) != 0) : 0);
    return strchr("cpP", s[1]) && s[2] ? 3 : 2;
}

/* The length of what begins a group: its name, options, condition or comment, or its verb. */
static size_t group_bytes(const char *s)
{
    static const char options[] =
        "^-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    if (s[1] == '*')
        return through(s, 2, islower((unsigned char)s[2]) ? ":" : ")");
    if (s[1] != '?' || !s[2])
        return 1;
    if (s[2] == '\'')
        return through(s, 3, "'");
    if (s[2] == 'P' || (s[2] == '<' && s[3] != '=' && s[3] != '!'))
        return through(s, 3, ">)") + (s[2] == 'P' && s[3] == '>' ? strcspn(s + 4, ")") : 0);
    if (strchr("&#C", s[2]) || (s[2] == '(' && !strchr("?*", s[3])))
        return through(s, 3, ")");
    return 2 + strspn(s + 2, options);
}

/* The length of syntax, whose letters are not searched for; 0 for any other character. */
static size_t syntax_bytes(const char *s)
{
    return *s == '\\' ? escape_bytes(s) : *s == '(' ? group_bytes(s) : 0;
}

static bool has_capital(const char *s)
{
    bool quoted = false; /* from \Q to \E */
    for (size_t bytes; *s; s += bytes) {
        int cp = 0;
        bool ends = strncmp(s, "\\E", 2) == 0;
        quoted = (quoted && !ends) || strncmp(s, "\\Q", 2) == 0;
        bytes = quoted && strncmp(s, "\\Q", 2) != 0 ? 0 : syntax_bytes(s);
        if (!bytes)
            bytes = utf8_decode(s, strlen(s), &cp);
        if (iswupper((wint_t)cp))
            return true;
    }
    return false;
}

static size_t characters(const char *s, size_t bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < bytes && s[i]; i++)
        n += (s[i] & 0xc0) != 0x80;
    return n;
}

static const char *words_of(int code, char *room, size_t bytes)
{
    if (code == PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS)
        return "missing )";
    if (code == PCRE2_ERROR_MISSING_SQUARE_BRACKET)
        return "missing ]";
    if (code == PCRE2_ERROR_VERB_UNKNOWN)
        return "unknown verb or fixed option";
    if (pcre2_get_error_message(code, (PCRE2_UCHAR *)room, bytes) < 0)
        return "not a regular expression";
    return room;
}

static bool describe(struct err *e, const char *text, int code, size_t offset)
{
    char room[256];
    size_t prefix = sizeof PREFIX - 1;
    size_t at = offset > prefix ? characters(text, offset - prefix) : 0;
    return err_set(e, "at %zu: %s", at + 1, words_of(code, room, sizeof room));
}

static pcre2_code *compile(const char *text, struct err *e)
{
    int code;
    size_t offset;
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C;
    char *with_callout = xasprintf("%s%s", PREFIX, text);
    if (!has_capital(text))
        options |= PCRE2_CASELESS;
    pcre2_code *made = pcre2_compile((PCRE2_SPTR)with_callout, PCRE2_ZERO_TERMINATED, options,
                                     &code, &offset, NULL);
    free(with_callout);
    if (!made)
        describe(e, text, code, offset);
    return made;
}

/* The callout: ends the match once the deadline has passed. */
static int at_start(pcre2_callout_block *block, void *arg)
{
    struct watch *w = arg;
    if (++w->starts % STARTS_PER_CLOCK != 0 || block->start_match == w->first)
        return 0;
    if (time_now_ms() < w->deadline_ms)
        return 0;
    w->resume = block->start_match;
    return PCRE2_ERROR_CALLOUT;
}

static void set_limits(struct pattern *p)
{
    p->data = pcre2_match_data_create(1, NULL);
    p->context = pcre2_match_context_create(NULL);
    p->stack = pcre2_jit_stack_create(STACK_MIN_BYTES, STACK_MAX_BYTES, NULL);
    if (!p->data || !p->context || !p->stack)
        die("out of memory");
    pcre2_set_match_limit(p->context, MATCH_LIMIT);
    pcre2_set_heap_limit(p->context, HEAP_MAX_KIB);
    pcre2_jit_stack_assign(p->context, NULL, p->stack);
}

struct pattern *pattern_new(const char *text, struct err *e)
{
    struct nfc composed = {0};
    bool changed = nfc_compose(&composed, text, strlen(text));
    pcre2_code *code = compile(changed ? buf_str(&composed.text) : text, e);
    nfc_done(&composed);
    if (!code)
        return NULL;
    struct pattern *p = xcalloc(1, sizeof *p);
    p->holders = 1;
    p->text = xstrdup(text);
    p->code = code;
    /* Without JIT the same limits apply; matching is only slower. */
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE | PCRE2_JIT_PARTIAL_HARD);
    set_limits(p);
    return p;
}

struct pattern *pattern_hold(struct pattern *p)
{
    if (p)
        p->holders++;
    return p;
}

void pattern_free(struct pattern *p)
{
    if (!p || --p->holders > 0)
        return;
    pcre2_jit_stack_free(p->stack);
    pcre2_match_context_free(p->context);
    pcre2_match_data_free(p->data);
    pcre2_code_free(p->code);
    free(p->text);
    free(p);
}

const char *pattern_text(const struct pattern *p)
{
    return p->text;
}

/* Matches once. A match that reaches the end of a window before the end of the text is partial. */
static int match_window(const struct pattern *p, const struct pattern_look *l, size_t end,
                        struct watch *w)
{
    uint32_t options = PCRE2_NO_UTF_CHECK;
    if (l->not_empty)
        options |= PCRE2_NOTEMPTY;
    if (l->after_match)
        options |= PCRE2_NOTEMPTY_ATSTART;
    if (end < l->bytes)
        options |= PCRE2_PARTIAL_HARD;
    pcre2_set_callout(p->context, at_start, w);
    return pcre2_match(p->code, (PCRE2_SPTR)l->text, end, l->at, options, p->data, p->context);
}

/* Continues at another place, with a window of the first size. */
static void go_to(struct pattern_look *l, size_t at, bool after_match)
{
    l->at = at;
    l->after_match = after_match;
    l->window_bytes = WINDOW_BYTES;
}

/* After an empty match the next one begins at least one character later. */
static enum pattern_result set_match(const struct pattern *p, struct pattern_look *l)
{
    const size_t *ends = pcre2_get_ovector_pointer(p->data);
    size_t begin = ends[0], end = ends[1];
    int cp;
    if (end < begin || end < l->at || (end == l->at && end > begin))
        return PATTERN_TOO_COMPLEX; /* \K can put the start after the end */
    l->begin = begin;
    l->end = end;
    if (end > begin)
        go_to(l, end, true);
    else
        go_to(l, end < l->bytes ? end + utf8_decode(l->text + end, l->bytes - end, &cp) : end + 1,
              false);
    return PATTERN_MATCH;
}

/* A match may begin here and end after the window: it is tried again with a larger window. */
static enum pattern_result widen(const struct pattern *p, struct pattern_look *l)
{
    size_t begin = pcre2_get_ovector_pointer(p->data)[0];
    if (begin > l->at)
        go_to(l, begin, false);
    else
        l->window_bytes *= 4;
    return l->window_bytes > WINDOW_MAX_BYTES ? PATTERN_TOO_COMPLEX : PATTERN_NONE;
}

/* PATTERN_NONE: continue at l->at. */
static enum pattern_result look_once(const struct pattern *p, struct pattern_look *l)
{
    struct watch w = {.deadline_ms = l->deadline_ms, .first = l->at};
    size_t end = l->at + utf8_prefix_bytes(l->text + l->at, l->bytes - l->at, l->window_bytes);
    int result = match_window(p, l, end, &w);
    if (result >= 0)
        return set_match(p, l);
    if (result == PCRE2_ERROR_PARTIAL)
        return widen(p, l);
    if (result != PCRE2_ERROR_NOMATCH && result != PCRE2_ERROR_CALLOUT)
        return PATTERN_TOO_COMPLEX;
    if (result == PCRE2_ERROR_CALLOUT)
        go_to(l, w.resume, false);
    else
        go_to(l, end < l->bytes ? end : l->bytes + 1, false);
    return PATTERN_NONE;
}

enum pattern_result pattern_find(const struct pattern *p, struct pattern_look *l)
{
    if (!l->window_bytes)
        l->window_bytes = WINDOW_BYTES;
    while (l->at <= l->bytes) {
        enum pattern_result result = look_once(p, l);
        if (result != PATTERN_NONE)
            return result;
        if (l->at <= l->bytes && time_now_ms() >= l->deadline_ms)
            return PATTERN_LATER;
    }
    return PATTERN_NONE;
}

bool pattern_matches(const struct pattern *p, const char *text, size_t bytes)
{
    struct nfc composed = {0};
    struct pattern_look look = {.text = text, .bytes = bytes, .deadline_ms = INT64_MAX};
    if (nfc_compose(&composed, text, bytes)) {
        look.text = buf_str(&composed.text);
        look.bytes = composed.text.len;
    }
    enum pattern_result result = pattern_find(p, &look);
    nfc_done(&composed);
    return result == PATTERN_MATCH;
}

/* PCRE2 appends its date, which is cut off. */
void pattern_version(struct buf *compiled, struct buf *running)
{
    char version[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, version);
    buf_printf(compiled, "%d.%d", PCRE2_MAJOR, PCRE2_MINOR);
    buf_add(running, version, strcspn(version, " "));
}
