# usage_store [flags of usage-store get]: sets the variables of `usage-store get --fish` in this shell, and returns its
# exit code. While usage.view is fresh no process is started; otherwise usage-store is. Nothing that a file holds is
# executed, whatever it holds. Source this file, or run: usage-store init fish | source

function usage_store
    # What sees the age of a file is of fish 3.5.
    if builtin --query path; and _usage_store_view $argv
        return 0
    end
    set -l _us_output (command usage-store get --fish $argv)
    set -l _us_exit $status
    if string match -q 'set -g usage_state *' -- $_us_output[1]
        # Assignments and nothing else, by promise of --fish.
        string join \n -- $_us_output | source
    else
        # --help prints text.
        set -q _us_output[1]; and string join \n -- $_us_output
        # Nothing is known: what an earlier render has set must not look like it.
        for _us_name in state age error retry_in scoped $_usage_store_buckets
            set -g usage_$_us_name ''
        end
        for _us_name in $_usage_store_buckets
            set -g usage_{$_us_name}_resets_in ''
            set -g usage_{$_us_name}_pace ''
            set -g usage_{$_us_name}_runs_out_in ''
        end
    end
    return $_us_exit
end

set -g _usage_store_buckets five_hour seven_day seven_day_opus seven_day_sonnet seven_day_oauth_apps extra_usage

# Named groups become variables; the name of a group has 32 characters at most.
set -g _usage_store_pattern '^usage-store-view 1\ncached_at (?<_us_cached_at>\d{1,12})\nnext_reset (?<_us_next_reset>\d{0,12})\ncomplete_at (?<_us_complete_at>\d{0,12}|never)\n'\
'five_hour (?<_us_percent1>\d{0,3})\nfive_hour_resets_at (?<_us_resets1>\d{0,12})\n'\
'five_hour_pace (?<_us_pace1>-?\d{0,4})\nfive_hour_runs_out_at (?<_us_runs_out1>\d{0,12})\n'\
'seven_day (?<_us_percent2>\d{0,3})\nseven_day_resets_at (?<_us_resets2>\d{0,12})\n'\
'seven_day_pace (?<_us_pace2>-?\d{0,4})\nseven_day_runs_out_at (?<_us_runs_out2>\d{0,12})\n'\
'seven_day_opus (?<_us_percent3>\d{0,3})\nseven_day_opus_resets_at (?<_us_resets3>\d{0,12})\n'\
'seven_day_opus_pace (?<_us_pace3>-?\d{0,4})\nseven_day_opus_runs_out_at (?<_us_runs_out3>\d{0,12})\n'\
'seven_day_sonnet (?<_us_percent4>\d{0,3})\nseven_day_sonnet_resets_at (?<_us_resets4>\d{0,12})\n'\
'seven_day_sonnet_pace (?<_us_pace4>-?\d{0,4})\nseven_day_sonnet_runs_out_at (?<_us_runs_out4>\d{0,12})\n'\
'seven_day_oauth_apps (?<_us_percent5>\d{0,3})\nseven_day_oauth_apps_resets_at (?<_us_resets5>\d{0,12})\n'\
'seven_day_oauth_apps_pace (?<_us_pace5>-?\d{0,4})\nseven_day_oauth_apps_runs_out_at (?<_us_runs_out5>\d{0,12})\n'\
'extra_usage (?<_us_percent6>\d{0,3})\nextra_usage_resets_at (?<_us_resets6>\d{0,12})\n'\
'extra_usage_pace (?<_us_pace6>-?\d{0,4})\nextra_usage_runs_out_at (?<_us_runs_out6>\d{0,12})\n'\
'scoped (?<_us_scoped>[A-Za-z0-9._= -]*)\n\z'

