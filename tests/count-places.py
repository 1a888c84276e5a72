#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Count the places that a large series is about, independently of respin.

	tests/count-places.py [-l] SERIES TREE [PATH...]

SERIES is timer-delete, hrtimer-setup or kmalloc-obj; TREE a folder with the
kernel's source; PATHs in it restrict the count. Prints one line a form, "PLACES
FILES FORM", and with -l each place, "PATH:LINE FORM: TEXT". Forms of code come
first; what comments, strings and other text say is counted apart.

Neither this program nor its lexer shares anything with respin: it reads C as
tokens, knows comments, strings, directives and continued lines, but neither
preprocesses nor parses. So macro bodies and all branches of #if count.
"""
import os
import re
import sys

TOKEN = re.compile(
    r'(?P<comment>/\*.*?\*/|//(?:\\\n|[^\n])*)'
    r'|(?P<directive>^[ \t]*\#[ \t]*(?!define\b)\w+(?:\\\n|/(?![*/])|[^\n/])*)'
    r'|(?P<string>"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\')'
    r'|(?P<word>[A-Za-z_]\w*)'
    r'|(?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)'
    r'|(?P<op>->|\+\+|--|<<=|>>=|<<|>>|\.\.\.|[-+*/%&|^!=<>]=|&&|\|\||##|\S)',
    re.S | re.M)

KEYWORDS = {'return', 'else', 'do', 'case', 'goto', 'sizeof'}

ALLOC = {p + s for p in ('kmalloc', 'kzalloc', 'kvmalloc', 'kvzalloc')
         for s in ('', '_node')}
ARRAY = {p + s for p in ('kmalloc_array', 'kcalloc', 'kvmalloc_array', 'kvcalloc')
         for s in ('', '_node')}
STRUCT_SIZE = {'struct_size', 'struct_size_t'}
OBJ = {p + s for p in ('kmalloc', 'kzalloc', 'kvmalloc', 'kvzalloc')
       for s in ('_obj', '_objs', '_flex')}


class Source:
    """The tokens of one file: (kind, text, offset) of code, of other text."""

    def __init__(self, text):
        self.text = text
        self.code = []
        self.other = []
        for m in TOKEN.finditer(text):
            kind = m.lastgroup
            if kind == 'comment':
                self.other.append((kind, m.group(), m.start()))
            elif m.group() != '\\':
                self.code.append((kind, m.group(), m.start()))
                if kind == 'string':
                    self.other.append((kind, m.group(), m.start()))

    def line(self, offset):
        return self.text.count('\n', 0, offset) + 1

    def at(self, i):
        return self.code[i][1] if 0 <= i < len(self.code) else ''

    def args(self, i):
        """The arguments of the call whose "(" is token i: lists of tokens,
        and the index of its ")". None if it has no end."""
        depth, arg, args = 0, [], []
        for j in range(i, len(self.code)):
            t = self.code[j][1]
            if t in '([{' and self.code[j][0] == 'op':
                depth += 1
                if depth == 1:
                    continue
            elif t in ')]}' and self.code[j][0] == 'op':
                depth -= 1
                if depth == 0:
                    return args + [arg], j
            elif t == ',' and depth == 1:
                args.append(arg)
                arg = []
                continue
            arg.append(t)
        return None, i

    def declared(self, i):
        """Is token i, with "(" behind it, declared or defined there?"""
        if i == 0 or self.at(i - 1) in ('->', '.'):
            return False
        if self.at(i - 1) == '*':       # T *f( or a * f(
            return self.code[i - 2][0] == 'word' and self.at(i - 3) in (
                'static', 'extern', 'inline', 'struct', '}', ';', '')
        return (self.code[i - 1][0] == 'word' and
                self.at(i - 1) not in KEYWORDS)


def in_text(src, names, found):
    for kind, text, at in src.other:
        for m in re.finditer(r'[A-Za-z_]\w*', text):
            if m.group() in names:
                found('in a ' + kind, at + m.start(), m.group())


def timer_delete(src, found):
    names = {'del_timer', 'del_timer_sync'}
    for i, (kind, text, at) in enumerate(src.code):
        if text not in names:
            continue
        if src.at(i - 1) in ('->', '.') or (src.at(i - 1) == '*' and
                                            src.at(i - 2) == '('):
            found('a member of the same name', at, text)
        elif src.at(i + 1) == '(':
            found('declared' if src.declared(i) else 'call', at, text)
        else:
            found('used as a value', at, text)
    in_text(src, names, found)


def hrtimer_setup(src, found):
    old = {'hrtimer_init', 'hrtimer_init_on_stack'}
    new = {'hrtimer_setup', 'hrtimer_setup_on_stack'}
    for i, (kind, text, at) in enumerate(src.code):
        if text in old | new and src.at(i + 1) == '(':
            if src.at(i - 2) == 'TRACE_EVENT' or src.declared(i):
                found(text + ' declared', at, text)
            else:
                found(text + '()', at, text)
        elif text in old | new:
            found('used as a value', at, text)
        elif (text == 'function' and src.at(i - 1) in ('->', '.') and
              src.at(i + 1) == '=' and src.code[i + 2][0] in ('word', 'op')):
            found('.function = (any timer)', at, text)
    in_text(src, old, found)


def size_form(tokens):
    """How a size is written: sizeof of one thing, a product, struct_size()."""
    if not any(t == 'sizeof' or t in STRUCT_SIZE for t in tokens):
        return None
    if tokens[0] in STRUCT_SIZE and tokens[-1] == ')':
        return 'struct_size'
    if tokens[0] != 'sizeof':
        depth = 0
        for t in tokens:
            depth += (t in '([') - (t in ')]')
            if depth == 0 and t == '*':
                return 'product'
        return 'other'
    depth = 0
    for i, t in enumerate(tokens[1:], 1):
        depth += (t == '(') - (t == ')')
        if depth == 0 and t == ')' and i < len(tokens) - 1:
            return 'product' if tokens[i + 1] == '*' else 'other'
    return 'sizeof'


def kmalloc_obj(src, found):
    for i, (kind, text, at) in enumerate(src.code):
        if kind != 'word' or src.at(i + 1) != '(':
            continue
        if text in OBJ:
            found('declared' if src.at(i - 1) == 'define' else 'new: ' + text,
                  at, text)
        if text not in ALLOC and text not in ARRAY or src.declared(i):
            continue
        args, end = src.args(i + 1)
        if not args or len(args) < 2:
            continue
        size = size_form(args[0]) if text in ALLOC else (
            'sizeof' if args[1][:1] == ['sizeof'] or args[0][:1] == ['sizeof']
            else None)
        if not size:
            continue
        lines = '' if src.line(src.code[end][2]) == src.line(at) else ', lines'
        shape = 'array' if text in ARRAY else size
        if text.endswith('_node'):
            shape += ', node'
        found('%s (%s%s)' % (text, shape, lines), at,
              ' '.join(src.text[at:src.code[end][2] + 1].split()))


SERIES = {
    'timer-delete': (timer_delete, rb'del_timer'),
    'hrtimer-setup': (hrtimer_setup, rb'hrtimer'),
    'kmalloc-obj': (kmalloc_obj,
                    rb'k(?:v?[mz]alloc|v?calloc)(?:_array)?(?:_node|_objs?|_flex)?\s*\('),
}


def files_of(tree, paths):
    for path in paths or ['.']:
        top = os.path.join(tree, path)
        if not os.path.exists(top):
            sys.exit('count-places: no %s' % top)
        if os.path.isfile(top):
            yield os.path.normpath(path)
        for folder, folders, files in os.walk(top):
            folders[:] = sorted(f for f in folders if f != '.git')
            for f in sorted(files):
                yield os.path.relpath(os.path.join(folder, f), tree)


def main(argv):
    show = '-l' in argv
    argv = [a for a in argv if a != '-l']
    if len(argv) < 2 or argv[0] not in SERIES:
        sys.exit(__doc__)
    count, needle = SERIES[argv[0]]
    needle = re.compile(needle)
    places, files = {}, {}
    for path in files_of(argv[1], argv[2:]):
        full = os.path.join(argv[1], path)
        if os.path.islink(full) or not os.path.isfile(full):
            continue
        with open(full, 'rb') as f:
            data = f.read()
        if not needle.search(data):
            continue
        text = data.decode('latin-1')

        def found(form, at, what):
            places[form] = places.get(form, 0) + 1
            files.setdefault(form, set()).add(path)
            if show:
                print('%s:%d %s: %s' % (path, text.count('\n', 0, at) + 1,
                                        form, what))

        if path.endswith(('.c', '.h', '.S')):
            count(Source(text), found)
        elif argv[0] != 'kmalloc-obj':
            names = {'timer-delete': {'del_timer', 'del_timer_sync'},
                     'hrtimer-setup': {'hrtimer_init', 'hrtimer_init_on_stack'}}
            for m in re.finditer(r'[A-Za-z_]\w*', text):
                if m.group() in names[argv[0]]:
                    found('in other text', m.start(), m.group())
    for form in sorted(places, key=lambda f: (f.startswith('in '), f)):
        print('%d\t%d\t%s' % (places[form], len(files[form]), form))


main(sys.argv[1:])
