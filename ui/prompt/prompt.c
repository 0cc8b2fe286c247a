/* The text is cleaned without CLEAN_SCREEN, because it may be an ID that contains joiners;
 * prompt_draw cleans what it shows for the screen. */
#include "ui/prompt/prompt.h"

#include "base/alloc.h"
#include "keys/key.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/grapheme.h"
#include "text/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { SEARCH_MIN_COLS = 30, MARKED_MIN_COLS = 12, MARK_COLS = 2 };

void prompt_done(struct prompt *p)
{
    for (size_t i = 0; i < p->history_count; i++)
        free(p->history[i]);
    free(p->history);
    free(p->draft);
    buf_done(&p->text);
    buf_done(&p->query);
    *p = (struct prompt){0};
}

const char *prompt_text(const struct prompt *p)
{
    return buf_str(&p->text);
}

/* Moves the cursor to the first cluster that begins at `at` or later. */
static void place_cursor(struct prompt *p, size_t at)
{
    const char *s = prompt_text(p);
    p->at = 0;
    while (p->at < at && p->at < p->text.len) {
        int cols;
        p->at += grapheme_next(s + p->at, p->text.len - p->at, &cols);
    }
}

/* Replaces the bytes from begin to end, and moves the cursor after the new ones. */
static void replace(struct prompt *p, size_t begin, size_t end, const char *bytes, size_t n)
{
    struct buf made = {0};
    buf_add(&made, prompt_text(p), begin);
    buf_add(&made, bytes, n);
    buf_add(&made, prompt_text(p) + end, p->text.len - end);
    buf_done(&p->text);
    p->text = made;
    place_cursor(p, begin + n);
}

static void leave_history(struct prompt *p)
{
    p->history_at = p->history_count;
    free(p->draft);
    p->draft = NULL;
    p->searching = false;
}

void prompt_set(struct prompt *p, const char *text)
{
    leave_history(p);
    replace(p, 0, p->text.len, "", 0);
    prompt_insert(p, text, strlen(text));
}

void prompt_insert(struct prompt *p, const char *s, size_t bytes)
{
    struct buf clean = {0};
    p->searching = false;
    size_t room = PROMPT_MAX_BYTES - p->text.len;
    clean_text(&clean, s, utf8_prefix_bytes(s, bytes, 4 * PROMPT_MAX_BYTES), 0);
    replace(p, p->at, p->at, buf_str(&clean), utf8_prefix_bytes(buf_str(&clean), clean.len, room));
    buf_done(&clean);
}

void prompt_recall(struct prompt *p, char *const *lines, size_t count)
{
    leave_history(p);
    p->history = xreallocarray(p->history, p->history_count + count + 1, sizeof *p->history);
    for (size_t i = 0; i < count; i++)
        p->history[p->history_count++] = xstrdup(lines[i]);
    p->history_at = p->history_count;
}

void prompt_remember(struct prompt *p, const char *text)
{
    leave_history(p);
    if (!*text)
        return;
    size_t kept = 0, max = p->history_max ? p->history_max : PROMPT_HISTORY_MAX;
    for (size_t i = 0; i < p->history_count; i++) {
        bool drop = strcmp(p->history[i], text) == 0 || (i == 0 && p->history_count == max);
        if (drop)
            free(p->history[i]);
        else
            p->history[kept++] = p->history[i];
    }
    p->history = xreallocarray(p->history, kept + 1, sizeof *p->history);
    p->history[kept] = xstrdup(text);
    p->history_count = p->history_at = kept + 1;
}

/* Shows a line of the history, or the draft after its last line. */
static void go_in_history(struct prompt *p, size_t to)
{
    if (to > p->history_count)
        return;
    if (p->history_at == p->history_count) {
        free(p->draft);
        p->draft = xstrdup(prompt_text(p));
    }
    p->history_at = to;
    const char *text = to < p->history_count ? p->history[to] : p->draft;
    replace(p, 0, p->text.len, text, strlen(text));
}

static size_t left_of(const struct prompt *p, size_t at)
{
    return at ? grapheme_before(prompt_text(p), p->text.len, at) : 0;
}

