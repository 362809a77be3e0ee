# usage_store [flags of usage-store get]: sets the variables of `usage-store get --shell` in this shell, and returns its
# exit code. While usage.view is fresh no process is started; otherwise usage-store is. Nothing that a file holds is
# executed, whatever it holds. Source this file, or eval "$(usage-store init bash)", in zsh init zsh.

function usage_store {
  # zsh can warn of a variable that a function makes or that is its caller's.
  [[ -n ${BASH_VERSION-} ]] || setopt local_options no_warn_create_global no_warn_nested_var 2>/dev/null || :
  # What a shell could say, of a locale that is not there, is of no use in a prompt.
  if _usage_store_view "$@" 2>/dev/null; then
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
  usage_state='' usage_age='' usage_error='' usage_retry_in='' usage_scoped=''
  usage_five_hour='' usage_five_hour_resets_in='' usage_five_hour_pace='' usage_five_hour_runs_out_in=''
  usage_seven_day='' usage_seven_day_resets_in='' usage_seven_day_pace='' usage_seven_day_runs_out_in=''
  usage_seven_day_opus='' usage_seven_day_opus_resets_in='' usage_seven_day_opus_pace='' usage_seven_day_opus_runs_out_in=''
  usage_seven_day_sonnet='' usage_seven_day_sonnet_resets_in='' usage_seven_day_sonnet_pace='' usage_seven_day_sonnet_runs_out_in=''
  usage_seven_day_oauth_apps='' usage_seven_day_oauth_apps_resets_in='' usage_seven_day_oauth_apps_pace='' usage_seven_day_oauth_apps_runs_out_in=''
  usage_extra_usage='' usage_extra_usage_resets_in='' usage_extra_usage_pace='' usage_extra_usage_runs_out_in=''
}

