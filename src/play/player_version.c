#include "play/player_version.h"

#include "base/alloc.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

char *player_version_read(const char *line)
{
    static const char name[] = "mpv ";
    if (strncmp(line, name, strlen(name)) != 0)
        return NULL;
    line += strlen(name);
    line += *line == 'v';
    return isdigit((unsigned char)*line) ? xstrndup(line, strcspn(line, " ")) : NULL;
}

/* The two numbers of "0.35" and of what follows it. */
static void read_numbers(const char *version, unsigned long numbers[2])
{
    char *end;
    numbers[0] = strtoul(version, &end, 10);
    numbers[1] = *end == '.' ? strtoul(end + 1, NULL, 10) : 0;
}

bool player_version_is_enough(const char *version)
{
    unsigned long is[2], least[2];
    read_numbers(version, is);
    read_numbers(PLAYER_VERSION_LEAST, least);
    return is[0] > least[0] || (is[0] == least[0] && is[1] >= least[1]);
}
