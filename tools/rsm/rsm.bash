# SPDX-License-Identifier: GPL-2.0
#
# Completion of rsm in bash: verbs, options, and names of objects.

_rsm()
{
	local cur prev words cword verb='' word verbs

	_init_completion -n = || return
	verbs=$(rsm --help 2> /dev/null | sed -n 's/^  \([a-z]\{1,\}\)  .*/\1/p')
	for word in "${words[@]:1:cword-1}"; do
		[[ " $(echo $verbs) " == *" $word "* ]] && verb=$word && break
	done
	if [[ -z $verb ]]; then
		COMPREPLY=($(compgen -W "$verbs --server= --app= --json --quiet --verbose \
			--win-exit --help --version" -- "$cur"))
	elif [[ $cur == --type=* ]]; then
		COMPREPLY=($(compgen -W 'library changer changer_type drive drive_type storageslot
			iedoor ieport media_pool media_type physical_media partition logical_media
			librequest oprequest computer' -- "${cur#*=}"))
	elif [[ $cur == --library=* ]]; then
		local IFS=$'\n'
		COMPREPLY=($(compgen -W "$(rsm view -t library -b 2> /dev/null)" -- "${cur#*=}"))
	elif [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W "$(rsm "$verb" --help 2> /dev/null |
			grep -oE -- '--[a-z-]+=?')" -- "$cur"))
		[[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
	fi
}
complete -F _rsm rsm
