/* What mpv says of its version, and which versions can be driven. */
#include "play/player_version.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static void version__line__number_or_none(void **state)
{
    (void)state;
    static const struct {
        const char *line, *version;
    } rows[] = {
        /* of Debian 12, of Arch Linux, of Debian 11, built from a checkout, and without tags */
        {"mpv 0.35.1 Copyright \xc2\xa9 2000-2023 mpv/MPlayer/mplayer2 projects", "0.35.1"},
        {"mpv v0.40.0 Copyright \xc2\xa9 2000-2025 mpv/MPlayer/mplayer2 projects", "0.40.0"},
        {"mpv 0.32.0 Copyright \xc2\xa9 2000-2020 mpv/MPlayer/mplayer2 projects", "0.32.0"},
        {"mpv v0.38.0-123-g5e0ce4d Copyright", "0.38.0-123-g5e0ce4d"},
        {"mpv git-2021-07-20-5e0ce4d Copyright", NULL},
        {"mpv 1", "1"},
        {"mpv", NULL},
        {"mpv ", NULL},
        {"mpv v", NULL},
        {"VLC version 3.0.18", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *version = player_version_read(rows[i].line);
        if (rows[i].version && version)
            assert_string_equal(version, rows[i].version);
        else if (rows[i].version || version)
            fail_msg("'%s' gives '%s'", rows[i].line, version ? version : "nothing");
        free(version);
    }
}

static void version__enough__from_0_35_on(void **state)
{
    (void)state;
    static const char *const enough[] = {"0.35", "0.35.0", "0.35.1", "0.36.0-rc1",         "0.100",
                                         "1",    "1.0",    "2.3",    "0.38.0-123-g5e0ce4d"};
    static const char *const too_old[] = {"0.34.1", "0.34", "0.4.0", "0.9", "0", "0.3.5"};
    for (size_t i = 0; i < LEN(enough); i++)
        if (!player_version_is_enough(enough[i]))
            fail_msg("%s is refused", enough[i]);
    for (size_t i = 0; i < LEN(too_old); i++)
        if (player_version_is_enough(too_old[i]))
            fail_msg("%s is accepted", too_old[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version__line__number_or_none),
        cmocka_unit_test(version__enough__from_0_35_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
