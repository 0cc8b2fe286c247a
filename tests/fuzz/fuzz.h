/* What the fuzzed entries share. An entry is one file of this folder: LLVMFuzzerTestOneInput takes
 * an input and ends the program if something is wrong with it, and fuzz_seeds gives the inputs that
 * fuzzing begins with. src/tools/fuzz.sh builds the entries with libFuzzer; replay.c is the test
 * program that runs what is kept. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "base/buf.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- an entry ---- */

/* Called once; with the arguments `--seeds DIR` it writes the seeds as files of that folder, and
 * ends the program. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Takes an input, which is borrowed; `name` says where it is from. */
typedef void fuzz_seed(const char *name, const char *bytes, size_t n);
void fuzz_seeds(fuzz_seed *seed);

/* Ends the program with a message unless the condition holds. */
#define FUZZ_CHECK(holds) ((holds) ? (void)0 : fuzz_failed(__FILE__, __LINE__, #holds))
_Noreturn void fuzz_failed(const char *file, int line, const char *what);
/* The same unless both texts are equal, which are shown. */
#define FUZZ_SAME(a, b) fuzz_check_same(__FILE__, __LINE__, a, b)
void fuzz_check_same(const char *file, int line, const char *a, const char *b);

/* ---- inputs ---- */

/* What is left of an input. */
struct fuzz_input {
    const char *s;
    size_t n;
};
struct fuzz_input fuzz_begin(const uint8_t *data, size_t size);
/* Takes the first byte, which chooses something; 0 at the end. */
unsigned fuzz_byte(struct fuzz_input *in);
/* Takes the first line, without its end. */
struct fuzz_input fuzz_line(struct fuzz_input *in);
/* A copy up to the first NUL; the caller frees it. */
char *fuzz_text(struct fuzz_input in);

/* ---- seeds ---- */

/* Gives each file that the pattern (glob(3)) names. `head` (may be NULL) appends what comes before
 * its bytes. */
void fuzz_seed_files(fuzz_seed *seed, const char *pattern,
                     void (*head)(struct buf *out, const char *path));
/* The same for each line of a file: the part before the first tab. */
void fuzz_seed_lines(fuzz_seed *seed, const char *path,
                     void (*head)(struct buf *out, const char *path));
/* The same for a list of texts that ends with NULL. */
void fuzz_seed_texts(fuzz_seed *seed, const char *const texts[]);

/* ---- what entries need ---- */

/* The built-in descriptions. */
const struct provider_set *fuzz_providers(void);
/* Appends the index of the provider that a fixture's path names, as a byte; the first one if it
 * names none. */
void fuzz_put_provider(struct buf *out, const char *path);

/* Printed text is clean: text/clean.h. */
void fuzz_check_clean(const struct buf *out, unsigned flags);
/* Printed JSON has nothing that acts on a terminal, and is what its tree is written as. */
void fuzz_check_json(const struct buf *out);

#endif
