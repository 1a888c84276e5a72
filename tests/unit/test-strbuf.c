// SPDX-License-Identifier: GPL-2.0-only
/* strbuf: growing, cutting, reading; NUL bytes, and what is not there. */
#include <errno.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/strbuf.h"
#include "heard.h"
#include "tap.h"

static void test_empty(void)
{
	struct strbuf sb = STRBUF_INIT, other;
	char *s;

	strbuf_init(&other);
	is_str(sb.buf, "", "a new one is an empty text");
	ok(!sb.len && !sb.alloc, "and takes no memory");
	strbuf_add(&sb, NULL, 0);
	strbuf_addstr(&sb, "");
	strbuf_addbuf(&sb, &other);
	strbuf_addf(&sb, "%s", "");
	ok(!sb.len && !*sb.buf, "nothing added is nothing");
	strbuf_clear(&other);
	strbuf_rtrim(&other);
	strbuf_splice(&other, 0, 0, "", 0);
	ok(!other.len && !*other.buf && !*strbuf_empty,
	   "nor is anything cut: the shared empty text is as it was");
	ok(strbuf_equal(&sb, &other), "two empty ones are equal");
	s = strbuf_detach(&other);
	is_str(s, "", "detached, it is a text to free()");
	free(s);
	strbuf_release(&sb);
	strbuf_release(&sb);
	ok(!sb.len && !*sb.buf, "released twice, it may be used again");
}

static void test_add(void)
{
	struct strbuf sb = STRBUF_INIT, other = STRBUF_INIT;
	char *s;
	size_t right = 0;

	strbuf_addstr(&sb, "one");
	strbuf_addch(&sb, ' ');
	strbuf_addf(&sb, "%d of %s", 2, "three");
	is_str(sb.buf, "one 2 of three", "texts are appended");
	strbuf_addbuf(&other, &sb);
	ok(strbuf_equal(&sb, &other), "a copy is equal");
	strbuf_clear(&sb);
	is_str(sb.buf, "", "cleared, it is empty");
	ok(sb.alloc > 0, "and keeps its memory");
	strbuf_addstr(&sb, "x");
	strbuf_swap(&sb, &other);
	is_str(sb.buf, "one 2 of three", "swapped: the one has the other's");
	is_str(other.buf, "x", "and the other the one's");
	s = strbuf_detach(&other);
	is_str(s, "x", "detached: the text");
	ok(!other.len && !*other.buf, "and what is left is empty");
	free(s);
	strbuf_clear(&sb);
	for (int i = 0; i < 100000; i++)
		strbuf_addch(&sb, (char)('a' + i % 26));
	for (size_t i = 0; i < sb.len; i++)
		right += sb.buf[i] == (char)('a' + i % 26);
	ok(sb.len == 100000 && right == sb.len && !sb.buf[sb.len],
	   "a hundred thousand, one by one");
	strbuf_addf(&other, "%s|%5000d", sb.buf, 7);
	ok(other.len == 105001 && !memcmp(other.buf, sb.buf, sb.len) &&
	   other.buf[other.len - 1] == '7', "a long one, formatted");
	strbuf_grow(&sb, 1000000);
	ok(sb.alloc > 1100000 && sb.len == 100000 && !sb.buf[sb.len],
	   "room to come does not change the text");
	strbuf_release(&sb);
	strbuf_release(&other);
}

static void test_nul(void)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

	strbuf_add(&a, "a\0b", 3);
	strbuf_add(&b, "a\0c", 3);
	ok(a.len == 3 && !memcmp(a.buf, "a\0b", 4), "NUL bytes are kept");
	ok(!strbuf_equal(&a, &b), "what is behind one counts");
	strbuf_clear(&b);
	strbuf_addstr(&b, "a");
	ok(!strbuf_equal(&a, &b), "so does the length");
	strbuf_addch(&b, '\0');
	ok(b.len == 2 && !memcmp(b.buf, "a\0", 3), "a NUL is a byte like others");
	strbuf_rtrim(&b);
	ok(b.len == 2, "and no white space");
	strbuf_release(&a);
	strbuf_release(&b);
}

