/* The speaker and the words of a turn. */
#include "call/facts.h"

#include "text/clean.h"

#include <string.h>
#include <strings.h>

/* The words for a tool call, such as tool_call_invocation, are long and say no more than "tool". */
static const char *speaker_of(const struct turn *t)
{
    return t->class == SPEAKER_TOOL ? "tool" : call_given(t->speaker) ? t->speaker : "";
}

char *facts_speaker(const struct turn *t)
{
    return facts_label(speaker_of(t), SPEAKER_MAX_COLS);
}

char *facts_speaker_source(const struct turn *t)
{
    return clean_dup(speaker_of(t), 0);
}

static void put_clean(struct buf *out, const char *before, const char *s, const char *after,
                      unsigned flags)
{
    if (!call_given(s))
        return;
    buf_puts(out, out->len ? " " : "");
    buf_puts(out, before);
    clean_text(out, s, strlen(s), flags);
    buf_puts(out, after);
}

const char *facts_tool_status(const struct tool *tool)
{
    return call_given(tool->status) ? tool->status : call_given(tool->error) ? "failed" : "";
}

const char *facts_tool_error(const struct tool *tool)
{
    bool is_said =
        !call_given(tool->error) || strcasecmp(tool->error, facts_tool_status(tool)) == 0;
    return is_said ? "" : tool->error;
}

const struct value *facts_tool_arguments(const struct value *payload)
{
    const struct value *first = payload->type == VALUE_OBJECT ? value_first(payload) : NULL;
    bool is_named = first && strcmp(first->name, "arguments") == 0;
    bool is_alone = is_named && payload->count == 1;
    bool is_joined = is_named && payload->count == 2 && strcmp(first->next->name, "result") == 0;
    return is_alone || is_joined ? first : NULL;
}

const struct value *facts_tool_result(const struct value *payload)
{
    const struct value *arguments = facts_tool_arguments(payload);
    return arguments ? arguments->next : NULL;
}

bool facts_tool_is_empty(const struct value *part)
{
    return part->type == VALUE_NULL || (part->type == VALUE_STRING && !part->bytes);
}

static void put_json(struct buf *out, const char *before, const struct value *v, unsigned flags)
{
    struct buf text = {0};
    value_put_text(&text, v);
    put_clean(out, text.len ? before : "", buf_str(&text), "", flags);
    buf_done(&text);
}

/* "book (failed: timeout) {"day":"Monday"} -> {"booked":false}" */
static void put_tool(struct buf *out, const struct tool *tool, unsigned flags)
{
    const char *error = facts_tool_error(tool);
    put_clean(out, "", tool->name, "", flags);
    put_clean(out, "(", facts_tool_status(tool), *error ? ":" : ")", flags);
    put_clean(out, "", error, ")", flags);
    if (!tool->payload)
        return;
    const struct value *arguments = facts_tool_arguments(tool->payload);
    const struct value *result = facts_tool_result(tool->payload);
    put_json(out, "", arguments ? arguments : tool->payload, flags);
    if (result && !facts_tool_is_empty(result))
        put_json(out, "-> ", result, flags);
}

static void put_turn(struct buf *out, const struct turn *t, unsigned flags)
{
    struct buf words = {0};
    if (!t->tool) {
        clean_text(out, t->text, t->bytes, flags | CLEAN_LINES);
        return;
    }
    clean_text(&words, t->text, t->bytes, flags | CLEAN_LINES);
    put_tool(&words, t->tool, flags);
    buf_add(out, buf_str(&words), words.len);
    buf_done(&words);
}

void facts_turn_words(struct buf *out, const struct turn *t)
{
    put_turn(out, t, CLEAN_SCREEN);
}

void facts_turn_source(struct buf *out, const struct turn *t)
{
    put_turn(out, t, 0);
}

const char *facts_turn_note(const struct turn *t)
{
    return t->interrupted == TRUTH_YES && !t->tool ? "(interrupted)" : "";
}
