# usage_store [flags of usage-store get]: sets the variables of `usage-store get --shell` in this shell, and returns its
# exit code. While usage.view is fresh no process is started; otherwise usage-store is. Nothing that a file holds is
# executed, whatever it holds. Source this file, or eval "$(usage-store init zsh)".

function usage_store {
  if _usage_store_view "$@"; then
    return 0
  fi
  local _usage_store_output='' _usage_store_exit=0
  _usage_store_output=$(command usage-store get --shell "$@") || _usage_store_exit=$?
  # Without output nothing is known: what an earlier render has set must not look like it.
  _usage_store_clear
  # Assignments and nothing else, by promise of --shell; --help prints text.
  case $_usage_store_output in
    usage_state=*) eval "$_usage_store_output" ;;
    ?*) printf '%s\n' "$_usage_store_output" ;;
  esac
  return "$_usage_store_exit"
}

function _usage_store_clear {
  typeset -g usage_state='' usage_age='' usage_error='' usage_retry_in='' usage_scoped=''
  typeset -g usage_five_hour='' usage_five_hour_resets_in='' usage_five_hour_pace='' usage_five_hour_runs_out_in=''
  typeset -g usage_seven_day='' usage_seven_day_resets_in='' usage_seven_day_pace='' usage_seven_day_runs_out_in=''
  typeset -g usage_seven_day_opus='' usage_seven_day_opus_resets_in='' usage_seven_day_opus_pace='' usage_seven_day_opus_runs_out_in=''
  typeset -g usage_seven_day_sonnet='' usage_seven_day_sonnet_resets_in='' usage_seven_day_sonnet_pace='' usage_seven_day_sonnet_runs_out_in=''
  typeset -g usage_seven_day_oauth_apps='' usage_seven_day_oauth_apps_resets_in='' usage_seven_day_oauth_apps_pace='' usage_seven_day_oauth_apps_runs_out_in=''
  typeset -g usage_extra_usage='' usage_extra_usage_resets_in='' usage_extra_usage_pace='' usage_extra_usage_runs_out_in=''
}

_usage_store_names="usage-store-view cached_at next_reset complete_at five_hour five_hour_resets_at five_hour_pace five_hour_runs_out_at seven_day seven_day_resets_at seven_day_pace seven_day_runs_out_at seven_day_opus seven_day_opus_resets_at seven_day_opus_pace seven_day_opus_runs_out_at seven_day_sonnet seven_day_sonnet_resets_at seven_day_sonnet_pace seven_day_sonnet_runs_out_at seven_day_oauth_apps seven_day_oauth_apps_resets_at seven_day_oauth_apps_pace seven_day_oauth_apps_runs_out_at extra_usage extra_usage_resets_at extra_usage_pace extra_usage_runs_out_at scoped"

