#include "tests/support/terminfo_strings.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

#include <ncurses.h>
#include <term.h>

enum { COLOURS_MAX = 256, SGR_PARAMETERS = 9 };

/* One byte of one or several strings. */
struct node {
    unsigned char byte;
    size_t next, child; /* 0: none; a child's `next` is its brother */
    bool is_end;
    struct terminfo_string string;
};

struct terminfo_strings {
    struct node *nodes; /* the first is the root */
    size_t count, room;
    struct terminfo_facts facts;
    char *line_set; /* acsc */
    int rows, cols, colours;
};

static size_t child_of(const struct terminfo_strings *s, size_t at, unsigned char byte)
{
    size_t child = s->nodes[at].child;
    while (child && s->nodes[child].byte != byte)
        child = s->nodes[child].next;
    return child;
}

static size_t add_node(struct terminfo_strings *s, size_t parent, unsigned char byte)
{
    if (s->count == s->room) {
        s->room = s->room ? 2 * s->room : 1024;
        s->nodes = xreallocarray(s->nodes, s->room, sizeof *s->nodes);
    }
    s->nodes[s->count] = (struct node){.byte = byte};
    if (s->count) {
        s->nodes[s->count].next = s->nodes[parent].child;
        s->nodes[parent].child = s->count;
    }
    return s->count++;
}

/* The first of several that are the same counts. A single character that can be seen is none. */
static void add_string(struct terminfo_strings *s, const char *bytes, struct terminfo_string what)
{
    size_t at = 0, n = strlen(bytes);
    if (n == 0 || (n == 1 && *bytes >= ' ' && *bytes <= '~'))
        return;
    for (size_t i = 0; i < n; i++) {
        size_t child = child_of(s, at, (unsigned char)bytes[i]);
        at = child ? child : add_node(s, at, (unsigned char)bytes[i]);
    }
    if (s->nodes[at].is_end)
        return;
    s->nodes[at].is_end = true;
    s->nodes[at].string = what;
    s->nodes[at].string.bytes = n;
}

/* Without what stands for a delay, $<5>: nobody is slow here. */
static char *undelayed(const char *value)
{
    struct buf out = {0};
    for (const char *end; *value; value++) {
        if (value[0] == '$' && value[1] == '<' && (end = strchr(value, '>'))) {
            value = end;
            continue;
        }
        buf_putc(&out, *value);
    }
    return out.data ? buf_take(&out) : xstrdup("");
}

static char *capability(const char *name)
{
    char *value = tigetstr(name);
    return value && value != (char *)-1 ? undelayed(value) : NULL;
}

static void add_plain(struct terminfo_strings *s, const char *name, enum op op, int a, int b)
{
    char *value = capability(name);
    if (value)
        add_string(s, value, (struct terminfo_string){op, a, b, 0});
    free(value);
}

/* With one parameter, from `first` on; it is what `a` becomes, or `fixed` unless that is negative.
 */
static void add_numbers(struct terminfo_strings *s, const char *name, enum op op, int first,
                        int last, int fixed)
{
    char *value = capability(name);
    for (int i = first; value && i <= last; i++)
        add_string(s, tparm(value, i), (struct terminfo_string){op, fixed < 0 ? i : fixed, 0, 0});
    free(value);
}

static void add_pairs(struct terminfo_strings *s, const char *name, enum op op, const int from[2],
                      const int to[2])
{
    char *value = capability(name);
    for (int a = from[0]; value && a <= to[0]; a++)
        for (int b = from[1]; b <= to[1]; b++)
            add_string(s, tparm(value, a, b), (struct terminfo_string){op, a, b, 0});
    free(value);
}

static void add_attributes(struct terminfo_strings *s)
{
    char *value = capability("sgr");
    add_plain(s, "sgr0", OP_ATTRIBUTES, 0, TERMINFO_RESETS);
    for (int i = 0; value && i < 1 << SGR_PARAMETERS; i++) {
        int on[SGR_PARAMETERS];
        for (int k = 0; k < SGR_PARAMETERS; k++)
            on[k] = i >> k & 1;
        bool acs = on[SGR_PARAMETERS - 1];
        add_string(s, tparm(value, on[0], on[1], on[2], on[3], on[4], on[5], on[6], on[7], on[8]),
                   (struct terminfo_string){OP_ATTRIBUTES, (i & 0xff) != 0,
                                            TERMINFO_RESETS | (acs ? TERMINFO_DRAWS_LINES : 0), 0});
    }
    free(value);
}

