/* A sample of the points at which calls of the program can fail: tests/torture. */
#ifndef TESTS_SUPPORT_TORTURING_H
#define TESTS_SUPPORT_TORTURING_H

/* Runs build/torture with these arguments, which NULL ends. Fails the test if one of its runs ends
 * wrongly. Skips the test where memory and calls belong to others. */
void torturing(const char *const *args);

#endif
