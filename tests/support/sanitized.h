/* Which sanitizer this program is built with, as constants for #if: gcc says so by macros, clang by
 * features. */
#ifndef TESTS_SUPPORT_SANITIZED_H
#define TESTS_SUPPORT_SANITIZED_H

#if defined __has_feature
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZED 1
#endif
#if __has_feature(thread_sanitizer)
#define THREAD_SANITIZED 1
#endif
#elif defined __SANITIZE_ADDRESS__
#define ADDRESS_SANITIZED 1
#elif defined __SANITIZE_THREAD__
#define THREAD_SANITIZED 1
#endif

#ifndef ADDRESS_SANITIZED
#define ADDRESS_SANITIZED 0
#endif
#ifndef THREAD_SANITIZED
#define THREAD_SANITIZED 0
#endif

#define SANITIZED (ADDRESS_SANITIZED || THREAD_SANITIZED)

#endif
