/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fuzz: a target gives bytes to one reader of what others wrote. The reader
 * may take them or refuse them; the sanitizers, a deadline and a limit on
 * memory see what it may not. FUZZ(NAME) begins a target: libFuzzer's entry in
 * a build for it (make fuzz), a function of tests/fuzz/corpus.c in one for
 * make check. No target starts a process or asks the network.
 */
#ifndef RESPIN_FUZZ_H
#define RESPIN_FUZZ_H

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/strbuf.h"
#include "base/strvec.h"

#ifdef FUZZ_ONE
#define FUZZ(name) int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
#else
#define FUZZ(name) int fuzz_##name(const uint8_t *data, size_t size)
#endif
/* For the declaration that compilers ask for. */
#define FUZZ_TARGET(name) FUZZ(name); FUZZ(name)

/* fuzz_text: the input as a text, to be freed. It ends at its first NUL. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	return xstrndup((const char *)data, size);
}

/* fuzz_cut: end TEXT at its next line "%%"; what is behind it, or "". */
static inline char *fuzz_cut(char *text)
{
	char *at = strstr(text, "\n%%\n");

	if (!at)
		return text + strlen(text);
	at[1] = '\0';
	return at + 4;
}

/*
 * fuzz_bytes: the input as A, up to its line "%%", and B, what is behind that;
 * NULs and all. Both are to be released.
 */
static inline void fuzz_bytes(const uint8_t *data, size_t size,
			      struct strbuf *a, struct strbuf *b)
{
	const uint8_t *at = memmem(data, size, "\n%%\n", 4);
	size_t n = at ? (size_t)(at + 1 - data) : size;

	strbuf_init(a);
	strbuf_init(b);
	strbuf_add(a, data, n);
	if (at)
		strbuf_add(b, at + 4, size - n - 3);
}

/*
 * fuzz_file: the name of a file that holds SIZE bytes of DATA. There is one,
 * in memory: the next call writes it anew.
 */
static inline const char *fuzz_file(const void *data, size_t size)
{
	static char name[32];
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, 0) ||
	    pwrite(fd, data, size, 0) != (ssize_t)size)
		BUG("no file in memory");
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return name;
}

/* fuzz_dir: a folder, in memory if there is room for one; gone at the end. */
const char *fuzz_dir(void);
/* fuzz_put: write the file NAME in that folder, and folders on its way. */
void fuzz_put(const char *name, const void *data, size_t size);

/* fuzz_result: a reader returns no error that is not one of ours. */
static inline void fuzz_result(int err)
{
	if (err > 1 || err < ERR_TOOL)
		BUG("a reader returns %d", err);
}

#endif
