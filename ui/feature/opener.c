/* Links to the user's opener. No state. */
#include "ui/feature/opener.h"

#include "base/alloc.h"
#include "config/words.h"
#include "os/os.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

bool opener_has_display(void)
{
    return os_variable("DISPLAY") || os_variable("WAYLAND_DISPLAY");
}

/* A command that does not say where the link goes gets it as its last word. */
static char **command_words(const char *command, const char *url, const char *start, struct err *e)
{
    const struct word_value values[] = {{"url", url}, {"start", start}};
    const char *end = strstr(command, "{url}") ? "" : " {url}";
    char *line = xasprintf("%s%s", command, end);
    char **words = words_split(line, values, start ? 2 : 1, e);
    free(line);
    return words;
}

enum open_result opener_open(struct process *p, const struct config *config, const char *url,
                             const char *start, struct err *e)
{
    enum option_id option = start ? OPT_play_command : OPT_open_command;
    const char *command = config_text(config, option);
    struct err why;
    if (!url_may_open(url, e))
        return OPEN_REFUSED;
    bool is_default = !start && strcmp(command, options[option].def) == 0;
    if (is_default && !opener_has_display())
        return OPEN_NO_DISPLAY;
    char **words = command_words(command, url, start, &why);
    if (!words) {
        err_set(e, "%s: %s", options[option].name, why.text);
        return OPEN_REFUSED;
    }
    bool started = process_start(p, words, NULL, 0, e);
    words_free(words);
    return started ? OPEN_STARTED : OPEN_REFUSED;
}
