#include "ui/view/view.h"

void view_free(struct view *v)
{
    if (v)
        v->ops->free(v);
}
