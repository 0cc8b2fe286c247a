#include "ui/feature/error_report.h"

#include "base/alloc.h"
#include "cli/args.h"
#include "print/print.h"
#include "provider/request.h"
#include "text/time.h"
#include "ui/feature/export_clipboard.h"
#include "ui/shell/app.h"
#include "ui/shell/tab.h"

#include <stdlib.h>

/* The URL of the request, which never holds a key; NULL if no request can be made. The caller frees
 * it. */
static char *url_of(const struct tab *t)
{
    struct request r;
    if (!t->provider || t->provider == &provider_any)
        return NULL;
    struct failure *f = request_call(t->provider, t->id, "KEY", &r);
    char *url = f ? NULL : xstrdup(r.url);
    if (!f)
        request_done(&r);
    failure_free(f);
    return url;
}

void error_report_copy(struct app *a)
{
    const struct tab *t = a->tab;
    const struct failure *f = t->failure;
    struct buf text = {0};
    char *url = url_of(t), *message = tab_masked_text(t, f->message, a->style.mask),
         *code = f->code ? tab_masked_text(t, f->code, a->style.mask) : NULL;
    print_report(&text,
                 &(struct failure_report){.failure = f,
                                          .provider = t->provider ? t->provider->title : NULL,
                                          .id = t->id,
                                          .url = url,
                                          .code = code,
                                          .message = message,
                                          .program = "callbrowser " CALLBROWSER_VERSION,
                                          .at = {.us = t->failed_us, .known = true}});
    export_clipboard(a, "error report", buf_str(&text));
    free(url);
    free(message);
    free(code);
    buf_done(&text);
}
