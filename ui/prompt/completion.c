/* Finds and tries completions of the last word of a prompt. */
#include "ui/prompt/completion.h"

#include "base/alloc.h"
#include "base/int.h"
#include "text/cols.h"
#include "text/utf8.h"
#include "ui/term/screen.h"
#include "ui/view/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_MAX_ROWS = 10, WORD_MAX_COLS = 40 };

void completion_add(struct completion *c, const char *word, const char *sentence)
{
    c->list = xgrow(c->list, c->count, sizeof *c->list);
    c->list[c->count++] = (struct candidate){xstrdup(word), xstrdup(sentence ? sentence : "")};
}

void completion_offer(struct completion *c, const char *word, const char *sentence,
                      const char *typed)
{
    if (strncmp(word, typed, strlen(typed)) == 0)
        completion_add(c, word, sentence);
}

void completion_done(struct completion *c)
{
    for (size_t i = 0; i < c->count; i++) {
        free(c->list[i].word);
        free(c->list[i].sentence);
    }
    free(c->list);
    *c = (struct completion){0};
}

/* Returns how many bytes all words have in common at their beginning. */
static size_t common_bytes(const struct completion *c)
{
    const char *first = c->list[0].word;
    size_t n = strlen(first);
    for (size_t i = 1; i < c->count; i++) {
        size_t same = 0;
        while (same < n && c->list[i].word[same] == first[same])
            same++;
        n = same;
    }
    return utf8_prefix_bytes(first, strlen(first), n);
}

/* Replaces the word that was typed. */
static void put_word(struct completion *c, struct prompt *p, const char *word, size_t bytes)
{
    struct buf text = {0};
    buf_add(&text, prompt_text(p), c->begin);
    buf_add(&text, word, bytes);
    prompt_set(p, buf_str(&text));
    buf_done(&text);
}

/* Extends the word as far as all candidates agree; returns true if it became longer. */
static bool grow(struct completion *c, struct prompt *p)
{
    const char *typed = prompt_text(p) + c->begin;
    size_t n = common_bytes(c), had = strlen(typed);
    bool grows = n > had && strncmp(typed, c->list[0].word, had) == 0;
    if (grows)
        put_word(c, p, c->list[0].word, n);
    return grows;
}

bool completion_step(struct completion *c, struct prompt *p, completion_fill *fill, const void *arg)
{
    bool begins = !c->list;
    if (begins && p->at == p->text.len)
        fill(c, prompt_text(p), arg);
    if (!c->list || c->count == 0)
        return false;
    const char *only = c->list[0].word;
    if (begins && c->count == 1) {
        bool more = strcmp(prompt_text(p) + c->begin, only) != 0;
        put_word(c, p, only, strlen(only));
        completion_done(c);
        return more;
    }
    if (begins)
        c->at = c->count;
    if (begins && grow(c, p))
        return true;
    c->at = c->at + 1 < c->count ? c->at + 1 : 0;
    put_word(c, p, c->list[c->at].word, strlen(c->list[c->at].word));
    return true;
}

static int word_cols(const struct completion *c)
{
    int widest = 0;
    for (size_t i = 0; i < c->count; i++)
        widest = int_max(widest, cols_of(c->list[i].word, strlen(c->list[i].word)));
    return int_min(widest, WORD_MAX_COLS);
}

static void draw_candidate(const struct completion *c, size_t i, int y, int width, int cols)
{
    const struct candidate *one = &c->list[i];
    bool tried = i == c->at;
    struct line line = {0};
    line_puts(&line, ROLE_MARK, tried ? "> " : "  ");
    line_put_cut(&line, tried ? ROLE_SELECTED : ROLE_KEY, one->word, strlen(one->word), width);
    line_pad(&line, 2 + width + 2);
    line_put_cut(&line, ROLE_TEXT, one->sentence, strlen(one->sentence), cols - line.cols);
    screen_fill(y, 0, cols, ROLE_TEXT);
    line_draw(&line, y, 0, cols);
    line_done(&line);
}

/* When not all candidates are visible, "3/17" is drawn in the line above them. */
static void draw_place(const struct completion *c, int y, int cols)
{
    char text[48];
    size_t number = c->at < c->count ? c->at + 1 : 0;
    int n = snprintf(text, sizeof text, " %zu/%zu ", number, c->count);
    if (n + 1 < cols)
        screen_put(y, cols - n - 1, ROLE_DIM, text, (size_t)n, n);
}

void completion_draw(const struct completion *c, int y, int cols)
{
    if (c->count < 2 || y < 2)
        return;
    size_t rows = c->count < SHOWN_MAX_ROWS ? c->count : SHOWN_MAX_ROWS;
    rows = rows < (size_t)y - 1 ? rows : (size_t)y - 1;
    size_t first = c->at < c->count && c->at + 1 > rows ? c->at + 1 - rows : 0;
    int width = word_cols(c), top = y - (int)rows;
    screen_hline(top - 1, 0, cols);
    if (rows < c->count)
        draw_place(c, top - 1, cols);
    for (size_t i = 0; i < rows; i++)
        draw_candidate(c, first + i, top + (int)i, width, cols);
}