/* The first of several with the same bytes counts: what inserts before what scrolls, that before
 * what moves, what ends a mode before what begins it (where they are the same, there is no mode).
 */
static const struct plain {
    const char *name;
    enum op op;
    int a;
} plain[] = {
    {"il1", OP_IL, 1},          {"rmcup", OP_SMCUP, 0},
    {"rmkx", OP_SMKX, 0},       {"rmacs", OP_SMACS, 0},
    {"rmir", OP_SMIR, 0},       {"rmul", OP_ATTRIBUTES, 0},
    {"rmso", OP_ATTRIBUTES, 0}, {"rmam", OP_NOTHING, 0},
    {"ri", OP_RI, 1},           {"smcup", OP_SMCUP, 1},
    {"smkx", OP_SMKX, 1},       {"civis", OP_CIVIS, 1},
    {"cnorm", OP_CIVIS, 0},     {"cvvis", OP_CIVIS, 0},
    {"smacs", OP_SMACS, 1},     {"smir", OP_SMIR, 1},
    {"op", OP_COLOURS, 0},      {"oc", OP_COLOURS, 0},
    {"bold", OP_ATTRIBUTES, 1}, {"dim", OP_ATTRIBUTES, 1},
    {"smul", OP_ATTRIBUTES, 1}, {"rev", OP_ATTRIBUTES, 1},
    {"smso", OP_ATTRIBUTES, 1}, {"blink", OP_ATTRIBUTES, 1},
    {"sitm", OP_ATTRIBUTES, 1}, {"invis", OP_ATTRIBUTES, 1},
    {"ritm", OP_ATTRIBUTES, 0}, {"clear", OP_CLEAR, 0},
    {"ed", OP_ED, 0},           {"el", OP_EL, 0},
    {"el1", OP_EL1, 0},         {"home", OP_HOME, 0},
    {"ll", OP_LL, 0},           {"cr", OP_CR, 0},
    {"cub1", OP_CUB, 1},        {"cuf1", OP_CUF, 1},
    {"cuu1", OP_CUU, 1},        {"ind", OP_IND, 1},
    {"cud1", OP_CUD, 1},        {"nel", OP_NEL, 0},
    {"ht", OP_HT, 0},           {"cbt", OP_CBT, 0},
    {"rc", OP_RC, 0},           {"sc", OP_SC, 0},

    {"dl1", OP_DL, 1},          {"ich1", OP_ICH, 1},
    {"dch1", OP_DCH, 1},        {"enacs", OP_NOTHING, 0},
    {"bel", OP_NOTHING, 0},     {"flash", OP_NOTHING, 0},
    {"smam", OP_NOTHING, 0},
};

/* Short forms that ncurses and the program use where the entry has the long ones: AX means that SGR
 * 39 and 49 are known, and what sets margins also sets them back. */
static void add_short_forms(struct terminfo_strings *s)
{
    char *margins = capability("csr"), *scrolls = capability("indn");
    if (tigetflag("AX") > 0) {
        add_string(s, "\x1b[39m", (struct terminfo_string){OP_COLOURS, 0, 0, 0});
        add_string(s, "\x1b[49m", (struct terminfo_string){OP_COLOURS, 0, 0, 0});
    }
    if (margins && scrolls && strncmp(margins, "\x1b[", 2) == 0 &&
        strncmp(scrolls, "\x1b[", 2) == 0) {
        add_string(s, "\x1b[r", (struct terminfo_string){OP_CSR, 0, s->rows - 1, 0});
        add_string(s, "\x1b[m", (struct terminfo_string){OP_ATTRIBUTES, 0, TERMINFO_RESETS, 0});
    }
    free(margins);
    free(scrolls);
}

