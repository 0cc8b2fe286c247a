#include "tests/support/elf_file.h"

#include "base/alloc.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* What is at an offset; fails the test if it is not within the file. */
static const void *at(const struct elf_file *f, uint64_t offset, uint64_t size)
{
    if (offset > f->size || size > f->size - offset)
        fail_msg("%s: expected %llu bytes at %llu", f->path, (unsigned long long)size,
                 (unsigned long long)offset);
    return f->bytes + offset;
}

static void read_all(struct elf_file *f, int fd)
{
    for (size_t done = 0; done < f->size;) {
        ssize_t n = read(fd, f->bytes + done, f->size - done);
        assert_true(n > 0);
        done += (size_t)n;
    }
}

void elf_file_open(struct elf_file *f, const char *path)
{
    struct stat st = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        fail_msg("cannot read '%s'", path);
    *f = (struct elf_file){path, xmalloc((size_t)st.st_size), (size_t)st.st_size};
    read_all(f, fd);
    close(fd);
    const Elf64_Ehdr *h = at(f, 0, sizeof *h);
    if (memcmp(h->e_ident, ELFMAG, SELFMAG) != 0 || h->e_ident[EI_CLASS] != ELFCLASS64)
        fail_msg("%s: expected a 64-bit ELF file", path);
}

void elf_file_close(struct elf_file *f)
{
    free(f->bytes);
    *f = (struct elf_file){0};
}

const Elf64_Ehdr *elf_file_header(const struct elf_file *f)
{
    return at(f, 0, sizeof(Elf64_Ehdr));
}

const Elf64_Phdr *elf_file_segment(const struct elf_file *f, Elf64_Word type, size_t i)
{
    const Elf64_Ehdr *h = elf_file_header(f);
    const Elf64_Phdr *segments = at(f, h->e_phoff, h->e_phnum * sizeof *segments);
    for (size_t n = 0; n < h->e_phnum; n++)
        if (segments[n].p_type == type && i-- == 0)
            return &segments[n];
    return NULL;
}

const Elf64_Dyn *elf_file_dynamic(const struct elf_file *f, Elf64_Sxword tag, size_t i)
{
    const Elf64_Phdr *segment = elf_file_segment(f, PT_DYNAMIC, 0);
    assert_non_null(segment);
    const Elf64_Dyn *d = at(f, segment->p_offset, segment->p_filesz);
    for (; d->d_tag != DT_NULL; d++)
        if (d->d_tag == tag && i-- == 0)
            return d;
    return NULL;
}

static const Elf64_Shdr *section_at(const struct elf_file *f, size_t i)
{
    const Elf64_Ehdr *h = elf_file_header(f);
    assert_true(i < h->e_shnum);
    return at(f, h->e_shoff + i * sizeof(Elf64_Shdr), sizeof(Elf64_Shdr));
}

static const Elf64_Shdr *section_of(const struct elf_file *f, Elf64_Word type)
{
    for (size_t i = 0; i < elf_file_header(f)->e_shnum; i++)
        if (section_at(f, i)->sh_type == type)
            return section_at(f, i);
    return NULL;
}

/* A string of the table that the section refers to. */
static const char *string_at(const struct elf_file *f, const Elf64_Shdr *section, uint64_t offset)
{
    const Elf64_Shdr *strings = section_at(f, section->sh_link);
    assert_true(offset < strings->sh_size);
    return (const char *)at(f, strings->sh_offset, strings->sh_size) + offset;
}

const char *elf_file_needed(const struct elf_file *f, size_t i)
{
    const Elf64_Dyn *d = elf_file_dynamic(f, DT_NEEDED, i);
    return d ? string_at(f, section_of(f, SHT_DYNAMIC), d->d_un.d_val) : NULL;
}

bool elf_file_symbol(const struct elf_file *f, Elf64_Word table, size_t i, struct elf_symbol *s)
{
    const Elf64_Shdr *section = section_of(f, table);
    if (!section || i >= section->sh_size / sizeof *s->entry)
        return false;
    s->entry = at(f, section->sh_offset + i * sizeof *s->entry, sizeof *s->entry);
    s->name = string_at(f, section, s->entry->st_name);
    return true;
}

bool elf_file_imports(const struct elf_file *f, const char *name)
{
    struct elf_symbol s;
    for (size_t i = 0; elf_file_symbol(f, SHT_DYNSYM, i, &s); i++)
        if (s.entry->st_shndx == SHN_UNDEF && strcmp(s.name, name) == 0)
            return true;
    return false;
}

const unsigned char *elf_file_code(const struct elf_file *f, const struct elf_symbol *s, size_t n)
{
    const Elf64_Shdr *section = section_at(f, s->entry->st_shndx);
    return at(f, s->entry->st_value - section->sh_addr + section->sh_offset, n);
}
