/* The prompt of the command line: its keys, completion and drawing. */
#include "ui/feature/command_line.h"

#include "base/alloc.h"
#include "ui/feature/command_run.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/mode.h"
#include "ui/term/screen.h"
#include "ui/view/line_draw.h"

#include <stdlib.h>
#include <string.h>

extern const struct feature command_line_feature;
static const struct mode_ops mode;

struct command_line {
    struct prompt prompt;
    struct completion completion;
};

static struct command_line *state_of(const struct app *a)
{
    return feature_state(a, &command_line_feature);
}

void command_line_open(struct app *a, long count)
{
    (void)count;
    prompt_set(&state_of(a)->prompt, "");
    mode_push(a, &mode);
}

void command_line_begin(struct app *a, enum command_word word)
{
    struct buf text = {0};
    buf_printf(&text, "%s%s", command_words[word].name, *command_words[word].follows ? " " : "");
    command_line_open(a, 0);
    prompt_set(&state_of(a)->prompt, buf_str(&text));
    buf_done(&text);
}

static void close_line(struct app *a)
{
    completion_done(&state_of(a)->completion);
    mode_pop(a, &mode);
}

/* The line is closed first, as a command may open another prompt. */
static void accept(struct app *a)
{
    struct command_line *l = state_of(a);
    char *text = xstrdup(prompt_text(&l->prompt));
    prompt_remember(&l->prompt, text);
    close_line(a);
    command_run(a, text);
    free(text);
}

/* Backspace on an empty line leaves it, as in vi. */
static void edited(struct app *a, bool was_empty)
{
    struct command_line *l = state_of(a);
    completion_done(&l->completion);
    if (was_empty && !*prompt_text(&l->prompt) && l->prompt.history_at == l->prompt.history_count)
        close_line(a);
}

static enum mode_result key_pressed(struct app *a, int key)
{
    struct command_line *l = state_of(a);
    bool was_empty = !*prompt_text(&l->prompt);
    enum prompt_result result = action_prompt_key(a, &l->prompt, key);
    if (result == PROMPT_ACCEPTED)
        accept(a);
    else if (result == PROMPT_CANCELLED)
        close_line(a);
    else if (result == PROMPT_COMPLETE)
        completion_step(&l->completion, &l->prompt, command_fill, NULL);
    else if (result == PROMPT_EDITED)
        edited(a, was_empty && key == K_BACKSPACE);
    return MODE_USED;
}

static bool paste(struct app *a, const char *text, size_t bytes)
{
    prompt_insert(&state_of(a)->prompt, text, bytes);
    completion_done(&state_of(a)->completion);
    return true;
}

static void draw(const struct app *a, const struct rect *r)
{
    struct line line = {0};
    line_puts(&line, ROLE_PROMPT, " :");
    int begin = line.cols;
    int cursor = prompt_draw(&state_of(a)->prompt, &line, r->cols - begin - 1);
    completion_draw(&state_of(a)->completion, r->y, r->cols);
    line_draw(&line, r->y, r->x, r->cols);
    screen_cursor(r->y, r->x + begin + cursor);
    line_done(&line);
}

static const struct mode_ops mode = {
    .key = key_pressed,
    .paste = paste,
    .draw = draw,
};

static void done(struct app *a)
{
    completion_done(&state_of(a)->completion);
    prompt_done(&state_of(a)->prompt);
}

const struct feature command_line_feature = {
    .state_bytes = sizeof(struct command_line),
    .done = done,
};
