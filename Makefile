# SPDX-License-Identifier: GPL-2.0-only
#
# Start here. "make help" lists the targets; their texts are the lines with ##
# below. Targets install what they need with apt. Kernel trees and objects go
# to build/.

SERIES ?= pagetable-dtor
PREFIX ?= /usr/local
J      ?= $(shell nproc)

# Objects, libraries and unit tests. With another folder than build/, the
# program goes there too: each way of building has its own, without a clean.
O      ?= build
BIN    := $(if $(filter build,$(O)),respin,$(O)/respin)
RUN    := $(if $(filter /%,$(BIN)),,./)$(BIN)

# ccache where there is one. No process is started to find it: make runs often.
ifeq ($(origin CC),default)
CC     := $(if $(wildcard $(addsuffix /ccache,$(subst :, ,$(PATH)))),ccache )gcc
endif
CFLAGS ?= -O2 -g

# Warnings are errors in a git checkout, where somebody can fix them. A newer
# compiler must not stop the build of a release.
DEV    ?= $(if $(wildcard .git),1)
WARN   := -Wall -Wextra -Wno-missing-field-initializers \
	  $(if $(findstring clang,$(CC)),,-Wno-format-truncation) \
	  $(if $(filter 1,$(DEV)),-Werror)
LIBS   := libgit2 jansson sqlite3 libelf
# It is written in C++ and has no file for pkg-config.
SAT_LIBS := -lcadical -lstdc++ -lm

BUILD_PACKAGES := gcc libc6-dev pkg-config libgit2-dev libjansson-dev libsqlite3-dev libelf-dev \
		  libcadical-dev g++
RUN_PACKAGES   := coccinelle git
VERIFY_PACKAGES := make sparse flex bison bc libssl-dev libelf-dev perl

# V=1 shows the commands; otherwise one line for each says what it makes.
ifeq ($(V),1)
Q    :=
note :=
else
Q    := @
note  = @echo '  $(1)	$@';
endif

