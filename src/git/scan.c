// SPDX-License-Identifier: GPL-2.0-only
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/proc.h"
#include "base/progress.h"
#include "git/scan.h"
#include "git/scan-cache.h"
#include "base/wordset.h"

struct shared {
	const struct tree *tree;
	struct scan *scan;
	const struct wordset *words;
	const struct scan_cache *cache;
	uint8_t *unread;		/* one a file */
	atomic_size_t next;		/* next file to take */
	atomic_size_t cached;
	atomic_ullong bytes;
	atomic_bool stop;
	atomic_int failed;
};

#define BATCH 64	/* files a thread takes at once */

static void look(struct shared *sh, struct tree_reader *r, size_t i,
		 struct strbuf *text)
{
	const struct tree_file *f = &sh->tree->files[i];
	int known = scan_cache_get(sh->cache, &f->id);
	size_t word;

	/* Known from another tree, perhaps: say what is missing all the same. */
	if (known >= 0 && tree_has(r, f)) {
		sh->scan->hit[i] = known;
		atomic_fetch_add(&sh->cached, 1);
		return;
	}
	if (tree_read(r, f, text) < 0) {
		sh->unread[i] = 1;
		return;
	}
	atomic_fetch_add(&sh->bytes, text->len);
	sh->scan->hit[i] = wordset_next(sh->words, text->buf, text->len, 0,
					&word) >= 0;
}

static void *worker(void *data)
{
	struct shared *sh = data;
	struct strbuf text = STRBUF_INIT;
	struct tree_reader r;

	if (tree_reader_init(&r, sh->tree) < 0) {
		atomic_store(&sh->failed, 1);
		return NULL;
	}
	while (!atomic_load(&sh->stop)) {
		size_t from = atomic_fetch_add(&sh->next, BATCH);

		if (from >= sh->tree->n)
			break;
		for (size_t i = from; i < from + BATCH && i < sh->tree->n; i++)
			look(sh, &r, i, &text);
	}
	tree_reader_release(&r);
	strbuf_release(&text);
	return NULL;
}

static bool supervise(struct shared *sh, bool progress)
{
	double start = now();
	bool shown = false;

	while (atomic_load(&sh->next) < sh->tree->n) {
		usleep(20000);
		if (proc_interrupted())
			atomic_store(&sh->stop, true);
		if (atomic_load(&sh->stop) || atomic_load(&sh->failed))
			break;
		if (progress && now() - start > 0.5) {
			size_t done = atomic_load(&sh->next), n = sh->tree->n;

			progress_show(done > n ? n : done, n, start,
				      "files scanned");
			shown = true;
		}
	}
	if (shown)
		progress_clear();
	return atomic_load(&sh->stop);
}

static void run(struct shared *sh, int n, bool progress)
{
	pthread_t *threads = xcalloc(n, sizeof(*threads));
	int started = 0;

	while (started < n &&
	       !pthread_create(&threads[started], NULL, worker, sh))
		started++;
	if (started)
		supervise(sh, progress);
	else
		worker(sh);
	for (int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	free(threads);
}

int scan_tree(struct scan *s, const struct tree *t, const struct strvec *words,
	      int n, bool use_cache, bool progress)
{
	struct scan_cache cache = { 0 };
	struct wordset ws;
	struct shared sh = { .tree = t, .scan = s, .words = &ws,
			     .cache = &cache };
	double start = now();
	int err = 0;

	memset(s, 0, sizeof(*s));
	wordset_init(&ws, words);
	if (use_cache)
		scan_cache_open(&cache, &ws.words);
	s->hit = xcalloc(t->n, sizeof(*s->hit));
	sh.unread = xcalloc(t->n, 1);
	run(&sh, n < 1 ? 1 : n, progress);
	if (atomic_load(&sh.failed))
		err = ERR_ENV;
	if (proc_interrupted())
		err = ERR_INTERRUPTED;
	for (size_t i = 0; i < t->n && !err; i++)
		if (sh.unread[i])
			strvec_push(&s->unread, t->files[i].path);
	s->files = t->n;
	s->cached = atomic_load(&sh.cached);
	s->bytes = atomic_load(&sh.bytes);
	if (!err && use_cache && s->cached < t->n)
		scan_cache_write(&cache, t, s->hit, sh.unread);
	scan_cache_release(&cache);
	wordset_release(&ws);
	free(sh.unread);
	s->seconds = now() - start;
	return err;
}

void scan_release(struct scan *s)
{
	free(s->hit);
	strvec_release(&s->unread);
	memset(s, 0, sizeof(*s));
}
