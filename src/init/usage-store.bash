function _usage_store_is_exported {
  [[ ${!1@a} == *x* ]]
}

# Sets the variables from the view; fails, and has set nothing, where only usage-store can tell.
function _usage_store_view {
  # EPOCHSECONDS is of bash 5.
  ((BASH_VERSINFO[0] >= 5)) || return 1
  local -
  set +eux -f
  local LC_ALL=C
  # Where it cannot be changed, nothing can be split.
  local IFS=$' \t\n' || return 1
  local _us_root='' _us_profile='' _us_max_age=180 _us_complete_age=900 _us_refresh='' _us_needs_refresh=''
  local _us_flag _us_value _us_seconds
  _usage_store_flags "$@" && _usage_store_directory || return 1

  local _us_view=$_us_root/usage.view _us_json=$_us_root/usage.json _us_text='' _us_now=$EPOCHSECONDS
  [[ -f $_us_view && -f $_us_json && -r $_us_json && ! $_us_json -nt $_us_view ]] || return 1
  # One read of one open file: whole, whoever replaces it meanwhile. It ends before the 4097th character.
  IFS= read -r -N 4097 _us_text 2>/dev/null <"$_us_view"
  [[ ${#_us_text} -le 4096 && $_us_text == *$'\n' && $_us_text != *[!A-Za-z0-9_.:=+\ $'\n'-]* ]] || return 1
  local -a _us_lines _us_v
  local _us_names _us_numbers
  # The split below loses empty lines.
  [[ $_us_text != $'\n'* && $_us_text != *$'\n\n'* ]] || return 1
  IFS=$'\n'
  _us_lines=($_us_text)
  IFS=' '
  _us_names=${_us_lines[*]%% *}
  _us_v=("${_us_lines[@]#* }")
  IFS=,
  _us_numbers=${_us_v[*]:1:27}
  _usage_store_assign
}
