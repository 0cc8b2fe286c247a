/* A failed call as one line for people. Pure. */
#include "print/print.h"

#include "base/alloc.h"
#include "text/clean.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { REFUSED_ID_CHARS = 40 };

char *print_failed_id(const char *id, enum kind kind)
{
    char *shown = utf8_is_valid(id, strlen(id)) ? xstrdup(id) : clean_dup(id, 0);
    if (kind == KIND_USAGE)
        shown[utf8_prefix_chars(shown, strlen(shown), REFUSED_ID_CHARS)] = '\0';
    return shown;
}

/* s may be NULL. */
static void put_clean(struct buf *out, const char *before, const char *s)
{
    if (!s)
        return;
    buf_puts(out, before);
    clean_text(out, s, strlen(s), CLEAN_SCREEN);
}

/* Some codes begin with the status: "401 Unauthorized". */
static bool begins_with_status(const char *code, int status)
{
    char *end;
    return code && strtol(code, &end, 10) == status && (*end == '\0' || *end == ' ');
}

/* What happened, unless the message says it, with the status and the code. */
static void put_answer(struct buf *out, const struct failure *f)
{
    const char *what = failure_what(f), *message = f->message ? f->message : "";
    bool says_it = strncmp(message, what, strlen(what)) == 0;
    put_clean(out, "", says_it ? message : what);
    buf_puts(out, " (");
    if (!begins_with_status(f->code, f->http_status))
        buf_printf(out, "%d%s", f->http_status, f->code ? " " : "");
    put_clean(out, "", f->code);
    buf_putc(out, ')');
    put_clean(out, says_it || !*message ? "" : ": ", says_it ? NULL : message);
}

void print_failure(struct buf *out, const char *provider, const char *id, const struct failure *f)
{
    char *shown = print_failed_id(id, f->kind);
    put_clean(out, "", provider);
    put_clean(out, provider ? " " : "", *shown ? shown : "''");
    free(shown);
    buf_puts(out, ": ");
    if (f->http_status > 0)
        put_answer(out, f);
    else
        put_clean(out, "", f->message);
    if (f->retry_after_s >= 0)
        buf_printf(out, "; retry in %d s", f->retry_after_s);
    put_clean(out, "; request ", f->request_id);
    put_clean(out, "; ", f->hint);
    buf_putc(out, '\n');
}
