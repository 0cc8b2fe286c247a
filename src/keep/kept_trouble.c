#include "keep/kept_trouble.h"

static const struct {
    const char *what, *counted;
} words[KEPT_TROUBLES] = {
    {"is whole", "whole"},
#define TROUBLE(member, what, counted) {what, counted},
#include "keep/kept_trouble.def"
#undef TROUBLE
};

const char *kept_trouble_what(enum kept_trouble why)
{
    return words[why].what;
}

bool kept_trouble_set(struct err *e, enum kept_trouble why, const char *path)
{
    return err_set(e, "'%s' %s", path, words[why].what);
}

size_t kept_trouble_total(const struct kept_troubles *t)
{
    size_t total = 0;
    for (int i = KEPT_TROUBLE_NONE + 1; i < KEPT_TROUBLES; i++)
        total += t->count[i];
    return total;
}

void kept_trouble_put_note(struct buf *out, const struct kept_troubles *t)
{
    size_t total = kept_trouble_total(t);
    const char *between = ": ";
    if (!total)
        return;
    buf_printf(out, "%zu kept %s passed over", total, total == 1 ? "file was" : "files were");
    for (int i = KEPT_TROUBLE_NONE + 1; i < KEPT_TROUBLES; i++) {
        if (!t->count[i])
            continue;
        if (total == 1)
            buf_printf(out, ": it %s", words[i].what);
        else
            buf_printf(out, "%s%zu %s", between, t->count[i], words[i].counted);
        between = ", ";
    }
}
