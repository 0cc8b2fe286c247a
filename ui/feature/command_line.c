/* Typing a command: keys, completion, drawing. UI thread. */
#include "ui/feature/command_line.h"

#include "base/alloc.h"
#include "ui/prompt/command.h"
#include "ui/shell/app_state.h"
#include "ui/term/screen.h"
#include "ui/view/line_draw.h"

#include <stdlib.h>
#include <string.h>

void command_line_open(struct app *a)
{
    a->command.open = true;
    prompt_set(&a->command.prompt, "");
}

void command_line_begin(struct app *a, enum command_word word)
{
    struct buf text = {0};
    buf_printf(&text, "%s%s", command_words[word].name, *command_words[word].follows ? " " : "");
    command_line_open(a);
    prompt_set(&a->command.prompt, buf_str(&text));
    buf_done(&text);
}

static void close_line(struct command_line *l)
{
    l->open = false;
    completion_done(&l->completion);
}

void command_line_done(struct command_line *l)
{
    completion_done(&l->completion);
    prompt_done(&l->prompt);
}

/* The line is closed first: a command may open another prompt. */
static void accept(struct app *a)
{
    struct command_line *l = &a->command;
    char *text = xstrdup(prompt_text(&l->prompt));
    prompt_remember(&l->prompt, text);
    close_line(l);
    command_run(a, text);
    free(text);
}

static void main_key(struct app *a, int key)
{
    struct key_state state = {0};
    long count;
    int action = keymap_feed(a->keymap, KEYS_MAIN, &state, key, &count);
    if (action == ACT_STOP)
        close_line(&a->command);
    else if (action == ACT_REDRAW)
        screen_redraw();
    else if (action == ACT_SUSPEND)
        a->suspend = true;
}

/* Backspace on an empty line leaves it, as in the editors that have such a line. */
static void edited(struct app *a, bool was_empty)
{
    struct command_line *l = &a->command;
    completion_done(&l->completion);
    if (was_empty && !*prompt_text(&l->prompt) && l->prompt.history_at == l->prompt.history_count)
        close_line(l);
}

void command_line_key(struct app *a, int key)
{
    struct command_line *l = &a->command;
    bool was_empty = !*prompt_text(&l->prompt);
    switch (prompt_key(&l->prompt, a->keymap, key)) {
    case PROMPT_ACCEPTED:
        accept(a);
        break;
    case PROMPT_CANCELLED:
    case PROMPT_ENDED:
        close_line(l);
        break;
    case PROMPT_COMPLETE:
        completion_step(&l->completion, &l->prompt, command_fill, NULL);
        break;
    case PROMPT_EDITED:
        edited(a, was_empty && key == K_BACKSPACE);
        break;
    case PROMPT_IGNORED:
        main_key(a, key);
        break;
    case PROMPT_SCOPE:
        break;
    }
}

void command_line_paste(struct app *a, const char *text, size_t bytes)
{
    prompt_insert(&a->command.prompt, text, bytes);
    completion_done(&a->command.completion);
}

void command_line_draw(const struct app *a, const struct rect *r)
{
    struct line line = {0};
    line_puts(&line, ROLE_PROMPT, " :");
    int begin = line.cols;
    int cursor = prompt_draw(&a->command.prompt, &line, r->cols - begin - 1);
    completion_draw(&a->command.completion, r->y, r->cols);
    line_draw(&line, r->y, r->x, r->cols);
    screen_cursor(r->y, r->x + begin + cursor);
    line_done(&line);
}
