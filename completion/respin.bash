# SPDX-License-Identifier: GPL-2.0-only
# Completion for bash. What there is to complete, respin itself says.
_respin()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]} words

	if [ "$COMP_CWORD" -eq 1 ] || { [ "$COMP_CWORD" -eq 2 ] &&
	   [ "$command" = help ]; }; then
		words="$(respin --list-commands 2>/dev/null) help version"
	elif [[ $cur == -* ]]; then
		words=$(respin "$command" --completion-helper 2>/dev/null |
			sed 's/[ \t].*//')
	elif [[ $prev == --* ]]; then
		# "--depth quick|full": one of these; a FILE: as usual.
		words=$(respin "$command" --completion-helper 2>/dev/null |
			sed -n "s/^$prev \([^\t]*|[^\t]*\)\t.*/\1/p" |
			tr '|' '\n' | sed '/[A-Z]/d')
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -o default -F _respin respin