SRCS := $(sort $(wildcard src/*/*.c))
OBJS := $(SRCS:src/%.c=$(O)/obj/%.o)

# One library for each folder, so that each program links what it needs. The
# libraries call each other, so they are linked as one group.
FOLDERS := $(filter-out cmd,$(patsubst src/%/,%,$(sort $(dir $(SRCS)))))
ARCHIVES := $(FOLDERS:%=$(O)/lib/%.a)
CMD_OBJS := $(filter $(O)/obj/cmd/%,$(OBJS))

KERNEL_PACKAGE := linux-source-6.12

## The program:
##   all		build ./respin (the default)
all: $(BIN)

# Packages come before pkg-config is asked for flags.
build/.packages: Makefile scripts/need
	@scripts/need $(BUILD_PACKAGES) $(RUN_PACKAGES)
	@mkdir -p $(@D)
	@touch $@

build/flags.mk: build/.packages
	@echo "LIB_CFLAGS := $$(pkg-config --cflags $(LIBS))" >$@
	@echo "LIB_LIBS := $$(pkg-config --libs $(LIBS))" >>$@

BUILDS := $(if $(MAKECMDGOALS),$(filter-out clean help,$(MAKECMDGOALS)),all)
ifneq ($(BUILDS),)
-include build/flags.mk
endif

ALL_CFLAGS = -std=gnu11 -D_GNU_SOURCE -DRESPIN_DATADIR='"$(PREFIX)/share/respin"' \
	     -Isrc $(WARN) $(CFLAGS) $(LIB_CFLAGS)
LINK = $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) \
       -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIB_LIBS) $(SAT_LIBS) -pthread

# $(call record,FILE,TEXT): FILE, which others depend on, holds TEXT. It is
# written only if it does not, and without starting a process.
record = $(if $(subst x$(strip $(2)),,x$(file <$(1)))$(subst x$(file <$(1)),,x$(strip $(2))), \
	 $(if $(wildcard $(dir $(1))),,$(shell mkdir -p $(dir $(1))))$(file >$(1),$(strip $(2))))

# "make install PREFIX=..." after a build with another one, other flags, files
# that came or went.
ifneq ($(BUILDS),)
$(call record,$(O)/prefix,$(PREFIX))
$(call record,$(O)/cflags,$(CC) $(WARN) $(CFLAGS) $(LDFLAGS) $(LIB_CFLAGS) $(LIB_LIBS))
$(call record,$(O)/sources,$(SRCS))
endif
$(O)/prefix $(O)/cflags $(O)/sources: ;

$(O)/obj/gen/session.o $(O)/obj/base/datadir.o: $(O)/prefix

$(O)/obj/%.o: src/%.c $(O)/cflags | build/flags.mk
	@mkdir -p $(@D)
	$(call note,CC)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# A test looks at what came out.
$(O)/obj/tests/%.o: tests/unit/%.c $(O)/cflags | build/flags.mk
	@mkdir -p $(@D)
	$(call note,CC)$(CC) $(ALL_CFLAGS) -Wno-unused-result -MMD -MP -c -o $@ $<

# What reads what others wrote, see tests/fuzz/fuzz.h.
$(O)/obj/fuzz/%.o: tests/fuzz/%.c $(O)/cflags | build/flags.mk
	@mkdir -p $(@D)
	$(call note,CC)$(CC) $(ALL_CFLAGS) -Wno-unused-result -MMD -MP -c -o $@ $<

$(ARCHIVES): $(O)/sources
	@mkdir -p $(@D)
	@rm -f $@
	$(call note,AR)ar rcs $@ $(filter %.o,$^)
$(foreach f,$(FOLDERS),$(eval $(O)/lib/$(f).a: $(filter $(O)/obj/$(f)/%,$(OBJS))))

$(BIN): $(CMD_OBJS) $(ARCHIVES)
	$(call note,LINK)$(LINK)

UNIT := $(patsubst tests/unit/%.c,$(O)/tests/%,$(sort $(wildcard tests/unit/test-*.c)))

$(UNIT): $(O)/tests/%: $(O)/obj/tests/%.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call note,LINK)$(LINK)

# All targets at once, on the files in tests/fuzz/corpus: a unit test as well.
CORPUS := $(O)/tests/test-fuzz-corpus
FUZZ_OBJS := $(patsubst tests/fuzz/%.c,$(O)/obj/fuzz/%.o,$(sort $(wildcard tests/fuzz/*.c)))
$(CORPUS): $(FUZZ_OBJS) $(ARCHIVES)
	@mkdir -p $(@D)
	$(call note,LINK)$(LINK)
UNIT += $(if $(FUZZ_OBJS),$(CORPUS))

# One target, with libFuzzer: make fuzz.
FUZZERS := $(filter-out $(O)/fuzz/corpus $(O)/fuzz/support,$(FUZZ_OBJS:$(O)/obj/fuzz/%.o=$(O)/fuzz/%))
$(FUZZERS): $(O)/fuzz/%: $(O)/obj/fuzz/%.o $(O)/obj/fuzz/support.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call note,LINK)$(LINK)

ifneq ($(BUILDS),)
-include $(patsubst %.o,%.d,$(OBJS) $(wildcard $(O)/obj/tests/*.o $(O)/obj/fuzz/*.o))
endif

##   compile_commands.json
##			how each file is compiled, for clangd and similar tools
empty :=
comma := ,
json_string = "$(subst ",\",$(strip $(1)))"
compile_command = {"directory": $(call json_string,$(CURDIR)), "file": "$(1)", \
"command": $(call json_string,$(lastword $(CC)) $(ALL_CFLAGS) -c $(1))}
C_FILES = $(SRCS) $(wildcard tests/unit/*.c)
compile_commands.json: build/flags.mk FORCE
	$(file >$@,[)
	$(foreach f,$(C_FILES),$(file >>$@,$(call compile_command,$(f))$(if \
		$(filter-out $(lastword $(C_FILES)),$(f)),$(comma))))
	$(file >>$@,])
	$(call note,GEN):

##   tags		for vi
tags: FORCE
	@scripts/need universal-ctags
	$(call note,GEN)ctags -o $@ --languages=C --kinds-C=+p -R src tests/unit tests/own
FORCE:

# --- the main job ----------------------------------------------------------

# Without LINUX, Debian's kernel source, unpacked once.
ifeq ($(LINUX),)
LINUX_DIR := build/$(KERNEL_PACKAGE)
LINUX_DEP := $(LINUX_DIR)/.unpacked
else
LINUX_DIR := $(LINUX)
LINUX_DEP :=
endif

build/$(KERNEL_PACKAGE)/.unpacked:
	@scripts/need $(KERNEL_PACKAGE) xz-utils
	@echo "respin: unpacking $(KERNEL_PACKAGE) to build/ (once)"
	@rm -rf build/$(KERNEL_PACKAGE) build/unpack
	@mkdir -p build/unpack
	@tar -C build/unpack -xf /usr/src/$(KERNEL_PACKAGE).tar.xz
	@mv build/unpack/$(KERNEL_PACKAGE) build/
	@rmdir build/unpack
	@touch $@

##   series		generate patches [LINUX=DIR] [BASE=rev] [SERIES=name] [OUT=dir]
##			[GENERATE_FLAGS=...]; without LINUX, for Debian's 6.12
series: $(BIN) $(LINUX_DEP)
	@$(RUN) generate -j $(J) --series "$(SERIES)" \
		$(if $(BASE),--base "$(BASE)") $(if $(OUT),--out "$(OUT)") \
		$(GENERATE_FLAGS) "$(LINUX_DIR)"

##   status		list which patches the tree has, needs or cannot take
status: $(BIN) $(LINUX_DEP)
	@$(RUN) status --series "$(SERIES)" $(if $(BASE),--base "$(BASE)") \
		"$(LINUX_DIR)" || test $$? -eq 1

# --- tests -----------------------------------------------------------------

##
## Tests:
##   check		unit and command tests; T="parts" takes only those whose path
##			holds one of these: T=verify, T="test-edit cmd-mail"
CHECKS := $(UNIT) $(sort $(wildcard tests/cmd-*.sh)) tests/isolation.sh \
	  tests/harness.sh $(wildcard tests/layout.sh)
holds_part = $(strip $(foreach part,$(T),$(findstring $(part),$(1))))
PICKED := $(strip $(if $(T),$(foreach t,$(CHECKS),$(if $(call holds_part,$(t)),$(t))),$(CHECKS)))

# Programs for tests, and what spatch did: tests/lib.sh.
TEST_BIN := $(O)/tests/bin

units: $(UNIT)
check: $(BIN) $(filter $(UNIT),$(PICKED))
	@$(if $(PICKED),,echo "respin: no test's path holds: $(T)" >&2; exit 1)
	@scripts/need sparse git-email libmailtools-perl strace python3-yaml libxml2-utils
	@RESPIN="$(abspath $(BIN))" TEST_BIN="$(abspath $(TEST_BIN))" tests/run $(PICKED)

##   units		build the unit tests; units-asan: with the sanitizers
##   check-rules	the rule tests of a series [SERIES=name]
check-rules: $(BIN)
	@$(RUN) test "$(SERIES)"

# On real kernels, Debian's or LINUX: what generate makes; that verify finds
# what is wrong, and that what it skips is the same; that prove sees what is
# left out or done twice. An hour; the first part alone is check-generate.
##   check-long		check and all check-* on real kernels, with faults and fuzzing:
##			some hours
##   check-generate	test generate on a real kernel [LINUX=DIR]
##   check-verify	test that verify and prove find faults in it [LINUX=DIR]
##   check-defects	test that prove finds the real defects of two years, in the
##			tree that has them mended, 7.2: LINUX=DIR
##   check-cluster	test verify/cluster on Slurm and ssh nodes that are this machine
##			[LINUX=DIR]
##   check-fault	make system calls, tools and respin itself fail, on a tiny kernel
##   check-fuzz		make fuzz with every target
##   check-boot	boot kernels of arm and x86_64 [LINUX=DIR, a 6.12]: an hour
##   check-race		boot 6.14 with the series reverted, and check that KASAN reports
##			the use after free: LINUX=DIR
check-long: check check-generate check-verify check-boot check-cluster check-fault check-fuzz
check-generate: $(BIN) $(LINUX_DEP)
	@tests/long.sh "$(LINUX_DIR)"
	@tests/try-long.sh "$(LINUX_DIR)"
check-verify: $(BIN) $(LINUX_DEP)
	@AM_ALL=1 LIMIT=600 tests/run tests/cmd-am.sh
	@scripts/need $(VERIFY_PACKAGES)
	@tests/faults.sh "$(LINUX_DIR)"
	@tests/sound-long.sh "$(LINUX_DIR)"
	@tests/classes-long.sh "$(LINUX_DIR)"
	@tests/prove-long.sh "$(LINUX_DIR)"

check-defects: $(BIN)
	$(if $(LINUX),,$(error give a tree in which they are mended: make check-defects LINUX=DIR (7.2)))
	@scripts/need $(VERIFY_PACKAGES)
	@tests/defects-long.sh "$(LINUX)"

check-boot: $(BIN) $(LINUX_DEP)
	@scripts/need $(VERIFY_PACKAGES) $(EMULATORS) gcc-arm-linux-gnueabihf
	@tests/boot-long.sh "$(LINUX_DIR)"

check-race: $(BIN)
	$(if $(LINUX),,$(error give a tree that has the series and PT_RECLAIM: make check-race LINUX=DIR (6.14)))
	@scripts/need $(VERIFY_PACKAGES) $(EMULATORS)
	@tests/race-long.sh "$(LINUX)"

check-cluster: $(BIN)
	@scripts/need $(VERIFY_PACKAGES) slurm-wlm parallel openssh-server openssh-client
	@RESPIN="$(abspath $(BIN))" TEST_BIN="$(abspath $(TEST_BIN))" \
		tests/cluster-long.sh $(if $(LINUX),"$(LINUX)" $(OUT))

check-fault: $(BIN)
	@scripts/need $(VERIFY_PACKAGES) strace sqlite3
	@RESPIN="$(abspath $(BIN))" LIMIT=3600 tests/run tests/fault.sh \
		tests/fault-tools.sh tests/fault-disk.sh tests/kill.sh

##   check-asan		check with the address and undefined behaviour sanitizers [T=],
##			built in build/asan
ASAN = $(MAKE) --no-print-directory O=build/asan \
       CFLAGS="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all"
check-asan:
	+@$(ASAN) check
units-asan:
	+@$(ASAN) units

##   fuzz		libFuzzer on one of tests/fuzz [FUZZ=target] [SECONDS=600]; puts
##			what it finds into build/fuzz/TARGET; fuzzers: build them all
FUZZ_ASAN = $(MAKE) --no-print-directory O=build/fuzz CC=clang DEV=0 \
	CFLAGS="-O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -DFUZZ_ONE" LDFLAGS="-fsanitize=fuzzer"
SECONDS ?= 600
fuzzers: $(FUZZERS)
fuzz check-fuzz:
	@scripts/need clang libclang-rt-14-dev
	+@$(FUZZ_ASAN) fuzzers
	@tests/fuzz.sh "$(SECONDS)" $(FUZZ)

# Of the kernel's source, three files. They are far behind in the archive.
build/checkpatch/scripts/checkpatch.pl:
	@scripts/need $(KERNEL_PACKAGE) xz-utils perl
	@rm -rf build/checkpatch build/checkpatch.new && mkdir -p build/checkpatch.new
	$(call note,TAR)cd build/checkpatch.new && \
		tar --strip-components=1 --occurrence=1 -xf /usr/src/$(KERNEL_PACKAGE).tar.xz \
		$(addprefix $(KERNEL_PACKAGE)/scripts/,checkpatch.pl spelling.txt const_structs.checkpatch)
	@mv build/checkpatch.new build/checkpatch
	@touch $@

##   axe		get axe-core with npm, for tests/cmd-review-keys.sh
AXE_VERSION := 4.14.1
axe: build/axe/node_modules/axe-core/axe.min.js
build/axe/node_modules/axe-core/axe.min.js:
	@command -v npm >/dev/null || scripts/need npm
	@mkdir -p build/axe
	@cd build/axe && npm install --silent --no-save --no-audit --no-fund --prefix . axe-core@$(AXE_VERSION)

##   check-style	the kernel's checkpatch.pl on respin's own C files
check-style: build/checkpatch/scripts/checkpatch.pl
	@tests/run tests/ci-style.sh

##   check-ci		what .ci/run does: check, the unit tests with sanitizers, a
##			build by clang, check-style
CI := $(sort $(wildcard tests/ci-*.sh))
check-ci: $(BIN) $(UNIT) build/checkpatch/scripts/checkpatch.pl
	@scripts/need clang libasan8 libubsan1 sparse git-email libmailtools-perl strace
	@RESPIN="$(abspath $(BIN))" TEST_BIN="$(abspath $(TEST_BIN))" LIMIT=1200 \
		tests/run $(CI) $(CHECKS)

##   bench		respin's time as ratios to spatch and git am, and the counts of
##			a large series beside independent ones [LINUX=DIR]
bench: $(BIN) $(LINUX_DEP)
	@tests/bench.sh "$(LINUX_DIR)"
	@tests/bench-scale.sh "$(LINUX_DIR)"
	@tests/bench-series.sh timer-delete "$(LINUX_DIR)"
	@scripts/need $(VERIFY_PACKAGES)
	@tests/bench-verify.sh "$(LINUX_DIR)"

# --- installing ------------------------------------------------------------

##
## Installing:
##   install		program, manual pages, completion for shells, series and data
##			[PREFIX=/usr/local] [DESTDIR=]
install: $(BIN)
	install -D -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/respin
	install -D -m 644 docs/respin.1 $(DESTDIR)$(PREFIX)/share/man/man1/respin.1
	for c in $$(./$(BIN) --list-commands); do \
		./$(BIN) --man-page $$c >build/respin-$$c.1 && \
		install -D -m 644 build/respin-$$c.1 \
			$(DESTDIR)$(PREFIX)/share/man/man1/respin-$$c.1 || exit 1; \
	done
	install -D -m 644 completion/respin.bash \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/respin
	install -D -m 644 completion/_respin \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_respin
	for d in cocci docs verify; do \
		(cd $$d && find . -type f -exec install -D -m 644 {} \
			$(DESTDIR)$(PREFIX)/share/respin/$$d/{} \;) || exit 1; \
	done
	find $(DESTDIR)$(PREFIX)/share/respin -path '*/checks/*' -name run -exec chmod 755 {} +
	chmod 755 $(DESTDIR)$(PREFIX)/share/respin/verify/toolchains/build \
		$(DESTDIR)$(PREFIX)/share/respin/verify/cluster/*.sh

# --- verifying -------------------------------------------------------------

##
## Checking and reading a series:
##   verify		compile every patch everywhere [LINUX=DIR] [BASE=rev] [OUT=dir]
##			[ARCH="arm x86-i386 ..."] [CONFIGS=default|all|NAME]
##			[DEPTH=quick|full] [VERIFY_FLAGS=...]
# verify installs no compilers: it shows a configuration without one as not
# checked, with the package that has it.
verify: $(BIN) $(LINUX_DEP)
	@scripts/need $(VERIFY_PACKAGES)
	@$(RUN) verify --trust-series -j $(J) $(if $(BASE),--base "$(BASE)") \
		$(foreach a,$(ARCH),--arch $(a)) \
		$(if $(CONFIGS),--configs "$(CONFIGS)") \
		$(if $(DEPTH),--depth $(DEPTH)) $(VERIFY_FLAGS) \
		"$(LINUX_DIR)" $(OUT)

##   prove		prove that what is freed is released exactly once: docs/proving.md
##			[LINUX=DIR] [BASE=rev] [OUT=dir] [ARCH="arm ..."]
##			[CONFIGS=default|classes|all|NAME] [PROVE_FLAGS=...]
prove: $(BIN) $(LINUX_DEP)
	@scripts/need $(VERIFY_PACKAGES)
	@$(RUN) prove -j $(J) $(if $(BASE),--base "$(BASE)") \
		$(foreach a,$(ARCH),--arch $(a)) \
		$(if $(CONFIGS),--configs "$(CONFIGS)") $(PROVE_FLAGS) \
		"$(LINUX_DIR)" $(OUT)

##   boot		boot kernels of the base and the last patch: docs/booting.md
##			[LINUX=DIR] [BASE=rev] [OUT=dir] [ARCH="arm x86-x86_64 ..."]
##			[BOOT_FLAGS=...]
# Emulators are small, as compilers are not: those that the files name.
EMULATORS = $(sort $(shell sed -n 's/^[[:space:]]*packages = //p' verify/boot/*.conf))
boot: $(BIN) $(LINUX_DEP)
	@scripts/need $(VERIFY_PACKAGES) $(EMULATORS)
	@$(RUN) boot -j $(J) $(if $(BASE),--base "$(BASE)") \
		$(foreach a,$(ARCH),--arch $(a)) $(BOOT_FLAGS) \
		"$(LINUX_DIR)" $(OUT)

##   compilers		install all Debian compilers that verify/arch names: gigabytes
compilers:
	@scripts/need $$(sed -n 's/^[[:space:]]*packages = //p' verify/arch/*.conf | tr ' ' '\n' | sort -u)

# --- reviewing -------------------------------------------------------------

##   review		show what was generated, here and in build/review.html
##			[LINUX=DIR [BASE=rev]] [OUT=dir] [REVIEW_FLAGS=...]
##			[AGAINST=folder, mbox or A..B of LINUX]
# Without LINUX and OUT, the newest output. Exit status 1, something needs a
# look, is not a failure here.
review: $(BIN)
	@mkdir -p build
	@$(RUN) review --html build/review.html \
		$(if $(AGAINST),--against "$(AGAINST)" --range-diff) \
		$(if $(LINUX),--repo "$(LINUX)") $(if $(BASE),--base "$(BASE)") \
		$(REVIEW_FLAGS) $(if $(OUT),--out "$(OUT)") $(if $(LINUX),"$(LINUX)") || \
		test $$? -eq 1

##   toolchains		build compilers that Debian does not have, from its gcc source [ARCH=]
toolchains:
	@verify/toolchains/build $(or $(ARCH),csky microblaze nios2 xtensa)

##   clean		remove what was built, except kernel trees
clean:
	rm -rf build/obj build/lib build/tests build/asan build/clang build/fuzz build/checkpatch build/flags.mk \
		build/prefix build/cflags build/sources build/.packages respin \
		compile_commands.json tags

##   help		print this
##
## Variables, for all of them:
##   V=1		show the commands
##   O=dir		put objects and program there, not into build/ and ./respin
##   J=n		jobs of respin (default: one for each processor)
##   CC, CFLAGS, LDFLAGS
##			compiler (default: gcc, through ccache if installed) and flags
##   DEV=1, DEV=0	whether warnings are errors (default: 1 in a git checkout, else 0)
help:
	@expand Makefile | sed -n 's/^##$$//p; s/^## //p'

.PHONY: all series status verify prove boot review compilers toolchains check check-rules check-long check-generate check-verify check-defects check-boot check-race check-cluster check-fault check-fuzz check-asan check-style check-ci axe fuzz fuzzers units units-asan bench install clean help
.DELETE_ON_ERROR:
