# callbrowser. `make` builds build/callbrowser; `make help` lists the other targets.
# The compiler and pkg-config are asked only when a recipe needs an answer, and once each (`once`),
# because `make deps test` installs them in the same run.

CC        ?= cc
BUILD     ?= build
PKGCONF   ?= pkg-config
OPT       ?= -O2 -g
WERROR    ?=
SANITIZE  ?=
PREFIX    ?= /usr/local
DESTDIR   ?=
V         ?=

# All cores are used unless -j says otherwise (on the command line it wins by itself).
# `make clean all` is done in that order.
ifeq ($(MAKELEVEL)$(findstring j,$(shell printf %s "$$MAKEFLAGS"))$(filter clean,$(MAKECMDGOALS)),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
endif

# A recipe is shown as one word and its file; V=1 shows the commands, -s nothing.
Q          = $(if $(filter 1,$(V)),,@)
say        = $(if $(filter 1,$(V))$(findstring s,$(firstword -$(MAKEFLAGS))),,@echo '$1 $2')

LIBS       = ncursesw libcurl libcjson inih libpcre2-8 zlib
TEST_LIBS  = cmocka libmicrohttpd vterm
DEPS       = gcc make pkg-config ca-certificates libncurses-dev libcurl4-openssl-dev libcjson-dev \
             libinih-dev libunistring-dev libpcre2-dev zlib1g-dev libcmocka-dev libmicrohttpd-dev libvterm-dev openssl \
             mandoc less mpv
LINT_DEPS  = clang clang-format clang-tidy cppcheck
comma     := ,
once       = $(eval $1 := $2)$($1)
takes      = $(shell $(CC) $(OPT) -Werror $1 -include string.h -S -o - -x c /dev/null >/dev/null 2>&1 && echo '$1')
links      = $(shell echo 'int main(void) { return 0; }' | $(CC) -Werror $1 -o /dev/null -x c - >/dev/null 2>&1 && echo '$1')

WARN       = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
             -Wformat=2 -Wvla -Wundef -Wwrite-strings -Wcast-qual
FORTIFY    = $(or $(call takes,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3),$(call takes,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2))
HARDEN     = $(call once,HARDEN,$(if $(SANITIZE),,$(FORTIFY)) -fPIE \
             $(foreach f,-fstack-protector-strong -fstack-clash-protection -fcf-protection,$(call takes,$f)))
PKG_CFLAGS = $(call once,PKG_CFLAGS,$(filter-out -D_XOPEN_SOURCE=%,$(shell $(PKGCONF) --cflags $(LIBS))))
CFLAGS    ?=
CPPFLAGS  ?=
LDFLAGS   ?=
# PORTABLE=1 builds without the calls that only Linux has (src/os); give it a BUILD of its own.
PORTABLE  ?=
# What `make bench` measures: groups of rows with commas (all of them), and the directory of another build.
ROWS      ?=
AGAINST   ?=
# What `make torture` runs: SCENARIO[/MODE[/POINT]] (all).
POINTS    ?=
# No path of this machine gets into the program, so that it is the same wherever it is built.
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(PORTABLE:1=-DPORTABLE_ONLY) $(CPPFLAGS) $(OPT) $(WARN) $(WERROR) $(HARDEN) $(SANITIZE) \
             -pthread -MMD -MP -I. -Isrc '-ffile-prefix-map=$(CURDIR)=.' $(PKG_CFLAGS) $(CFLAGS)
RELRO      = $(call once,RELRO,$(foreach f,-Wl$(comma)-z$(comma)relro$(comma)-z$(comma)now,$(call links,$f)))
ALL_LDFLAGS = -pie $(RELRO) -pthread $(SANITIZE) $(LDFLAGS)
# libc first: when the program starts, the loader looks for each symbol in the libraries in this order.
LDLIBS     = $(call once,LDLIBS,-lc $(shell $(PKGCONF) --libs $(LIBS)) -lunistring -lm)
TEST_LDLIBS = $(call once,TEST_LDLIBS,$(LDLIBS) $(shell $(PKGCONF) --libs $(TEST_LIBS)))

CORE_SRC  := $(sort $(filter-out src/tools/%,$(wildcard src/*/*.c src/*/*/*.c)))
UI_SRC    := $(sort $(wildcard ui/*/*.c))
FUZZ_SRC  := $(filter-out %/replay.c %/fuzz.c %/fuzz_kept.c,$(wildcard tests/fuzz/*.c))
TESTS     := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*/test_*.c tests/screen/test_*.c) $(FUZZ_SRC))
HELP_SRC  := $(wildcard tests/support/*.c)
MOCK_SRC  := $(wildcard tests/mock/*.c)
FAKE_SRC  := $(wildcard tests/player/*.c)
BENCH_SRC := $(filter-out %/null.c,$(wildcard tests/bench/*.c))
TORTURE_SRC := $(filter-out %/failing.c,$(wildcard tests/torture/*.c))
DOC_SRC   := $(wildcard src/tools/docgen/*.c)
DOCS      := callbrowser.1 callbrowser.ini.5 callbrowser.bash callbrowser.zsh callbrowser.fish
INIS      := $(sort $(wildcard src/provider/ini/*.ini themes/*.ini)) callbrowser.ini

core_obj   = $(CORE_SRC:%.c=$(BUILD)/%.o) $(BUILD)/builtin.o
objects    = $(core_obj) $(UI_SRC:%.c=$(BUILD)/%.o) $(BUILD)/src/main.o
helpers    = $(HELP_SRC:%.c=$(BUILD)/%.o)
fuzz_obj   = $(patsubst %,$(BUILD)/tests/%.o,fuzz/fuzz fuzz/fuzz_kept support/descriptions support/masking support/scratch) \
             $(BUILD)/libui.a $(BUILD)/libcore.a
docs       = $(DOCS:%=$(BUILD)/doc/%)

# What `make install` installs, as MODE:FROM:TO with TO under PREFIX.
INSTALLED  = 755:$(BUILD)/callbrowser:bin/callbrowser \
             644:$(BUILD)/doc/callbrowser.1:share/man/man1/callbrowser.1 \
             644:$(BUILD)/doc/callbrowser.ini.5:share/man/man5/callbrowser.ini.5 \
             644:$(BUILD)/doc/callbrowser.bash:share/bash-completion/completions/callbrowser \
             644:$(BUILD)/doc/callbrowser.zsh:share/zsh/site-functions/_callbrowser \
             644:$(BUILD)/doc/callbrowser.fish:share/fish/vendor_completions.d/callbrowser.fish
VERSION    = $(shell sed -n 's/^.define CALLBROWSER_VERSION "\(.*\)"/\1/p' src/cli/args.h)

.PHONY: all docs install uninstall dist sbom reproducible deps demo test check fuzz coverage valgrind golden bench bench-check layers lint format \
        help clean
.DELETE_ON_ERROR:
.SECONDARY:

## all: build/callbrowser, the man pages and the completions
all: $(BUILD)/callbrowser $(docs)

$(BUILD)/callbrowser: $(BUILD)/src/main.o $(BUILD)/libui.a $(BUILD)/libcore.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libcore.a: $(core_obj)
$(BUILD)/libui.a: $(UI_SRC:%.c=$(BUILD)/%.o)
%.a:
	$(call say,AR,$@)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

$(BUILD)/%.o: %.c Makefile
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# The INI files are part of the program, as text, each under its path.
$(BUILD)/builtin.c: $(INIS) src/tools/builtin.awk
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	$(Q)awk -f src/tools/builtin.awk $(INIS) >$@
$(BUILD)/builtin.o: $(BUILD)/builtin.c Makefile
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# What is made from the program's tables: man pages, completions, and the tables in README.md and src/doc.
$(BUILD)/doc/doc: $(DOC_SRC:%.c=$(BUILD)/%.o) $(BUILD)/libui.a $(BUILD)/libcore.a
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)
$(BUILD)/doc/callbrowser.%: src/doc/callbrowser.% $(BUILD)/doc/doc
	$(call say,DOC,$@)
	$(Q)$(BUILD)/doc/doc $< >$@

## docs: make the man pages and completions, and rewrite the tables in README.md and src/doc
docs: $(docs)
	@for page in README.md src/doc/*.md; do \
	    $(BUILD)/doc/doc $$page >$(BUILD)/doc/page.md || exit 1; \
	    cmp -s $(BUILD)/doc/page.md $$page || cp $(BUILD)/doc/page.md $$page; \
	done

$(BUILD)/mock: $(MOCK_SRC:%.c=$(BUILD)/%.o) $(helpers) $(BUILD)/libcore.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LDLIBS)

# The library that makes calls fail, and the driver that starts the program with it.
$(BUILD)/failing.so: tests/torture/failing.c tests/torture/page.h Makefile
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(OPT) $(WARN) $(WERROR) -fPIC -shared -pthread -I. -o $@ $< -ldl
-include $(TORTURE_SRC:%.c=$(BUILD)/%.d)
$(BUILD)/torture: $(TORTURE_SRC:%.c=$(BUILD)/%.o) $(helpers) $(BUILD)/libcore.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LDLIBS)

$(BUILD)/fake_player: $(FAKE_SRC:%.c=$(BUILD)/%.o)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^

# Each fuzzed entry as a test program, and as one of libFuzzer, which has a main() of its own.
$(FUZZ_SRC:%.c=$(BUILD)/%): %: %.o $(BUILD)/tests/fuzz/replay.o $(fuzz_obj)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LDLIBS)
$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(fuzz_obj)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(TEST_LDLIBS)
$(BUILD)/tests/%: $(BUILD)/tests/%.o $(helpers) $(BUILD)/libui.a $(BUILD)/libcore.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LDLIBS)

-include $(objects:.o=.d) $(helpers:.o=.d) $(MOCK_SRC:%.c=$(BUILD)/%.d) $(FAKE_SRC:%.c=$(BUILD)/%.d) \
         $(DOC_SRC:%.c=$(BUILD)/%.d) $(TESTS:=.d) \
         $(wildcard $(BUILD)/tests/bench/*.d $(BUILD)/tests/fuzz/*.d)

## install: the program, man pages and completions, under DESTDIR and PREFIX (/usr/local)
install: all
	@src/tools/install.sh install "$(DESTDIR)" "$(PREFIX)" $(INSTALLED)

## uninstall: remove what `make install` installed there
uninstall:
	@src/tools/install.sh uninstall "$(DESTDIR)" "$(PREFIX)" $(INSTALLED)

## dist: build/callbrowser-VERSION.tar.gz, which holds all that building and testing need
dist:
	@src/tools/dist.sh $(BUILD) callbrowser-$(VERSION)

## sbom: build/callbrowser.spdx.json, a bill of materials (SPDX 2.3) of what `make install` installs
sbom: all
	@PKGCONF="$(PKGCONF)" src/tools/sbom.sh callbrowser "$(VERSION)" "$(LIBS)" $(INSTALLED) >$(BUILD)/sbom.new
	@mv $(BUILD)/sbom.new $(BUILD)/callbrowser.spdx.json && echo '$(BUILD)/callbrowser.spdx.json'

## reproducible: build in two folders and compare the program, the documents and the tar file
reproducible:
	@src/tools/reproducible.sh

## deps: install what building and testing need (on Debian; quick when nothing is missing)
deps:
	@src/tools/deps.sh $(DEPS)

## demo: try the program on a mock of the providers, with one call of each open
demo: all $(BUILD)/mock
	@src/tools/demo.sh $(BUILD)

## test, check: build and run every test, or some: make test TESTS=build/tests/unit/text/test_url
check: test
test: all $(BUILD)/mock $(BUILD)/fake_player $(BUILD)/torture $(BUILD)/failing.so $(TESTS)
	@src/tools/run.sh $(BUILD) $(TESTS)

## fuzz: fuzz each entry of tests/fuzz for SECONDS (60), or some: make fuzz FUZZ=json,query SECONDS=600
fuzz:
	+@src/tools/fuzz.sh "$(or $(SECONDS),60)" $(or $(subst $(comma), ,$(FUZZ)),$(notdir $(FUZZ_SRC:.c=)))

# Modes of `make torture` whose failures the program itself answers, those of few calls first.
space     := $(subst ,, )
ANSWERED   = sync-EIO rename-EIO unlink-EIO mkdir-ENOSPC spawn-EAGAIN thread-EAGAIN pipe-EMFILE \
             poll-ENOMEM open-EIO read-EIO open-EMFILE read-EINTR poll-EINTR

## coverage: run every test in build/coverage, and a sample of torture, and print what of src and ui they run
coverage:
	@mkdir -p $(BUILD)/coverage
	@find $(BUILD) -path '$(BUILD)/coverage/*.gcda' -delete
	@$(CC) -D_GNU_SOURCE -fPIE $(call takes,-fcf-protection) -c -o $(BUILD)/coverage/end.o src/tools/coverage_end.c
	@failed=0; TEST_LIMIT_S=$${TEST_LIMIT_S:-900} CALLBROWSER_TEST_SLOW=$${CALLBROWSER_TEST_SLOW:-5} \
	    $(MAKE) BUILD=$(BUILD)/coverage OPT='-O0 -g' SANITIZE=--coverage \
	    LDFLAGS='$(LDFLAGS) -Wl,--wrap=_exit,--wrap=raise $(BUILD)/coverage/end.o' test || failed=1; \
	    TORTURE_JOBS=4 TORTURE_OPTIONS='--seconds 40 --only $(subst $(space),$(comma),$(strip $(ANSWERED)))' \
	    src/tools/torture.sh $(BUILD)/coverage || failed=1; \
	    src/tools/coverage.sh $(BUILD)/coverage && exit $$failed

## valgrind: run every test and the program in it under valgrind (takes minutes)
valgrind: all $(BUILD)/mock $(BUILD)/fake_player $(TESTS)
	@src/tools/deps.sh valgrind
	@src/tools/valgrind.sh $(BUILD) $(TESTS)

## torture: make each call of the program fail in turn, or some: make torture POINTS=screen/memory
.PHONY: torture
torture: all $(BUILD)/mock $(BUILD)/fake_player $(BUILD)/torture $(BUILD)/failing.so
	@src/tools/torture.sh $(BUILD) $(POINTS)

## golden: rewrite the golden screens (tests/screen/*.golden) from what the program shows now
golden: all $(BUILD)/mock $(BUILD)/fake_player $(filter $(BUILD)/tests/screen/%,$(TESTS))
	@UPDATE_GOLDEN=1 src/tools/run.sh $(BUILD) $(filter $(BUILD)/tests/screen/%,$(TESTS))

## bench: measure the program beside less, tig, jq, python3, curl; the rows are in build/bench.json too
## bench-check: the same, and fail if something is a fifth worse than its bar
bench bench-check: all $(BUILD)/bench $(BUILD)/bench_null
	@LC_ALL=C.UTF-8 $(BUILD)/bench $(if $(filter %-check,$@),--check) --json $(BUILD)/bench.json \
	    $(ROWS:%=--rows %) $(AGAINST) $(BUILD)
$(BUILD)/bench: $(BENCH_SRC:%.c=$(BUILD)/%.o) $(helpers) $(BUILD)/libcore.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LDLIBS)
# An empty program that loads every library that callbrowser loads.
$(BUILD)/bench_null: $(BUILD)/tests/bench/null.o
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -Wl,--no-as-needed -o $@ $^ $(LDLIBS)

# `make deps test`: nothing is compiled before its libraries are installed.
ifneq ($(filter deps,$(MAKECMDGOALS)),)
$(objects) $(helpers) $(DOC_SRC:%.c=$(BUILD)/%.o) $(BUILD)/builtin.c $(MOCK_SRC:%.c=$(BUILD)/%.o) $(FAKE_SRC:%.c=$(BUILD)/%.o) $(TESTS:=.o): | deps
endif

# PARTS: some of src/tools/nightly.sh's parts (all of them).
NIGHTLY := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/nightly/test_*.c))
.PHONY: nightly
-include $(NIGHTLY:=.d)

## nightly: what takes too long for each change: all under sanitizers, signals, terminals, random keys (over an hour)
nightly: all $(BUILD)/mock $(BUILD)/fake_player $(NIGHTLY) $(filter $(BUILD)/tests/screen/%,$(TESTS))
	+@src/tools/nightly.sh $(BUILD) $(PARTS)

## layers: check who includes and calls whom, and names (the rules: src/tools/layers.awk)
layers:
	@src/tools/layers.sh

## lint: check formatting, banned functions, lengths; run cppcheck and clang-tidy
lint:
	@src/tools/deps.sh $(LINT_DEPS)
	@src/tools/lint.sh -std=c11 -D_GNU_SOURCE $(WARN) -I. -Isrc $(PKG_CFLAGS)

## format: run clang-format over the tree
format:
	find src ui tests -name '*.[ch]' -exec clang-format -i {} +

## clean: remove build/
clean:
	rm -rf $(BUILD)

help:
	@sed -n 's/^## /  make /p' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo '  Variables: V=1 shows commands; CC, CPPFLAGS, CFLAGS, LDFLAGS, OPT (-O2 -g); WERROR=-Werror;'
	@echo '  SANITIZE=-fsanitize=address; PORTABLE=1; BUILD (build): one folder for each set of flags.'
