#include "keep/kept_trouble.h"

static const char *const whats[KEPT_TROUBLES] = {
    "is whole",
#define TROUBLE(member, what, counted) what,
#include "keep/kept_trouble.def"
#undef TROUBLE
};

static const char *const counted_whats[KEPT_TROUBLES] = {
    "whole",
#define TROUBLE(member, what, counted) counted,
#include "keep/kept_trouble.def"
#undef TROUBLE
};

const char *kept_trouble_what(enum kept_trouble why)
{
    return whats[why];
}

bool kept_trouble_set(struct err *e, enum kept_trouble why, const char *path)
{
    return err_set(e, "'%s' %s", path, whats[why]);
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
            buf_printf(out, ": it %s", whats[i]);
        else
            buf_printf(out, "%s%zu %s", between, t->count[i], counted_whats[i]);
        between = ", ";
    }
}