static void spliced(const char *text, size_t pos, size_t old, const char *new,
		    const char *want, const char *name)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, text);
	strbuf_splice(&sb, pos, old, new, strlen(new));
	is_str(sb.buf, want, name);
	ok(sb.len == strlen(want), "%s: its length", name);
	strbuf_release(&sb);
}

static void beyond(void)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, "abc");
	strbuf_splice(&sb, 2, 2, "", 0);
}

static void test_cut(void)
{
	static const char *const white[][2] = {
		{ "a b \t\r\n", "a b" }, { " \n\t ", "" }, { "a", "a" },
		{ "a\v", "a\v" },
	};

	spliced("abc", 0, 0, "xy", "xyabc", "put before");
	spliced("abc", 3, 0, "xy", "abcxy", "put behind");
	spliced("abc", 1, 1, "xyz", "axyzc", "longer in place of shorter");
	spliced("abcdef", 1, 4, "x", "axf", "shorter in place of longer");
	spliced("abc", 0, 3, "", "", "all of it cut");
	spliced("", 0, 0, "new", "new", "put into an empty one");
	ok(aborts(beyond, "splice beyond the end"), "beyond the end is a BUG()");
	for (size_t i = 0; i < ARRAY_SIZE(white); i++) {
		struct strbuf sb = STRBUF_INIT;

		strbuf_addstr(&sb, white[i][0]);
		strbuf_rtrim(&sb);
		ok(!strcmp(sb.buf, white[i][1]) && sb.len == strlen(white[i][1]),
		   "white space at the end, %zu", i);
		strbuf_release(&sb);
	}
}

static void test_read(const char *dir)
{
	struct strbuf sb = STRBUF_INIT, big = STRBUF_INIT;
	char *path = xstrfmt("%s/file", dir);
	int fd[2];

	strbuf_addstr(&sb, "before");
	is_int(strbuf_read_file(&sb, path), -ENOENT, "no file");
	is_str(sb.buf, "before", "and the text is as it was");
	is_int(strbuf_read_file(&sb, dir), -EISDIR, "a folder is no file");
	is_int(strbuf_read_fd(&sb, -1), -EBADF, "nothing is open");
	write_file(path, "", 0);
	is_int(strbuf_read_file(&sb, path), 0, "an empty file");
	is_str(sb.buf, "before", "adds nothing");
	write_file(path, "a\0b\n", 4);
	is_int(strbuf_read_file(&sb, path), 0, "a file with a NUL");
	ok(sb.len == 10 && !memcmp(sb.buf, "beforea\0b\n", 11),
	   "is appended, all of it");
	/* Its size is 0, as that of all that the kernel makes up. */
	strbuf_clear(&sb);
	ok(!strbuf_read_file(&sb, "/proc/self/stat") && sb.len,
	   "a file that does not say its size");
	ok(strbuf_read_file(&sb, "/proc/self/mem") < 0, "a read that fails is an error");
	if (!chmod(path, 0) && access(path, R_OK))
		is_int(strbuf_read_file(&sb, path), -EACCES, "a file that may not be read");
	else
		printf("ok %d - a file that may not be read # SKIP we may\n", ++tap_count);
	for (int i = 0; i < 50000; i++)
		strbuf_addch(&big, (char)i);
	strbuf_clear(&sb);
	if (pipe(fd))
		BUG("no pipe");
	if (!fork()) {
		size_t done = 0;

		while (done < big.len) {
			ssize_t n = write(fd[1], big.buf + done, big.len - done);

			done += n > 0 ? (size_t)n : 0;
		}
		_exit(0);
	}
	close(fd[1]);
	ok(!strbuf_read_fd(&sb, fd[0]) && strbuf_equal(&sb, &big),
	   "a pipe is read to its end");
	close(fd[0]);
	wait(NULL);
	free(path);
	strbuf_release(&sb);
	strbuf_release(&big);
}

int main(void)
{
	char *dir = scratch_new();

	test_empty();
	test_add();
	test_nul();
	test_cut();
	test_read(dir);
	scratch_free(dir);
	return tap_done();
}
