/* Reads a 64-bit ELF file far enough to judge how it was built (elf(5)). */
#ifndef TESTS_SUPPORT_ELF_FILE_H
#define TESTS_SUPPORT_ELF_FILE_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>

struct elf_file {
    const char *path; /* borrowed */
    char *bytes;
    size_t size;
};

/* Fails the test if it is no such file. */
void elf_file_open(struct elf_file *f, const char *path);
void elf_file_close(struct elf_file *f);

const Elf64_Ehdr *elf_file_header(const struct elf_file *f);
/* The i-th segment of the type; NULL if there are not so many. */
const Elf64_Phdr *elf_file_segment(const struct elf_file *f, Elf64_Word type, size_t i);
/* The i-th entry of the dynamic section with the tag; NULL if there are not so many. */
const Elf64_Dyn *elf_file_dynamic(const struct elf_file *f, Elf64_Sxword tag, size_t i);
/* The name of the i-th library that is loaded with it; NULL if there are not so many. */
const char *elf_file_needed(const struct elf_file *f, size_t i);

struct elf_symbol {
    const char *name;
    const Elf64_Sym *entry;
};

/* The i-th symbol of the dynamic table (SHT_DYNSYM) or of the complete one (SHT_SYMTAB); false if
 * there are not so many. */
bool elf_file_symbol(const struct elf_file *f, Elf64_Word table, size_t i, struct elf_symbol *s);
/* Whether libraries have to provide a function of this name. */
bool elf_file_imports(const struct elf_file *f, const char *name);
/* The first bytes of a function of the file, n of them. */
const unsigned char *elf_file_code(const struct elf_file *f, const struct elf_symbol *s, size_t n);

#endif
