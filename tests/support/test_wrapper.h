/* Runs our programs under another one, such as valgrind, and allows for the time that this takes.
 */
#ifndef TESTS_SUPPORT_TEST_WRAPPER_H
#define TESTS_SUPPORT_TEST_WRAPPER_H

/* The arguments to run: those given, after those of $CALLBROWSER_TEST_WRAPPER if the program is
 * ours. wrapped_free frees the list. */
char **wrapped_words(const char *const *argv);
void wrapped_free(char **words);

/* Skips the test, for that reason, if there is a wrapper. */
void wrapped_skip(const char *why);

/* The time times $CALLBROWSER_TEST_SLOW. */
int wrapped_ms(int ms);

#endif
