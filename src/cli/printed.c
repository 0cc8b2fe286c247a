#include "cli/printed.h"

#include "call/masked.h"
#include "print/note.h"

#include <string.h>

static bool print_form(struct buf *out, const struct printed_style *s, const struct call *c,
                       struct err *e)
{
    switch (s->form) {
    case FORM_TEXT:
        print_text(out, c, s->cols, s->gap_s);
        return true;
    case FORM_JSON:
        print_json(out, c);
        return true;
    case FORM_MARKDOWN:
        note_print(out, c, s->note, s->gap_s, NULL, c->turn_count);
        return true;
    case FORM_VTT:
        return print_vtt(out, c, e);
    case FORM_RAW:
        print_raw(out, c);
        return true;
    case FORM_COUNT:
        break;
    }
    return false;
}

bool printed_call(struct buf *out, const struct printed_style *s, const struct call *c,
                  struct err *e)
{
    struct mask_count count;
    struct call *masked = s->mask ? masked_call(c, &count) : NULL;
    bool printed = print_form(out, s, masked ? masked : c, e);
    call_free(masked);
    return printed;
}

void printed_mask_failure(const struct printed_style *s, struct failure *f, const char *id)
{
    char *said[] = {f->message, f->code};
    for (size_t i = 0; s->mask && i < sizeof said / sizeof *said; i++)
        if (said[i])
            mask_text(said[i], strlen(said[i]), id, NULL);
}