# From the flags to the _us_ variables of the caller; fails where only usage-store can tell what they mean.
function _usage_store_flags {
  while (($# > 0)); do
    _us_flag=${1%%=*} _us_value=${1#*=}
    # Flags are lower case, also under nocasematch.
    [[ -n ${_us_flag##*[A-Z]*} ]] || return 1
    case $_us_flag in
      --fresh-only | --ok | --shell)
        [[ $1 == "$_us_flag" ]] || return 1
        shift
        continue
        ;;
      --root | --profile | --max-age | --max-stale | --error-max-age | --max-complete-age) ;;
      --release-on | --refresh | --timeout | --wait) ;;
      *) return 1 ;;
    esac
    if [[ $1 == "$_us_flag" ]]; then
      (($# > 1)) || return 1
      _us_value=$2
      shift
    fi
    shift
    case $_us_flag in
      --root) [[ -n $_us_value ]] && _us_root=$_us_value || return 1 ;;
      --profile) [[ -n $_us_value ]] && _us_profile=$_us_value || return 1 ;;
      --release-on) ;;
      --refresh) [[ $_us_value == *[[:graph:]]* ]] && _us_refresh=1 || return 1 ;;
      *)
        _us_seconds=${_us_value%[smhd]}
        case $_us_seconds in '' | *[!0-9]* | ??????????*) return 1 ;; esac
        case $_us_value in
          *m) _us_seconds=$((10#$_us_seconds * 60)) ;;
          *h) _us_seconds=$((10#$_us_seconds * 3600)) ;;
          *d) _us_seconds=$((10#$_us_seconds * 86400)) ;;
          *) _us_seconds=$((10#$_us_seconds)) ;;
        esac
        case $_us_flag in
          --max-age) _us_max_age=$_us_seconds ;;
          --max-complete-age) _us_complete_age=$_us_seconds ;;
          --timeout | --wait) _us_needs_refresh=1 ;;
        esac
        [[ $_us_flag != --timeout || $_us_seconds -gt 0 ]] || return 1
        ;;
    esac
  done
  [[ -z $_us_needs_refresh || -n $_us_refresh ]]
}

# From those and the environment to the directory, as _us_root; fails where only usage-store can name it.
function _usage_store_directory {
  # What is not exported does not reach usage-store either.
  if [[ -z $_us_root ]]; then
    if _usage_store_is_exported USAGE_STORE_ROOT && [[ -n $USAGE_STORE_ROOT ]]; then
      _us_root=$USAGE_STORE_ROOT
      [[ $_us_root == /* ]] || return 1
    elif _usage_store_is_exported XDG_CACHE_HOME && [[ $XDG_CACHE_HOME == /* ]]; then
      _us_root=$XDG_CACHE_HOME/linesmith
    elif _usage_store_is_exported HOME && [[ $HOME == /* ]]; then
      _us_root=$HOME/.cache/linesmith
    else
      return 1
    fi
  fi
  # usage-store takes `..` out of a path as text, the kernel follows links first.
  case /$_us_root/ in '/~/'* | */../*) return 1 ;; esac
  # Not UTF-8: usage-store says so. Whole characters taken out, no byte beyond ASCII may be left.
  if [[ $_us_root == *[$'\x80'-$'\xff']* ]]; then
    _us_value=${_us_root//[$'\xf0'-$'\xf4'][$'\x80'-$'\xbf'][$'\x80'-$'\xbf'][$'\x80'-$'\xbf']/_}
    _us_value=${_us_value//[$'\xe0'-$'\xef'][$'\x80'-$'\xbf'][$'\x80'-$'\xbf']/_}
    _us_value=${_us_value//[$'\xc2'-$'\xdf'][$'\x80'-$'\xbf']/_}
    [[ $_us_value != *[$'\x80'-$'\xff']* ]] || return 1
  fi
  [[ -z $_us_profile ]] && _usage_store_is_exported USAGE_STORE_PROFILE && _us_profile=$USAGE_STORE_PROFILE
  if [[ -n $_us_profile ]]; then
    [[ $_us_profile != auto && $_us_profile != [.-]* && $_us_profile != *[!A-Za-z0-9._@-]* ]] || return 1
    ((${#_us_profile} <= 64)) || return 1
    _us_root+=/profiles/$_us_profile
  fi
}

# Sets the variables from what the view holds; fails, and has set nothing, where that is not all whole and fresh.
# _us_names are the names of its lines, _us_v the values, counted from 0, _us_numbers those that are numbers, with commas
# between.
function _usage_store_assign {
  [[ $_us_names == 'usage-store-view cached_at next_reset complete_at five_hour five_hour_resets_at five_hour_pace five_hour_runs_out_at seven_day seven_day_resets_at seven_day_pace seven_day_runs_out_at seven_day_opus seven_day_opus_resets_at seven_day_opus_pace seven_day_opus_runs_out_at seven_day_sonnet seven_day_sonnet_resets_at seven_day_sonnet_pace seven_day_sonnet_runs_out_at seven_day_oauth_apps seven_day_oauth_apps_resets_at seven_day_oauth_apps_pace seven_day_oauth_apps_runs_out_at extra_usage extra_usage_resets_at extra_usage_pace extra_usage_runs_out_at scoped' ]] || return 1
  [[ ${_us_v[0]} == 1 && -n ${_us_v[1]} ]] || return 1
  if [[ ${_us_v[3]} == never ]]; then
    [[ -z $_us_refresh ]] || return 1
    _us_v[3]='' _us_numbers=${_us_numbers/,never,/,,}
  fi
  # Whole numbers that the shell takes for decimal ones, none larger than it can count.
  case ,$_us_numbers, in
    *[!0-9,-]* | *[0-9]-* | *-[!1-9]* | *,0[0-9]* | *[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*) return 1 ;;
  esac
  ((_us_v[1] <= _us_now && _us_now < _us_v[1] + _us_max_age)) || return 1
  [[ -z ${_us_v[2]} ]] || ((_us_now < _us_v[2])) || return 1
  [[ -z $_us_refresh || -z ${_us_v[3]} ]] || ((_us_now < _us_v[3] + _us_complete_age)) || return 1

  usage_state=fresh usage_age=$((_us_now - _us_v[1])) usage_error='' usage_retry_in='' usage_scoped=${_us_v[28]}
  usage_five_hour=${_us_v[4]} usage_five_hour_resets_in=${_us_v[5]:+$((_us_v[5] > _us_now ? _us_v[5] - _us_now : 0))}
  usage_five_hour_pace=${_us_v[6]} usage_five_hour_runs_out_in=${_us_v[7]:+$((_us_v[7] > _us_now ? _us_v[7] - _us_now : 0))}
  usage_seven_day=${_us_v[8]} usage_seven_day_resets_in=${_us_v[9]:+$((_us_v[9] > _us_now ? _us_v[9] - _us_now : 0))}
  usage_seven_day_pace=${_us_v[10]} usage_seven_day_runs_out_in=${_us_v[11]:+$((_us_v[11] > _us_now ? _us_v[11] - _us_now : 0))}
  usage_seven_day_opus=${_us_v[12]} usage_seven_day_opus_resets_in=${_us_v[13]:+$((_us_v[13] > _us_now ? _us_v[13] - _us_now : 0))}
  usage_seven_day_opus_pace=${_us_v[14]} usage_seven_day_opus_runs_out_in=${_us_v[15]:+$((_us_v[15] > _us_now ? _us_v[15] - _us_now : 0))}
  usage_seven_day_sonnet=${_us_v[16]} usage_seven_day_sonnet_resets_in=${_us_v[17]:+$((_us_v[17] > _us_now ? _us_v[17] - _us_now : 0))}
  usage_seven_day_sonnet_pace=${_us_v[18]} usage_seven_day_sonnet_runs_out_in=${_us_v[19]:+$((_us_v[19] > _us_now ? _us_v[19] - _us_now : 0))}
  usage_seven_day_oauth_apps=${_us_v[20]} usage_seven_day_oauth_apps_resets_in=${_us_v[21]:+$((_us_v[21] > _us_now ? _us_v[21] - _us_now : 0))}
  usage_seven_day_oauth_apps_pace=${_us_v[22]} usage_seven_day_oauth_apps_runs_out_in=${_us_v[23]:+$((_us_v[23] > _us_now ? _us_v[23] - _us_now : 0))}
  usage_extra_usage=${_us_v[24]} usage_extra_usage_resets_in=${_us_v[25]:+$((_us_v[25] > _us_now ? _us_v[25] - _us_now : 0))}
  usage_extra_usage_pace=${_us_v[26]} usage_extra_usage_runs_out_in=${_us_v[27]:+$((_us_v[27] > _us_now ? _us_v[27] - _us_now : 0))}
}