# Sets the variables from the view; fails, and has set nothing, where only usage-store can tell.
function _usage_store_view
    set -l _us_root ''
    set -l _us_profile ''
    set -l _us_max_age 180
    set -l _us_complete_age 900
    set -l _us_refresh no
    set -l _us_needs_refresh no

    while set -q argv[1]
        string match -rq '^(?<_us_flag>--[a-z-]+)(?:(?<_us_equals>=)(?<_us_value>[\s\S]*))?\z' -- $argv[1]; or return 1
        switch $_us_flag
            case --fresh-only --ok --fish
                test -z "$_us_equals"; or return 1
                set -e argv[1]
                continue
            case --root --profile --max-age --max-stale --error-max-age --max-complete-age
            case --release-on --refresh --timeout --wait
            case '*'
                return 1
        end
        if test -z "$_us_equals"
            set -q argv[2]; or return 1
            set _us_value $argv[2]
            set -e argv[1]
        end
        set -e argv[1]
        switch $_us_flag
            case --root
                test -n "$_us_value"; or return 1
                set _us_root $_us_value
            case --profile
                test -n "$_us_value"; or return 1
                set _us_profile $_us_value
            case --release-on
            case --refresh
                string match -rq '[!-~]' -- $_us_value; or return 1
                set _us_refresh yes
            case '*'
                string match -rq '^(?<_us_number>\d{1,9})(?<_us_unit>[smhd]?)\z' -- $_us_value; or return 1
                test $_us_flag != --timeout -o $_us_number -gt 0; or return 1
                switch $_us_unit
                    case m
                        set _us_number (builtin math $_us_number x 60)
                    case h
                        set _us_number (builtin math $_us_number x 3600)
                    case d
                        set _us_number (builtin math $_us_number x 86400)
                end
                switch $_us_flag
                    case --max-age
                        set _us_max_age $_us_number
                    case --max-complete-age
                        set _us_complete_age $_us_number
                    case --timeout --wait
                        set _us_needs_refresh yes
                end
        end
    end
    test $_us_needs_refresh = no -o $_us_refresh = yes; or return 1

    # What is not exported does not reach usage-store either.
    if test -z "$_us_root"
        if set -qx USAGE_STORE_ROOT; and test -n "$USAGE_STORE_ROOT"
            set _us_root "$USAGE_STORE_ROOT"
            string match -q '/*' -- $_us_root; or return 1
        else if set -qx XDG_CACHE_HOME; and string match -q '/*' -- "$XDG_CACHE_HOME"
            set _us_root "$XDG_CACHE_HOME/linesmith"
        else if set -qx HOME; and string match -q '/*' -- "$HOME"
            set _us_root "$HOME/.cache/linesmith"
        else
            return 1
        end
    end
    # usage-store takes `..` out of a path as text, the kernel follows links first; what is not UTF-8 it refuses, and fish
    # has as private characters.
    string match -rq '^~(/|\z)|(^|/)\.\.(/|\z)|[\x{f600}-\x{f6ff}]' -- $_us_root; and return 1
    if test -z "$_us_profile"; and set -qx USAGE_STORE_PROFILE
        set _us_profile "$USAGE_STORE_PROFILE"
    end
    if test -n "$_us_profile"
        test "$_us_profile" != auto; or return 1
        string match -rq '^(?![.-])[A-Za-z0-9._@-]{1,64}\z' -- $_us_profile; or return 1
        set _us_root "$_us_root/profiles/$_us_profile"
    end

    set -l _us_view $_us_root/usage.view
    test -f $_us_view -a -f $_us_root/usage.json -a -r $_us_root/usage.json; or return 1
    test $_us_root/usage.json -nt $_us_view; and return 1
    # The present is the time of the view and its age, if both are of the same file.
    set -l _us_written (builtin path mtime -- $_us_view); or return 1
    set -l _us_age (builtin path mtime -R -- $_us_view); or return 1
    set -l _us_now (builtin math $_us_written + $_us_age)
    set -l _us_again (builtin path mtime -- $_us_view)
    test "$_us_written" = "$_us_again"; or return 1
    # One read of one open file: whole, whoever replaces it meanwhile.
    set -l fish_read_limit 4097
    set -l _us_text
    read --null _us_text <$_us_view 2>/dev/null; or return 1
    string match -rq -- $_usage_store_pattern $_us_text; or return 1

    test $_us_cached_at -le $_us_now -a $_us_now -lt (builtin math $_us_cached_at + $_us_max_age); or return 1
    test -z "$_us_next_reset"; or test $_us_now -lt $_us_next_reset; or return 1
    if test $_us_refresh = yes -a -n "$_us_complete_at"
        test $_us_complete_at != never; or return 1
        test $_us_now -lt (builtin math $_us_complete_at + $_us_complete_age); or return 1
    end

    set -g usage_state fresh
    set -g usage_age (builtin math $_us_now - $_us_cached_at)
    set -g usage_error ''
    set -g usage_retry_in ''
    set -g usage_scoped $_us_scoped
    for _us_n in 1 2 3 4 5 6
        set -l _us_name usage_$_usage_store_buckets[$_us_n]
        set -l _us_group _us_percent$_us_n
        set -g $_us_name $$_us_group
        set _us_group _us_pace$_us_n
        set -g {$_us_name}_pace $$_us_group
        for _us_end in resets runs_out
            set _us_group _us_$_us_end$_us_n
            if test -n "$$_us_group"
                set -g {$_us_name}_{$_us_end}_in (builtin math "max(0, $$_us_group - $_us_now)")
            else
                set -g {$_us_name}_{$_us_end}_in ''
            end
        end
    end
    return 0
end
