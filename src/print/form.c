/* The table of printed forms, and the forms' functions with one signature. */
#include "print/form.h"

#include "print/note.h"
#include "print/print.h"

#include <string.h>
#include <strings.h>

enum layout { LINES, RECORDS, AS_SENT };

static bool form_text(struct buf *out, const struct call *c, const struct form_style *style,
                      struct err *e)
{
    (void)e;
    (style->cut ? print_text_cut : print_text)(out, c, style->cols, &style->limits);
    return true;
}

static bool form_json(struct buf *out, const struct call *c, const struct form_style *style,
                      struct err *e)
{
    (void)style, (void)e;
    print_json(out, c);
    return true;
}

static bool form_markdown(struct buf *out, const struct call *c, const struct form_style *style,
                          struct err *e)
{
    (void)e;
    note_print(out, c, style->note, &style->limits, NULL, c->turn_count);
    return true;
}

static bool form_vtt(struct buf *out, const struct call *c, const struct form_style *style,
                     struct err *e)
{
    (void)style;
    return print_vtt(out, c, e);
}

static bool form_raw(struct buf *out, const struct call *c, const struct form_style *style,
                     struct err *e)
{
    (void)style, (void)e;
    print_raw(out, c);
    return true;
}

#define NO_FAILURE NULL
static const struct {
    const char *name, *ending;
    bool (*print)(struct buf *out, const struct call *c, const struct form_style *style,
                  struct err *e);
    void (*print_failure)(struct buf *out, const char *provider, const char *id,
                          const struct failure *f);
    enum layout layout;
} forms[FORM_COUNT] = {
#define FORM(member, name, ending, print, print_failure, layout)                                   \
    [FORM_##member] = {name, ending, print, print_failure, layout},
#include "print/form.def"
#undef FORM
};

enum form form_find(const char *name)
{
    enum form form = 0;
    while (form < FORM_COUNT && strcmp(forms[form].name, name) != 0)
        form++;
    return form;
}

static enum form form_by_ending(const char *path)
{
    size_t n = strlen(path);
    for (enum form form = 0; form < FORM_COUNT; form++) {
        size_t bytes = strlen(forms[form].ending);
        if (n > bytes && strcasecmp(path + n - bytes, forms[form].ending) == 0)
            return form;
    }
    return FORM_COUNT;
}

bool form_has_ending(const char *path)
{
    return form_by_ending(path) < FORM_COUNT;
}

enum form form_of_path(const char *path)
{
    return form_has_ending(path) ? form_by_ending(path) : FORM_TEXT;
}

const char *form_name(enum form form)
{
    return forms[form].name;
}

const char *form_ending(enum form form)
{
    return forms[form].ending;
}

const char *form_names(void)
{
    static char list[FORM_COUNT * 16];
    struct buf text = {.max = sizeof list - 1};
    for (size_t i = 0; i < FORM_COUNT; i++)
        buf_choice(&text, forms[i].name, i, FORM_COUNT);
    memcpy(list, text.data, text.len + 1);
    buf_done(&text);
    return list;
}

bool form_is_raw(enum form form)
{
    return forms[form].layout == AS_SENT;
}

bool form_is_separated(enum form form)
{
    return forms[form].layout == LINES;
}

bool form_print(struct buf *out, enum form form, const struct call *c,
                const struct form_style *style, struct err *e)
{
    return forms[form].print(out, c, style, e);
}

void form_print_failure(struct buf *out, enum form form, const char *provider, const char *id,
                        const struct failure *f)
{
    if (forms[form].print_failure)
        forms[form].print_failure(out, provider, id, f);
}
