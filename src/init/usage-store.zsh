function _usage_store_is_exported {
  [[ ${(Pt)1} == *export* ]]
}

# Sets the variables from the view; fails, and has set nothing, where only usage-store can tell.
function _usage_store_view {
  emulate -L zsh
  setopt no_err_exit no_err_return unset no_xtrace no_multibyte
  { zmodload -F zsh/datetime p:EPOCHSECONDS && zmodload -F zsh/system b:sysread; } || return 1
  local _us_root='' _us_profile='' _us_refresh='' _us_needs_refresh='' _us_flag _us_value
  integer _us_max_age=180 _us_complete_age=900
  # A text until it is known to be a number.
  local _us_seconds
  _usage_store_flags "$@" && _usage_store_directory || return 1

  local _us_view=$_us_root/usage.view _us_json=$_us_root/usage.json _us_text=''
  integer _us_now=EPOCHSECONDS
  [[ -f $_us_view && -f $_us_json && -r $_us_json && ! $_us_json -nt $_us_view ]] || return 1
  # One read of one open file: whole, whoever replaces it meanwhile.
  { sysread -s 4097 _us_text <$_us_view; } 2>/dev/null || return 1
  ((${#_us_text} <= 4096)) || return 1
  [[ $_us_text == *$'\n' && $_us_text != *[^A-Za-z0-9_.:=+\ $'\n'-]* ]] || return 1
  local -a _us_lines _us_v
  local _us_names _us_numbers
  _us_lines=("${(@f)${_us_text%$'\n'}}")
  _us_names=${(j: :)_us_lines%% *}
  _us_v=("${(@)_us_lines#* }")
  _us_numbers=${(j:,:)_us_v[2,28]}
  # From here on they are counted as bash does.
  setopt ksh_arrays
  _usage_store_assign
}
