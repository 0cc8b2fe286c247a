/* The program on a terminal without colours and function keys, by a keyboard of characters: what is
 * seen and done elsewhere is seen and done there. */
#include "tests/support/browse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct pty *start(const char *const *args)
{
    struct pty *p = browse_start(&(struct browse_options){
        .args = args, .env = (const char *const[]){"TERM=vt100", NULL}, .options = "mouse = yes"});
    pty_expect(p, "[Transcript]");
    return p;
}

/* How the first letter of a text looks: bits of bold, underline, reverse. */
static unsigned look_of(struct pty *p, const char *text)
{
    int row, col;
    struct term_cell cell;
    pty_expect(p, text);
    pty_check(p, term_find(pty_term(p), text, &row, &col));
    term_cell_at(pty_term(p), row, col, &cell);
    pty_check(p, cell.fg == -1 && cell.bg == -1);
    return cell.bold | (unsigned)cell.underline << 1 | (unsigned)cell.reverse << 2;
}

static void vt100__what_colour_says__is_seen(void **state)
{
    (void)state;
    struct pty *p = start((const char *const[]){"ringyo:call_xyz789", "ringyo:call_404", NULL});
    unsigned agent = look_of(p, "agent  Hello"), person = look_of(p, "user   Hi");
    pty_check(p, agent != person);
    pty_check(p, look_of(p, "[Transcript]") != look_of(p, "Participants"));
    pty_check(p, look_of(p, "1 xyz789") != look_of(p, "2! 404"));
    pty_keys(p, "/sarah\r");
    pty_expect(p, "n next");
    pty_check(p, look_of(p, "Sarah from") != look_of(p, "from Acme"));
    pty_check(p, look_of(p, "Sarah from") != look_of(p, "Sarah, I'm"));
    pty_check(p, look_of(p, "Sarah, I'm") != look_of(p, "I'm doing"));
    pty_keys(p, "]");
    pty_expect(p, "No such call");
    pty_check(p, look_of(p, "No such call") != look_of(p, "Call not found"));
}

static void vt100__everything_is_reached_by_characters(void **state)
{
    (void)state;
    struct pty *p = start((const char *const[]){"ringyo:call_xyz789", "ringyo:call_404", NULL});
    static const struct {
        const char *keys, *shown;
    } steps[] = {
        {"\x0f", "[Participants]"},
        {"\x0f", "[Call]"},
        {"\x0f", "[Call ID]"},
        {"\x0f", "[Providers]"},
        {"\t", "[Call ID]"},
        {"\t", "[Call]"},
        {"?", "[Help]"},
        {"?", "[Call]"},
        {"J", "[JSON]"},
        {"-", "\"metadata\": {..} 2 members"},
        {"+", "\"role\": \"user\""},
        {"J", "[Call]"},
        {">", "No such call"},
        {"<", "[Call]"},
        {"\t\t\t", "[Other fields]"},
        {"z", "cust_456"},
        {"z", "[Other fields]"},
        {":messages\r", "[Messages]"},
        {"\x1b", "[Other fields]"},
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        pty_keys(p, steps[i].keys);
        pty_expect(p, steps[i].shown);
    }
    pty_keys(p, "!true\r");
    pty_expect(p, "any key returns");
    pty_keys(p, " ");
    pty_expect_gone(p, "any key returns"); /* there is no other screen: until all is drawn anew */
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(vt100__what_colour_says__is_seen, browse_end_test),
        cmocka_unit_test_teardown(vt100__everything_is_reached_by_characters, browse_end_test),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
