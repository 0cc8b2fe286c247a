/* Programs of ours under another one, such as valgrind, and the patience that this takes. */
#ifndef TESTS_SUPPORT_TEST_WRAPPER_H
#define TESTS_SUPPORT_TEST_WRAPPER_H

/* The words to run: those of $CALLBROWSER_TEST_WRAPPER, when the program is one of ours, before
 * those given. The list is yours, for wrapped_free. */
char **wrapped_words(const char *const *argv);
void wrapped_free(char **words);

/* Skips the test, for that reason, when there is a wrapper. */
void wrapped_skip(const char *why);

/* The time times $CALLBROWSER_TEST_SLOW. */
int wrapped_ms(int ms);

#endif
