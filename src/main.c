/* The program: the command line, and then the screen if the task is to show one. */
#include "cli/cli.h"
#include "cli/output.h"
#include "os/os.h"
#include "text/locale.h"
#include "ui/feature/doctor_screen.h"
#include "ui/feature/features.h"
#include "ui/shell/session.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

/* If one of the descriptors 0 to 2 is closed at the start, a socket could get its number. It is
 * replaced by one that fails in the same way. */
static void fill_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
            continue;
        if (open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            _exit(1);
    }
}

#if defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define IS_SANITIZED 1
#endif
#elif defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define IS_SANITIZED 1
#endif

/* The memory holds keys: no core is dumped, and the user's other programs cannot read it. A leak
 * checker needs to read it. */
static void protect_memory(void)
{
#if defined __linux__ && !defined IS_SANITIZED
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

/* Numbers have a decimal point in every locale. Printed text is always UTF-8, so its columns are
 * counted in UTF-8; the screen uses the terminal's encoding. */
static void set_locale(bool screen)
{
    locale_set(LC_ALL);
    if (!screen && strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
}

/* The query of the list to open; NULL: none. Without the network there is always something to show
 * first. */
static const char *first_query(const struct cli *cli)
{
    bool names_call = cli->words.count || cli->opened.call;
    const char *find = cli->args.values[ARG_FIND];
    return !find && cli->args.offline && !names_call ? "kept" : find;
}

static int show(struct cli *cli)
{
    struct app_request request = {
        .provider = cli->words.provider,
        .ids = cli->words.ids,
        .id_count = cli->words.count,
        .find = first_query(cli),
        .find_providers = cli->args.words,
        .find_provider_count = cli->args.values[ARG_FIND] ? cli->args.word_count : 0,
        .opened = cli->opened.call ? &cli->opened : NULL,
        .jobs = cli->args.jobs,
        .offline = cli->args.offline,
        .settings = &cli->settings,
        .config_path = cli->args.values[ARG_CONFIG],
        .theme = cli->args.values[ARG_THEME],
    };
    struct err e = {""};
    int code = session_run(&request, &features_parts, &e);
    if (e.text[0])
        output_say("%s", e.text);
    return code;
}

int main(int argc, char *argv[])
{
    struct cli cli;
    int code = 0;
    fill_descriptors();
    protect_memory();
    os_return_free_memory();
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_IGN); /* write() says EFBIG instead */
    set_locale(true);
    if (cli_start(&cli, argc, (const char *const *)argv, &code) == CLI_CONTINUES) {
        set_locale(cli.args.task == TASK_SCREEN);
        if (cli_run(&cli, doctor_screen_examine, &code) == CLI_CONTINUES)
            code = show(&cli);
    }
    cli_done(&cli);
    return code;
}
