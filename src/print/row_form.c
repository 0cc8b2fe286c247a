#include "print/row_form.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *name, *ending;
    void (*print)(struct buf *out, const struct print_rows *rows);
} forms[ROW_FORM_COUNT] = {
#define ROW_FORM(member, name, ending, print) [ROW_FORM_##member] = {name, ending, print},
#include "print/row_form.def"
#undef ROW_FORM
};

enum row_form row_form_find(const char *name)
{
    enum row_form form = 0;
    while (form < ROW_FORM_COUNT && strcmp(forms[form].name, name) != 0)
        form++;
    return form;
}

static bool has_ending(const char *path, const char *ending)
{
    size_t n = strlen(path), bytes = ending ? strlen(ending) : n;
    return n > bytes && strcasecmp(path + n - bytes, ending) == 0;
}

enum row_form row_form_of_path(const char *path)
{
    enum row_form form = 0;
    while (form < ROW_FORM_COUNT && !has_ending(path, forms[form].ending))
        form++;
    return form;
}

const char *row_form_name(enum row_form form)
{
    return forms[form].name;
}

const char *row_form_names(void)
{
    static char list[ROW_FORM_COUNT * 16];
    struct buf text = {.max = sizeof list - 1};
    for (size_t i = 0; i < ROW_FORM_COUNT; i++)
        buf_choice(&text, forms[i].name, i, ROW_FORM_COUNT);
    memcpy(list, text.data, text.len + 1);
    buf_done(&text);
    return list;
}

void row_form_print(struct buf *out, enum row_form form, const struct print_rows *rows)
{
    forms[form].print(out, rows);
}
