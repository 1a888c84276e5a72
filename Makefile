# SPDX-License-Identifier: GPL-2.0-only
#
# The front door.
#
#   make series [LINUX=DIR] [BASE=rev] [SERIES=name] [OUT=dir]
#   make verify           every patch on every architecture
#   make prove            what is freed is released once, on every path
#   make review           read what was generated, here and in build/review.html
#   make check            unit, rule and command tests
#   make check-long       the same on real kernels: git am, checkpatch, ...
#   make bench            our time beside spatch's and git am's, as ratios
#   make install [PREFIX=/usr/local]
#
# What is missing is installed with apt. Kernel trees and objects go to build/.

SERIES ?= pagetable-dtor
PREFIX ?= /usr/local
J      ?= $(shell nproc)

CC     ?= gcc
CFLAGS ?= -O2 -g
WARN   := -Wall -Wextra -Werror -Wno-missing-field-initializers \
	  -Wno-format-truncation
LIBS   := libgit2 jansson sqlite3 libelf

BUILD_PACKAGES := gcc libc6-dev pkg-config libgit2-dev libjansson-dev libsqlite3-dev libelf-dev
RUN_PACKAGES   := coccinelle git
VERIFY_PACKAGES := make sparse flex bison bc libssl-dev libelf-dev perl

