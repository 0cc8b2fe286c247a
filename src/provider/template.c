#include "provider/template.h"

#include "provider/variable.h"
#include "text/url.h"

#include <string.h>

const char *template_next(const char *at, const char **name, size_t *bytes)
{
    const char *open = strchr(at, '{');
    const char *close = open ? strchr(open, '}') : NULL;
    if (!close)
        return NULL;
    *name = open + 1;
    *bytes = (size_t)(close - open - 1);
    return open;
}

static bool is_name(const char *name, const char *at, size_t bytes)
{
    return strlen(name) == bytes && memcmp(name, at, bytes) == 0;
}

static bool is_known(const struct provider *p, const char *at, size_t bytes,
                     const char *const extra[])
{
    for (size_t i = 0; extra[i]; i++)
        if (is_name(extra[i], at, bytes))
            return true;
    return variable_find(p, at, bytes);
}

bool template_check(const struct provider *p, const char *text, const char *const extra[],
                    struct err *e)
{
    const char *name;
    size_t bytes;
    for (const char *open; (open = template_next(text, &name, &bytes)); text = name + bytes + 1) {
        if (memchr(text, '}', (size_t)(open - text)))
            return err_set(e, "'}' without '{'");
        if (!is_known(p, name, bytes, extra))
            return err_set(e, "unknown name '{%.*s}'", bytes < 40 ? (int)bytes : 40, name);
    }
    return strpbrk(text, "{}") ? err_set(e, "unmatched brace") : true;
}

bool template_has(const char *text, const char *sought)
{
    const char *name;
    size_t bytes;
    for (; template_next(text, &name, &bytes); text = name + bytes + 1)
        if (is_name(sought, name, bytes))
            return true;
    return false;
}

/* The value of a name; NULL, with *missing set, if it is a variable that is not set. */
static const char *value_of(const struct filling *f, const char *name, size_t bytes,
                            const struct variable **missing)
{
    if (f->id && is_name("id", name, bytes))
        return f->id;
    if (f->key && is_name("key", name, bytes))
        return f->key;
    const struct variable *v = variable_find(f->p, name, bytes);
    if (!v)
        return "";
    const char *value = f->values[v - f->p->variables];
    if (!value)
        *missing = v;
    return value;
}

/* At least the length of the filled text. */
static size_t filled_bytes(const char *text, const struct filling *f)
{
    const char *name;
    size_t bytes, most = strlen(text);
    for (; template_next(text, &name, &bytes); text = name + bytes + 1) {
        const struct variable *missing = NULL;
        const char *value = value_of(f, name, bytes, &missing);
        most += value ? strlen(value) * (f->encode ? strlen("%XX") : 1) : 0;
    }
    return most;
}

const struct variable *template_fill(struct buf *out, const char *text, const struct filling *f)
{
    const char *name;
    size_t bytes;
    /* A buffer that grows later would leave a copy of the key in its old memory. */
    buf_reserve(out, filled_bytes(text, f));
    for (const char *open; (open = template_next(text, &name, &bytes)); text = name + bytes + 1) {
        buf_add(out, text, (size_t)(open - text));
        const struct variable *missing = NULL;
        const char *value = value_of(f, name, bytes, &missing);
        if (!value)
            return missing;
        if (f->encode)
            url_encode(out, value);
        else
            buf_puts(out, value);
    }
    buf_puts(out, text);
    return NULL;
}