static void add_all(struct terminfo_strings *s)
{
    static const int zero[2] = {0, 0}, characters[2] = {' ', 1};
    int rows = s->rows - 1, cols = s->cols - 1;
    add_attributes(s);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        add_plain(s, plain[i].name, plain[i].op, plain[i].a, 0);
    add_numbers(s, "hpa", OP_HPA, 0, cols, -1);
    add_numbers(s, "vpa", OP_VPA, 0, rows, -1);
    add_numbers(s, "cub", OP_CUB, 1, s->cols, -1);
    add_numbers(s, "cuf", OP_CUF, 1, s->cols, -1);
    add_numbers(s, "cuu", OP_CUU, 1, s->rows, -1);
    add_numbers(s, "cud", OP_CUD, 1, s->rows, -1);
    add_numbers(s, "indn", OP_INDN, 1, s->rows, -1);
    add_numbers(s, "rin", OP_RIN, 1, s->rows, -1);
    add_numbers(s, "il", OP_IL, 1, s->rows, -1);
    add_numbers(s, "dl", OP_DL, 1, s->rows, -1);
    add_numbers(s, "ich", OP_ICH, 1, s->cols, -1);
    add_numbers(s, "dch", OP_DCH, 1, s->cols, -1);
    add_numbers(s, "ech", OP_ECH, 1, s->cols, -1);
    add_numbers(s, "setaf", OP_COLOURS, 0, s->colours - 1, 1);
    add_numbers(s, "setab", OP_COLOURS, 0, s->colours - 1, 1);
    add_numbers(s, "setf", OP_COLOURS, 0, s->colours - 1, 1);
    add_numbers(s, "setb", OP_COLOURS, 0, s->colours - 1, 1);
    add_pairs(s, "cup", OP_CUP, zero, (const int[2]){rows, cols});
    add_pairs(s, "csr", OP_CSR, zero, (const int[2]){rows, rows});
    add_pairs(s, "rep", OP_REP, characters, (const int[2]){'~', s->cols});
    add_short_forms(s);
    add_string(s, "\x1b[?2004h", (struct terminfo_string){OP_PASTE, 1, 0, 0});
    add_string(s, "\x1b[?2004l", (struct terminfo_string){OP_PASTE, 0, 0, 0});
}

struct terminfo_strings *terminfo_strings_new(const char *name, int rows, int cols)
{
    int found;
    if (setupterm(name, 1, &found) != OK)
        return NULL;
    struct terminfo_strings *s = xcalloc(1, sizeof *s);
    int colours = tigetnum("colors");
    s->rows = rows;
    s->cols = cols;
    s->colours = colours > COLOURS_MAX ? COLOURS_MAX : colours;
    char *cup = capability("cup");
    s->facts = (struct terminfo_facts){cup != NULL, tigetflag("am") > 0, tigetflag("xenl") > 0,
                                       tigetflag("bw") > 0, tigetflag("hz") > 0};
    free(cup);
    s->line_set = capability("acsc");
    add_node(s, 0, 0);
    add_all(s);
    del_curterm(cur_term);
    return s;
}

void terminfo_strings_free(struct terminfo_strings *s)
{
    free(s->nodes);
    free(s->line_set);
    free(s);
}

const struct terminfo_facts *terminfo_strings_facts(const struct terminfo_strings *s)
{
    return &s->facts;
}

const struct terminfo_string *terminfo_strings_find(const struct terminfo_strings *s,
                                                    const char *bytes, size_t n, bool *unfinished)
{
    const struct terminfo_string *found = NULL;
    size_t at = 0, i = 0;
    for (; i < n && (at = child_of(s, at, (unsigned char)bytes[i])) != 0; i++)
        if (s->nodes[at].is_end)
            found = &s->nodes[at].string;
    *unfinished = i == n && i > 0 && s->nodes[at].child && !(found && found->bytes == n);
    return found;
}

/* acsc is pairs: the VT100's character for a shape, and this terminal's. */
const char *terminfo_strings_line(const struct terminfo_strings *s, char c)
{
    static const char *const shapes[][2] = {
        {"q", "\u2500"}, {"x", "\u2502"}, {"l", "\u250c"}, {"k", "\u2510"},
        {"m", "\u2514"}, {"j", "\u2518"}, {"t", "\u251c"}, {"u", "\u2524"},
        {"v", "\u2534"}, {"w", "\u252c"}, {"n", "\u253c"},
    };
    for (const char *pair = s->line_set; pair && pair[0] && pair[1]; pair += 2)
        for (size_t i = 0; pair[1] == c && i < sizeof shapes / sizeof *shapes; i++)
            if (pair[0] == *shapes[i][0])
                return shapes[i][1];
    return NULL;
}
