#include "tests/torture/verdict.h"

#include "base/alloc.h"
#include "tests/torture/files.h"

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define NAME "callbrowser: "

/* Of main.c, README.md: 1 to 8 are failures. */
enum { LAST_CODE = 8, MESSAGE_BYTES = 160 };

struct reference {
    const struct scenario *scenario;
    const struct trial *trial;
    struct files *files;
    bool varies; /* numbers in the output differ from run to run */
};

/* Appends a text with every number in it as one #, because times and ports differ. */
static void add_without_numbers(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool digit = isdigit((unsigned char)s[i]);
        if (!digit || i == 0 || !isdigit((unsigned char)s[i - 1]))
            buf_add(out, digit ? "#" : s + i, 1);
    }
}

static bool is_same(const struct buf *a, const struct buf *b)
{
    return a->len == b->len && memcmp(buf_str(a), buf_str(b), a->len) == 0;
}

static bool is_same_without_numbers(const struct buf *a, const struct buf *b)
{
    struct buf first = {0}, second = {0};
    add_without_numbers(&first, buf_str(a), a->len);
    add_without_numbers(&second, buf_str(b), b->len);
    bool same = is_same(&first, &second);
    buf_done(&first);
    buf_done(&second);
    return same;
}

struct reference *verdict_reference(const struct scenario *s, const struct trial *one,
                                    const struct trial *other)
{
    struct reference *r = xcalloc(1, sizeof *r);
    r->scenario = s;
    r->trial = one;
    r->files = files_read(one->home);
    r->varies = !is_same(&one->out, &other->out);
    return r;
}

void verdict_free(struct reference *r)
{
    files_free(r->files);
    free(r);
}

static bool prints_the_same(const struct reference *r, const struct trial *t)
{
    return r->varies ? is_same_without_numbers(&r->trial->out, &t->out)
                     : is_same(&r->trial->out, &t->out);
}

/* The last sentence of the program, up to the line's end. Answers of the terminal that came after
 * the screen was closed may be before it in its line, echoed. */
static const char *message_of(const struct trial *t, size_t *n)
{
    const char *last = NULL;
    for (const char *at = buf_str(&t->err); (at = strstr(at, NAME)); at = last)
        last = at + strlen(NAME);
    *n = last ? strcspn(last, "\n") : 0;
    *n = *n > MESSAGE_BYTES ? MESSAGE_BYTES : *n;
    return last;
}

static void add_message(struct buf *how, const struct trial *t)
{
    size_t n;
    const char *message = message_of(t, &n);
    if (message)
        buf_puts(how, ": ");
    if (message)
        add_without_numbers(how, message, n);
}

/* The line of messages, and the note or question above it. */
static void add_screen(struct buf *how, const struct trial *t)
{
    const char *s = buf_str(&t->screen), *last = s;
    for (const char *at = s; (at = strchr(at, '\n')) && at[1]; at++)
        last = at + 1;
    buf_printf(how, "went on without '%s':", t->missing);
    add_without_numbers(how, last, strcspn(last, "\n"));
}

static bool is_ncurses(const char *module)
{
    return strncmp(module, "libtinfo", 8) == 0 || strncmp(module, "libncurses", 10) == 0;
}

/* setupterm(3X) of ncurses 6.4 and others use a copy of a text without looking whether there is
 * one. */
static bool is_fault_of_ncurses(const struct trial *t)
{
    return t->code == 128 + SIGSEGV && is_ncurses(t->without_memory) && is_ncurses(t->crashed_in);
}

/* What no run may do; NULL if it did not. */
static const char *crime_of(const struct trial *t)
{
    if (t->code < 0)
        return "it did not end";
    if (t->code > 127 && !is_fault_of_ncurses(t))
        return "it crashed";
    if (t->unrestored)
        return t->unrestored;
    if (t->is_early && t->code == 0 && !t->lost_terminal)
        return "it ended without being asked to";
    return t->left_running ? "a program that it started still runs" : NULL;
}

static bool code_is_good(const struct reference *r, const struct trial *t, struct buf *how)
{
    size_t n;
    buf_printf(how, "exit %d", t->code);
    add_message(how, t);
    if (t->code == r->trial->code)
        return true;
    return t->code > 0 && t->code <= LAST_CODE &&
           (r->scenario->reports || t->is_mute || message_of(t, &n));
}

bool verdict_of(const struct reference *r, const struct trial *t, struct buf *how)
{
    const char *crime = crime_of(t);
    struct buf wrong = {0};
    bool as_always = !crime && t->code == r->trial->code && !t->missing && prints_the_same(r, t);
    if (crime)
        buf_printf(how, "WRONG, %s; ", crime);
    files_compare(r->files, t->home, as_always && !t->lost_terminal, &wrong);
    bool good = !crime && !wrong.len;
    if (wrong.len)
        buf_printf(how, "WRONG, %s; ", buf_str(&wrong));
    buf_done(&wrong);
    if (as_always) {
        buf_puts(how, t->lost_terminal ? "it left with its terminal" : "as always");
        return good;
    }
    if (t->missing && t->code == 0) {
        add_screen(how, t);
        return good;
    }
    if (is_fault_of_ncurses(t)) {
        buf_puts(how, "ncurses crashed without memory");
        return good;
    }
    if (!code_is_good(r, t, how)) {
        buf_puts(how, ", WRONG, this is neither success nor a failure with a sentence");
        return false;
    }
    if (t->code == 0) {
        buf_puts(how, ", WRONG, it printed something else");
        return false;
    }
    return good;
}