SRCS := $(sort $(wildcard src/*/*.c))
OBJS := $(SRCS:src/%.c=build/obj/%.o)

KERNEL_PACKAGE := linux-source-6.12

respin:

# Packages come before pkg-config is asked for flags.
build/.packages: Makefile scripts/need
	@scripts/need $(BUILD_PACKAGES) $(RUN_PACKAGES)
	@mkdir -p build/obj
	@touch $@

build/flags.mk: build/.packages
	@echo "LIB_CFLAGS := $$(pkg-config --cflags $(LIBS))" >$@
	@echo "LIB_LIBS := $$(pkg-config --libs $(LIBS))" >>$@

ifeq ($(filter clean help,$(MAKECMDGOALS)),)
-include build/flags.mk
endif

ALL_CFLAGS = -std=gnu11 -D_GNU_SOURCE -DRESPIN_DATADIR='"$(PREFIX)/share/respin"' \
	     -Isrc $(WARN) $(CFLAGS) $(LIB_CFLAGS)

# make install PREFIX=... after a build with another one.
build/prefix: build/.packages FORCE
	@echo "$(PREFIX)" | cmp -s - $@ || echo "$(PREFIX)" >$@
FORCE:

build/obj/gen/session.o build/obj/base/datadir.o: build/prefix

build/obj/%.o: src/%.c build/flags.mk
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

respin: $(OBJS)
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(OBJS) $(LIB_LIBS) -pthread

-include $(OBJS:.o=.d)

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

series: respin $(LINUX_DEP)
	@./respin generate -j $(J) --series "$(SERIES)" \
		$(if $(BASE),--base "$(BASE)") $(if $(OUT),--out "$(OUT)") \
		$(GENERATE_FLAGS) "$(LINUX_DIR)"

status: respin $(LINUX_DEP)
	@./respin status --series "$(SERIES)" $(if $(BASE),--base "$(BASE)") \
		"$(LINUX_DIR)" || test $$? -eq 1

# --- tests -----------------------------------------------------------------

UNIT := $(patsubst tests/unit/%.c,build/tests/%,$(sort $(wildcard tests/unit/test-*.c)))
LIB_OBJS = $(filter-out build/obj/cmd/%,$(OBJS))

build/tests/%: tests/unit/%.c tests/unit/tap.h $(OBJS)
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -Isrc -o $@ $< $(LIB_OBJS) $(LDFLAGS) $(LIB_LIBS) -pthread

check: respin $(UNIT)
	@scripts/need sparse git-email libmailtools-perl
	@tests/run $(UNIT) tests/cmd-*.sh tests/isolation.sh tests/harness.sh

check-rules: respin
	@./respin test "$(SERIES)"

# On real kernels, Debian's or LINUX: what generate makes; that verify finds
# what is wrong, and that what it skips is the same; that prove sees what is
# left out or done twice. An hour; the first part alone is check-generate.
check-long: check check-generate check-verify
check-generate: respin $(LINUX_DEP)
	@tests/long.sh "$(LINUX_DIR)"
check-verify: respin $(LINUX_DEP)
	@scripts/need $(VERIFY_PACKAGES)
	@tests/faults.sh "$(LINUX_DIR)"
	@tests/sound-long.sh "$(LINUX_DIR)"
	@tests/prove-long.sh "$(LINUX_DIR)"

# The same tests with the address and undefined behaviour sanitizers.
check-asan:
	@$(MAKE) --no-print-directory clean
	@$(MAKE) --no-print-directory check CFLAGS="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all"
	@$(MAKE) --no-print-directory clean

bench: respin $(LINUX_DEP)
	@tests/bench.sh "$(LINUX_DIR)"
	@scripts/need $(VERIFY_PACKAGES)
	@tests/bench-verify.sh "$(LINUX_DIR)"

# --- installing ------------------------------------------------------------

install: respin
	install -D -m 755 respin $(DESTDIR)$(PREFIX)/bin/respin
	install -D -m 644 docs/respin.1 $(DESTDIR)$(PREFIX)/share/man/man1/respin.1
	for d in cocci docs verify; do \
		(cd $$d && find . -type f -exec install -D -m 644 {} \
			$(DESTDIR)$(PREFIX)/share/respin/$$d/{} \;) || exit 1; \
	done
	find $(DESTDIR)$(PREFIX)/share/respin -path '*/checks/*' -name run -exec chmod 755 {} +
	chmod 755 $(DESTDIR)$(PREFIX)/share/respin/verify/toolchains/build

# --- verifying -------------------------------------------------------------

# make verify [LINUX=DIR] [BASE=rev] [OUT=dir] [ARCH="arm x86-i386 ..."]
# [DEPTH=quick|full] [VERIFY_FLAGS=...]. Compilers are not installed by it: a
# configuration without one is shown as not checked, with what brings it.
verify: respin $(LINUX_DEP)
	@scripts/need $(VERIFY_PACKAGES)
	@./respin verify -j $(J) $(if $(BASE),--base "$(BASE)") \
		$(foreach a,$(ARCH),--arch $(a)) \
		$(if $(DEPTH),--depth $(DEPTH)) $(VERIFY_FLAGS) \
		"$(LINUX_DIR)" $(OUT)

# make prove [LINUX=DIR] [BASE=rev] [OUT=dir] [ARCH="arm ..."] [PROVE_FLAGS=...]:
# is what is freed released exactly once, at every patch? docs/proving.md.
prove: respin $(LINUX_DEP)
	@scripts/need $(VERIFY_PACKAGES)
	@./respin prove -j $(J) $(if $(BASE),--base "$(BASE)") \
		$(foreach a,$(ARCH),--arch $(a)) $(PROVE_FLAGS) \
		"$(LINUX_DIR)" $(OUT)

# All of Debian's compilers that verify/arch names; gigabytes.
compilers:
	@scripts/need $$(sed -n 's/^[[:space:]]*packages = //p' verify/arch/*.conf | tr ' ' '\n' | sort -u)

# --- reviewing -------------------------------------------------------------

# make review [LINUX=DIR [BASE=rev]] [OUT=dir] [AGAINST=folder, mbox or A..B of
# LINUX]. Without LINUX and OUT, what was generated last. That something needs
# a look is no failure.
review: respin
	@mkdir -p build
	@./respin review --html build/review.html \
		$(if $(AGAINST),--against "$(AGAINST)" --range-diff) \
		$(if $(LINUX),--repo "$(LINUX)") $(if $(BASE),--base "$(BASE)") \
		$(REVIEW_FLAGS) $(if $(OUT),--out "$(OUT)",$(if $(LINUX),"$(LINUX)")) || \
		test $$? -eq 1

# Compilers that Debian does not have, from Debian's gcc source.
toolchains:
	@verify/toolchains/build $(or $(ARCH),csky microblaze nios2 xtensa)

clean:
	rm -rf build/obj build/tests build/flags.mk build/prefix build/.packages respin

.PHONY: series status verify prove review compilers toolchains check check-rules check-long check-generate check-verify check-asan bench install clean
.DELETE_ON_ERROR:
