#include "provider/vocabulary.h"

const struct description_word description_words[] = {
#define WORD(group, name, value, sentence, how) {group, name, value, sentence},
#include "provider/word.def"
};
const size_t description_word_count = sizeof description_words / sizeof *description_words;
