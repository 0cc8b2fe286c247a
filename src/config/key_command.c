/* Messages do not quote a command that cannot be run: it may be the key itself. */
#include "config/key_command.h"

#include "config/program_line.h"
#include "config/words.h"

#include <stddef.h>

char *key_command_line(const char *command, int limit_ms, struct err *e)
{
    struct err why = {""};
    char **argv = words_split(command, NULL, 0, &why);
    if (!argv) {
        err_set(e, "cannot use api_key_command: %s", err_reason(&why));
        return NULL;
    }
    char *line = program_line("the program of api_key_command", argv, limit_ms, e);
    words_free(argv);
    return line;
}
