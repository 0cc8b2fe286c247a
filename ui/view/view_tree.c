/* Texts are the entries of the outline but for those that are not shown. */
#include "ui/view/view_tree.h"

#include "base/alloc.h"

#include <stdlib.h>

void view_tree_free(struct view *base)
{
    struct view_tree *v = (struct view_tree *)base;
    outline_free(v->outline);
    styled_text_cache_clear(&v->cache);
    free(v);
}

size_t view_tree_items(const struct view *base)
{
    const struct view_tree *v = (const struct view_tree *)base;
    size_t rows = outline_rows(v->outline);
    return rows > v->hidden ? rows - v->hidden : 0;
}

uint32_t view_tree_entry(const struct view_tree *v, size_t item)
{
    return outline_at(v->outline, item + v->hidden);
}

static size_t item_of_entry(const struct view_tree *v, uint32_t entry)
{
    size_t row = outline_row_of(v->outline, entry);
    return row > v->hidden ? row - v->hidden : 0;
}

int view_tree_rows(struct view *base, size_t item, int max)
{
    struct view_tree *v = (struct view_tree *)base;
    return styled_text_rows(v->styled(v, view_tree_entry(v, item)), max);
}

void view_tree_put_folded(struct styled_text *out, enum role role, const struct value *container)
{
    bool object = container->type == VALUE_OBJECT;
    const char *what = object ? "member" : "element", *more = container->count == 1 ? "" : "s";
    char *count = xasprintf(" %u %s%s", container->count, what, more);
    styled_text_puts(out, role, object ? "{..}" : "[..]");
    styled_text_puts(out, ROLE_DIM, count);
    free(count);
}

char *view_tree_value(const struct view *base, size_t item)
{
    const struct view_tree *v = (const struct view_tree *)base;
    uint32_t entry = view_tree_entry(v, item);
    const struct value *value = outline_value(v->outline, entry);
    struct buf out = {0};
    if (!value || outline_is_large(v->outline, entry))
        return NULL;
    value_put_text(&out, value);
    return buf_take(&out);
}

/* After a fold changed. */
static void renew(struct view_tree *v)
{
    v->view.ops->layout(&v->view, v->cols);
}

bool view_tree_fold(struct view *base, enum fold how, size_t *item)
{
    struct view_tree *v = (struct view_tree *)base;
    if (*item >= view_tree_items(base))
        return false;
    uint32_t entry = view_tree_entry(v, *item);
    if (how == FOLD_TOGGLE && !outline_toggle(v->outline, entry))
        return false;
    if (how == FOLD_ALL)
        outline_fold_all(v->outline);
    if (how == UNFOLD_ALL)
        outline_unfold_all(v->outline);
    renew(v);
    *item = item_of_entry(v, entry);
    return true;
}

struct outline_folds *view_tree_folds(const struct view *base)
{
    return outline_folds(((const struct view_tree *)base)->outline);
}

void view_tree_set_folds(struct view *base, const struct outline_folds *f)
{
    struct view_tree *v = (struct view_tree *)base;
    outline_set_folds(v->outline, f);
    renew(v);
}

size_t view_tree_texts(const struct view *base)
{
    const struct view_tree *v = (const struct view_tree *)base;
    size_t entries = outline_entries(v->outline);
    return entries > v->hidden ? entries - v->hidden : 0;
}

size_t view_tree_text_of(const struct view *base, size_t item)
{
    const struct view_tree *v = (const struct view_tree *)base;
    return view_tree_entry(v, item) - v->hidden;
}

size_t view_tree_item_of(const struct view *base, size_t text)
{
    const struct view_tree *v = (const struct view_tree *)base;
    return item_of_entry(v, (uint32_t)text + v->hidden);
}

int view_tree_row_of(struct view *base, size_t item, size_t offset)
{
    struct view_tree *v = (struct view_tree *)base;
    return styled_text_row_of(v->styled(v, view_tree_entry(v, item)), offset);
}

size_t view_tree_offset_of(struct view *base, size_t item, int row)
{
    struct view_tree *v = (struct view_tree *)base;
    return row ? styled_text_offset_of(v->styled(v, view_tree_entry(v, item)), row) : 0;
}

size_t view_tree_follow(struct view *base, struct view *before, size_t item)
{
    struct view_tree *v = (struct view_tree *)base;
    const struct view_tree *old = (const struct view_tree *)before;
    outline_fold_like(v->outline, old->outline);
    if (v->hidden && outline_is_folded(v->outline, 0))
        outline_toggle(v->outline, 0);
    renew(v);
    if (item >= view_tree_items(before))
        return 0;
    uint32_t entry = view_tree_entry(old, item);
    struct buf way = {0};
    bool heading = !outline_value(old->outline, entry);
    outline_pointer(old->outline, entry, &way);
    uint32_t here =
        outline_find(v->outline, outline_tree(old->outline, entry + heading), buf_str(&way), NULL);
    buf_done(&way);
    if (here == OUTLINE_NONE)
        return 0;
    if (outline_is_closer(old->outline, entry))
        here = outline_end(v->outline, here);
    return item_of_entry(v, here - heading);
}