static size_t right_of(const struct prompt *p, size_t at)
{
    int cols;
    if (at >= p->text.len)
        return at;
    return at + grapheme_next(prompt_text(p) + at, p->text.len - at, &cols);
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool is_not_blank(char c)
{
    return c != ' ';
}

/* The beginning of the word before the cursor. */
static size_t word_left_of(const struct prompt *p, bool (*is_in_word)(char c))
{
    const char *s = prompt_text(p);
    size_t at = p->at;
    while (at && !is_in_word(s[at - 1]))
        at--;
    while (at && is_in_word(s[at - 1]))
        at--;
    return at;
}

static size_t word_right_of(const struct prompt *p)
{
    const char *s = prompt_text(p);
    size_t at = p->at;
    while (at < p->text.len && !is_word(s[at]))
        at++;
    while (at < p->text.len && is_word(s[at]))
        at++;
    return at;
}

static void delete_from(struct prompt *p, size_t begin, size_t end)
{
    replace(p, begin, end, "", 0);
}

static enum prompt_result delete_right(struct prompt *p, int key)
{
    if (p->text.len == 0 && key == ('d' & 0x1f))
        return PROMPT_ENDED;
    delete_from(p, p->at, right_of(p, p->at));
    return PROMPT_EDITED;
}

/* Shows the newest line that contains the query among the first `from` lines of the history. */
static void search_before(struct prompt *p, size_t from)
{
    while (from > 0 && !strstr(p->history[from - 1], buf_str(&p->query)))
        from--;
    p->found = from > 0;
    if (p->found)
        go_in_history(p, from - 1);
}

static void search_text(struct prompt *p, int key)
{
    char utf8[4];
    size_t n = key_utf8(utf8, key), at = p->history_at + 1;
    if (p->query.len + n < PROMPT_MAX_BYTES)
        buf_add(&p->query, utf8, n);
    search_before(p, at < p->history_count ? at : p->history_count);
}

static void search_shorter(struct prompt *p)
{
    if (p->query.len == 0)
        return;
    p->query.len = grapheme_before(buf_str(&p->query), p->query.len, p->query.len);
    p->query.data[p->query.len] = '\0';
    search_before(p, p->history_count);
}

/* Returns true if the key belongs to the search; any other key ends the search and has its usual
 * effect. */
static bool search_key(struct prompt *p, int action, int key)
{
    if (action == ACT_PROMPT_CANCEL) {
        go_in_history(p, p->history_count);
        p->searching = false;
        return true;
    }
    if (action == ACT_PROMPT_SEARCH && p->query.len)
        search_before(p, p->history_at);
    else if (action == ACT_PROMPT_DELETE_LEFT)
        search_shorter(p);
    else if (action == ACT_NONE && key_is_text(key))
        search_text(p, key);
    else if (action != ACT_PROMPT_SEARCH)
        p->searching = false;
    return p->searching;
}

static enum prompt_result act(struct prompt *p, int action, int key)
{
    switch (action) {
    case ACT_PROMPT_ACCEPT:
        return PROMPT_ACCEPTED;
    case ACT_PROMPT_CANCEL:
        return PROMPT_CANCELLED;
    case ACT_PROMPT_COMPLETE:
        return PROMPT_COMPLETE;
    case ACT_PROMPT_SCOPE:
        return PROMPT_SCOPE;
    case ACT_PROMPT_LEFT:
        p->at = left_of(p, p->at);
        break;
    case ACT_PROMPT_RIGHT:
        p->at = right_of(p, p->at);
        break;
    case ACT_PROMPT_WORD_LEFT:
        place_cursor(p, word_left_of(p, is_word));
        break;
    case ACT_PROMPT_WORD_RIGHT:
        place_cursor(p, word_right_of(p));
        break;
    case ACT_PROMPT_BEGIN:
        p->at = 0;
        break;
    case ACT_PROMPT_END:
        p->at = p->text.len;
        break;
    case ACT_PROMPT_DELETE_LEFT:
        delete_from(p, left_of(p, p->at), p->at);
        break;
    case ACT_PROMPT_DELETE:
        return delete_right(p, key);
    case ACT_PROMPT_DELETE_WORD:
        delete_from(p, word_left_of(p, is_not_blank), p->at);
        break;
    case ACT_PROMPT_DELETE_TO_BEGIN:
        delete_from(p, 0, p->at);
        break;
    case ACT_PROMPT_DELETE_TO_END:
        delete_from(p, p->at, p->text.len);
        break;
    case ACT_PROMPT_OLDER:
        go_in_history(p, p->history_at ? p->history_at - 1 : 0);
        break;
    case ACT_PROMPT_NEWER:
        go_in_history(p, p->history_at + 1);
        break;
    case ACT_PROMPT_SEARCH:
        buf_clear(&p->query);
        p->searching = p->found = true;
        break;
    default:
        return PROMPT_IGNORED;
    }
    return PROMPT_EDITED;
}

static enum prompt_result insert_key(struct prompt *p, int key)
{
    char utf8[4];
    if (!key_is_text(key))
        return PROMPT_IGNORED;
    prompt_insert(p, utf8, key_utf8(utf8, key));
    return PROMPT_EDITED;
}

enum prompt_result prompt_key(struct prompt *p, const struct keymap *k, int key)
{
    long count;
    struct key_state before = p->keys;
    int action = keymap_feed(k, KEYS_PROMPT, &p->keys, key, &count);
    if (action == ACT_MORE || (p->searching && search_key(p, action, key)))
        return PROMPT_EDITED;
    if (action == ACT_NONE && before.pending_count) {
        /* The keys of an incomplete sequence are text. */
        for (int i = 0; i < before.pending_count; i++)
            insert_key(p, before.pending[i]);
        return prompt_key(p, k, key);
    }
    return action == ACT_NONE ? insert_key(p, key) : act(p, action, key);
}

/* The offset of the first cluster at or after a column; *col becomes its column. */
static size_t offset_at(const char *s, size_t n, int *col)
{
    size_t at = 0;
    int sum = 0;
    while (at < n && sum < *col) {
        int cols;
        at += grapheme_next(s + at, n - at, &cols);
        sum += cols;
    }
    *col = sum;
    return at;
}

/* Writes the query for the history, and returns its columns. */
static int draw_query(const struct prompt *p, struct line *out, int cols)
{
    int begin = out->cols;
    if (!p->searching || cols < SEARCH_MIN_COLS)
        return 0;
    line_puts(out, p->found ? ROLE_LABEL : ROLE_WARN, p->found ? "(search " : "(not found ");
    line_put_cut(out, ROLE_PROMPT, buf_str(&p->query), p->query.len, cols / 3);
    line_puts(out, p->found ? ROLE_LABEL : ROLE_WARN, ") ");
    return out->cols - begin;
}

/* Scrolls by half the width, so that the text rarely moves. Returns the first column of the text
 * that is shown. */
static int scrolled(int cursor, int cols, bool marked)
{
    int step = cols > 3 ? cols / 2 : 1, room = marked ? 2 + MARK_COLS : cols > 1 ? 2 : 1;
    int start = 0;
    while (cursor - start + room > cols)
        start += step;
    return start;
}

/* Writes the text from a column on, with marks where it is cut. Returns the column that comes
 * first, which is a later one where that would be within a wide character. */
static int draw_part(struct line *out, const struct buf *shown, int start, int cols, bool marked)
{
    bool begins_cut = marked && start;
    int end = out->cols + cols, from = begins_cut ? start + MARK_COLS : start;
    size_t begin = offset_at(buf_str(shown), shown->len, &from), n = shown->len - begin;
    const char *rest = buf_str(shown) + begin;
    if (begins_cut)
        line_puts(out, ROLE_DIM, "..");
    else
        start = from;
    line_pad(out, end - cols + from - start);
    if (marked)
        line_put_clean_cut(out, ROLE_PROMPT, rest, n, end - out->cols);
    else
        line_put_clean(out, ROLE_PROMPT, rest, cols_fit(rest, n, end - out->cols, NULL));
    return start;
}

int prompt_draw(const struct prompt *p, struct line *out, int cols)
{
    if (cols <= 0)
        return 0;
    int before = draw_query(p, out, cols);
    cols -= before;
    struct buf shown = {0};
    const char *text = prompt_text(p);
    clean_text(&shown, text, p->at, CLEAN_SCREEN);
    int cursor = cols_of(buf_str(&shown), shown.len), start = 0;
    clean_text(&shown, text + p->at, p->text.len - p->at, CLEAN_SCREEN);
    bool marked = cols >= MARKED_MIN_COLS;
    if (cols_of(buf_str(&shown), shown.len) >= cols)
        start = scrolled(cursor, cols, marked);
    start = draw_part(out, &shown, start, cols, marked);
    buf_done(&shown);
    return before + (cursor > start ? cursor - start : 0);
}
