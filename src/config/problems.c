/* A list of problems, and the search for a similar name. */
#include "config/problems.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/int.h"
#include "text/clean.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { NEAREST_WORD_MAX = 64, NEAREST_DISTANCE = 2, COMPLETION_MIN = 3 };

void problems_add(struct problems *p, const char *file, int line, const char *section,
                  const char *fmt, ...)
{
    struct buf text = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    p->list = xgrow(p->list, p->count, sizeof *p->list);
    p->list[p->count++] = (struct problem){.file = xstrdup(file),
                                           .line = line,
                                           .section = section ? xstrdup(section) : NULL,
                                           .text = clean_dup(buf_str(&text), 0)};
    buf_done(&text);
}

const struct problem *problems_find(const struct problems *p, const char *section)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->list[i].section && strcmp(p->list[i].section, section) == 0)
            return &p->list[i];
    return NULL;
}

static int by_place(const void *a, const void *b)
{
    const struct problem *x = a, *y = b;
    int files = strcmp(x->file ? x->file : "", y->file ? y->file : "");
    return files ? files : (x->line > y->line) - (x->line < y->line);
}

void problems_sort(struct problems *p)
{
    if (p->count)
        qsort(p->list, p->count, sizeof *p->list, by_place);
}

char *problems_text(const struct problem *p)
{
    char *file = clean_dup(p->file, 0);
    char *text = p->line > 0 ? xasprintf("%s:%d: %s", file, p->line, p->text)
                             : xasprintf("%s: %s", file, p->text);
    free(file);
    return text;
}

void problems_done(struct problems *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->list[i].file);
        free(p->list[i].section);
        free(p->list[i].text);
    }
    free(p->list);
    *p = (struct problems){0};
}

bool problems_unknown(struct err *e, const char *what, const char *word, const char *near)
{
    if (near)
        return err_set(e, "unknown %s '%s' (did you mean '%s'?)", what, word, near);
    return err_set(e, "unknown %s '%.*s'", what, NEAREST_WORD_MAX, word);
}

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* The edit distance (optimal string alignment) without regard to case: swapping two neighbours is
 * one step. */
static int distance(const char *a, const char *b)
{
    int d[NEAREST_WORD_MAX + 1][NEAREST_WORD_MAX + 1];
    int n = (int)strlen(a), m = (int)strlen(b);
    for (int i = 0; i <= n; i++)
        d[i][0] = i;
    for (int j = 0; j <= m; j++)
        d[0][j] = j;
    for (int i = 1; i <= n; i++) {
        for (int j = 1; j <= m; j++) {
            int changed = d[i - 1][j - 1] + !same_letter(a[i - 1], b[j - 1]);
            d[i][j] = int_min(changed, 1 + int_min(d[i - 1][j], d[i][j - 1]));
            if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
                same_letter(a[i - 2], b[j - 1]))
                d[i][j] = int_min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[n][m];
}

/* The only name that begins with the word; NULL if there is none, or several. */
static const char *only_completion(const char *word, size_t n, const char *const names[])
{
    const char *found = NULL;
    for (size_t i = 0; n >= COMPLETION_MIN && names[i]; i++) {
        if (strncmp(word, names[i], n) != 0)
            continue;
        if (found)
            return NULL;
        found = names[i];
    }
    return found;
}

const char *problems_nearest_name(const char *word, const char *const names[])
{
    size_t n = strlen(word);
    if (n == 0 || n > NEAREST_WORD_MAX)
        return NULL;
    /* Less than half of a short word: two steps turn any three letters into others. */
    int half = ((int)n + 1) / 2;
    int best = half <= NEAREST_DISTANCE ? half : NEAREST_DISTANCE + 1;
    const char *found = NULL;
    for (size_t i = 0; names[i]; i++) {
        int d = strlen(names[i]) > NEAREST_WORD_MAX ? best : distance(word, names[i]);
        if (d < best) {
            best = d;
            found = names[i];
        }
    }
    return found ? found : only_completion(word, n, names);
}
