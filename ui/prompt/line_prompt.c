/* One line at a time; it keeps what was typed before as its history. UI thread. */
#include "ui/prompt/line_prompt.h"

#include "base/alloc.h"
#include "text/cols.h"
#include "ui/shell/app_state.h"

#include <stdlib.h>
#include <string.h>

void line_prompt_open(struct app *a, const char *label, const char *brief, const char *text,
                      void (*accepted)(struct app *a, const char *text))
{
    a->line.label = label;
    a->line.brief = brief;
    a->line.accepted = accepted;
    prompt_set(&a->line.prompt, text);
}

bool line_prompt_is_open(const struct app *a)
{
    return a->line.label != NULL;
}

static void accept(struct app *a)
{
    char *text = xstrdup(prompt_text(&a->line.prompt));
    a->line.label = NULL;
    if (*text) {
        prompt_remember(&a->line.prompt, text);
        a->line.accepted(a, text);
    } else {
        app_say(a, ROLE_DIM, "nothing was typed");
    }
    free(text);
}

/* What stops a fetch leaves the line. */
static bool is_stop(const struct app *a, int key)
{
    struct key_state state = {0};
    long count;
    return keymap_feed(a->keymap, KEYS_MAIN, &state, key, &count) == ACT_STOP;
}

void line_prompt_key(struct app *a, int key)
{
    switch (prompt_key(&a->line.prompt, a->keymap, key)) {
    case PROMPT_ACCEPTED:
        accept(a);
        break;
    case PROMPT_CANCELLED:
    case PROMPT_ENDED:
        a->line.label = NULL;
        break;
    case PROMPT_IGNORED:
        if (is_stop(a, key))
            a->line.label = NULL;
        break;
    case PROMPT_EDITED:
    case PROMPT_SCOPE:
    case PROMPT_COMPLETE:
        break;
    }
}

int line_prompt_put(const struct app *a, struct line *out, int cols)
{
    const struct line_prompt *t = &a->line;
    const char *text = prompt_text(&t->prompt);
    int wanted = (int)strlen(t->label) + 2 + cols_of(text, strlen(text));
    line_printf(out, ROLE_PROMPT, " %s ", wanted < cols ? t->label : t->brief);
    int begin = out->cols;
    return begin + prompt_draw(&t->prompt, out, cols - begin);
}
