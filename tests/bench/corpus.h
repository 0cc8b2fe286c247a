/* Kept calls to be searched, call_0 and so on, of Vapi, each ten minutes before the one before. */
#ifndef TESTS_BENCH_CORPUS_H
#define TESTS_BENCH_CORPUS_H

#include <stdint.h>

enum { CORPUS_TURNS = 60, CORPUS_MAX_BYTES = 32 << 20 };
/* The call that has the word `zanzibar`. */
enum { CORPUS_MARKED = 150 };

static const int64_t corpus_start_us = INT64_C(1795963212000000);

/* Keeps the calls from number `from` to before `end`; us[0] and so on become the times. Returns the
 * bytes of a file on average. */
double corpus_keep(const char *dir, int from, int end, long *us);
void corpus_done(void);
/* A random number below that one; always the same row of them. */
unsigned corpus_pick(unsigned below);

#endif