# Sets the variables from the view; fails, and has set nothing, where only usage-store can tell.
function _usage_store_view {
  emulate -L zsh
  setopt no_err_exit no_err_return unset no_xtrace no_multibyte
  { zmodload -F zsh/datetime p:EPOCHSECONDS && zmodload -F zsh/system b:sysread; } 2>/dev/null || return 1
  local root='' profile='' refresh='' needs_refresh='' flag value number
  integer max_age=180 complete_age=900 seconds

  while (($# > 0)); do
    flag=${1%%=*} value=${1#*=}
    case $flag in
      --fresh-only | --ok | --shell)
        [[ $1 == "$flag" ]] || return 1
        shift
        continue
        ;;
      --root | --profile | --max-age | --max-stale | --error-max-age | --max-complete-age) ;;
      --release-on | --refresh | --timeout | --wait) ;;
      *) return 1 ;;
    esac
    if [[ $1 == "$flag" ]]; then
      (($# > 1)) || return 1
      value=$2
      shift
    fi
    shift
    case $flag in
      --root) [[ -n $value ]] && root=$value || return 1 ;;
      --profile) [[ -n $value ]] && profile=$value || return 1 ;;
      --release-on) ;;
      --refresh) [[ $value == *[[:graph:]]* ]] && refresh=1 || return 1 ;;
      *)
        number=${value%[smhd]}
        case $number in '' | *[^0-9]* | ??????????*) return 1 ;; esac
        case $value in
          *m) seconds=$((10#$number * 60)) ;;
          *h) seconds=$((10#$number * 3600)) ;;
          *d) seconds=$((10#$number * 86400)) ;;
          *) seconds=$((10#$number)) ;;
        esac
        case $flag in
          --max-age) max_age=seconds ;;
          --max-complete-age) complete_age=seconds ;;
          --timeout | --wait) needs_refresh=1 ;;
        esac
        [[ $flag != --timeout ]] || ((seconds > 0)) || return 1
        ;;
    esac
  done
  [[ -z $needs_refresh || -n $refresh ]] || return 1

  # What is not exported does not reach usage-store either.
  if [[ -z $root ]]; then
    if [[ ${(t)USAGE_STORE_ROOT} == *export* && -n $USAGE_STORE_ROOT ]]; then
      root=$USAGE_STORE_ROOT
      [[ $root == /* ]] || return 1
    elif [[ ${(t)XDG_CACHE_HOME} == *export* && $XDG_CACHE_HOME == /* ]]; then
      root=$XDG_CACHE_HOME/linesmith
    elif [[ ${(t)HOME} == *export* && $HOME == /* ]]; then
      root=$HOME/.cache/linesmith
    else
      return 1
    fi
  fi
  # usage-store takes `..` out of a path as text, the kernel follows links first.
  case /$root/ in '/~/'* | */../*) return 1 ;; esac
  # Not UTF-8: usage-store says so. Whole characters taken out, no byte beyond ASCII may be left.
  if [[ $root == *[$'\x80'-$'\xff']* ]]; then
    value=${root//[$'\xf0'-$'\xf4'][$'\x80'-$'\xbf'][$'\x80'-$'\xbf'][$'\x80'-$'\xbf']/_}
    value=${value//[$'\xe0'-$'\xef'][$'\x80'-$'\xbf'][$'\x80'-$'\xbf']/_}
    value=${value//[$'\xc2'-$'\xdf'][$'\x80'-$'\xbf']/_}
    [[ $value != *[$'\x80'-$'\xff']* ]] || return 1
  fi
  [[ -z $profile && ${(t)USAGE_STORE_PROFILE} == *export* ]] && profile=$USAGE_STORE_PROFILE
  if [[ -n $profile ]]; then
    [[ $profile != auto && $profile != [.-]* && $profile != *[^A-Za-z0-9._@-]* ]] || return 1
    ((${#profile} <= 64)) || return 1
    root+=/profiles/$profile
  fi

  local view=$root/usage.view json=$root/usage.json text=''
  integer now=EPOCHSECONDS
  [[ -f $view && -f $json && -r $json && ! $json -nt $view ]] || return 1
  # One read of one open file: whole, whoever replaces it meanwhile.
  { sysread -s 4097 text <$view; } 2>/dev/null || return 1
  ((${#text} <= 4096)) || return 1
  [[ $text == *$'\n' && $text != *[^A-Za-z0-9_.:=+\ $'\n'-]* ]] || return 1
  local -a lines v
  lines=("${(@f)${text%$'\n'}}")
  [[ ${(j: :)lines%% *} == "$_usage_store_names" ]] || return 1
  v=("${(@)lines#* }")
  [[ $v[1] == 1 && -n $v[2] ]] || return 1
  if [[ $v[4] == never ]]; then
    [[ -z $refresh ]] || return 1
    v[4]=''
  fi
  # Whole numbers that every shell takes for decimal ones, none larger than it can count.
  value=,${(j:,:)v[2,28]},
  case $value in
    *[^0-9,-]* | *[0-9]-* | *-[^1-9]* | *,0[0-9]* | *[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*) return 1 ;;
  esac
  ((v[2] <= now && now < v[2] + max_age)) || return 1
  [[ -z $v[3] ]] || ((now < v[3])) || return 1
  [[ -z $refresh || -z $v[4] ]] || ((now < v[4] + complete_age)) || return 1

  typeset -g usage_state=fresh usage_age=$((now - v[2])) usage_error='' usage_retry_in='' usage_scoped=$v[29]
  typeset -g usage_five_hour=$v[5] usage_five_hour_resets_in=${v[6]:+$((v[6] > now ? v[6] - now : 0))}
  typeset -g usage_five_hour_pace=$v[7] usage_five_hour_runs_out_in=${v[8]:+$((v[8] > now ? v[8] - now : 0))}
  typeset -g usage_seven_day=$v[9] usage_seven_day_resets_in=${v[10]:+$((v[10] > now ? v[10] - now : 0))}
  typeset -g usage_seven_day_pace=$v[11] usage_seven_day_runs_out_in=${v[12]:+$((v[12] > now ? v[12] - now : 0))}
  typeset -g usage_seven_day_opus=$v[13] usage_seven_day_opus_resets_in=${v[14]:+$((v[14] > now ? v[14] - now : 0))}
  typeset -g usage_seven_day_opus_pace=$v[15] usage_seven_day_opus_runs_out_in=${v[16]:+$((v[16] > now ? v[16] - now : 0))}
  typeset -g usage_seven_day_sonnet=$v[17] usage_seven_day_sonnet_resets_in=${v[18]:+$((v[18] > now ? v[18] - now : 0))}
  typeset -g usage_seven_day_sonnet_pace=$v[19] usage_seven_day_sonnet_runs_out_in=${v[20]:+$((v[20] > now ? v[20] - now : 0))}
  typeset -g usage_seven_day_oauth_apps=$v[21] usage_seven_day_oauth_apps_resets_in=${v[22]:+$((v[22] > now ? v[22] - now : 0))}
  typeset -g usage_seven_day_oauth_apps_pace=$v[23] usage_seven_day_oauth_apps_runs_out_in=${v[24]:+$((v[24] > now ? v[24] - now : 0))}
  typeset -g usage_extra_usage=$v[25] usage_extra_usage_resets_in=${v[26]:+$((v[26] > now ? v[26] - now : 0))}
  typeset -g usage_extra_usage_pace=$v[27] usage_extra_usage_runs_out_in=${v[28]:+$((v[28] > now ? v[28] - now : 0))}
}
