/* With --own-links the links in the providers' answers lead to the mock, so that whoever tries the
 * program contacts nobody else. A recording's link leads to the sound of its call (sound.c) and
 * keeps its query, which may say when it expires. Of another link the path is kept. */
#include "tests/mock/mock.h"

#include <stdlib.h>
#include <string.h>

static bool on;

void own_links(void)
{
    on = true;
}

/* Whether what was written is the beginning of the member that links to the recording. */
static bool names_recording(const struct buf *written)
{
    static const char name[] = "\"recording_url\"";
    size_t n = written->len;
    while (n > 0 && strchr(" :", written->data[n - 1]))
        n--;
    return n >= strlen(name) && strncmp(written->data + n - strlen(name), name, strlen(name)) == 0;
}

/* `link` is what follows the scheme. Returns what is to be kept of it. */
static const char *put_link(const struct call_ref *a, const char *link, struct buf *out)
{
    bool recording = names_recording(out);
    size_t bytes = strcspn(link, "\"");
    buf_printf(out, "\"http://%s", a->host);
    if (recording)
        buf_printf(out, "/media/sound~%s-%s.wav", a->name, a->id);
    size_t dropped = strcspn(link, recording ? "?" : "/");
    return link + (dropped < bytes ? dropped : bytes);
}

void own_links_put(const struct call_ref *a, struct buf *body)
{
    static const char begin[] = "\"https://";
    if (!on || !body->len)
        return;
    char *all = buf_take(body);
    const char *rest = all;
    for (const char *found; (found = strstr(rest, begin));) {
        buf_add(body, rest, (size_t)(found - rest));
        rest = put_link(a, found + strlen(begin), body);
    }
    buf_puts(body, rest);
    free(all);
}
