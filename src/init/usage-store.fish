# usage_store [flags of usage-store get]: sets the variables of `usage-store get --fish` in this shell, and returns its
# exit code. While usage.view is fresh no process is started; otherwise usage-store is. Nothing that a file holds is
# executed, whatever it holds. Source this file, or run: usage-store init fish | source

function usage_store
    # What sees the age of a file is of fish 3.5.
    if builtin --query path; and _usage_store_view $argv
        return 0
    end
    set -l output (command usage-store get --fish $argv)
    set -l exit_code $status
    if set -q output[1]
        # Assignments and nothing else, by promise of --fish.
        string join \n -- $output | source
    else
        # Nothing is known: what an earlier render has set must not look like it.
        for name in state age error retry_in scoped $_usage_store_buckets
            set -g usage_$name ''
        end
        for name in $_usage_store_buckets
            set -g usage_{$name}_resets_in ''
            set -g usage_{$name}_pace ''
            set -g usage_{$name}_runs_out_in ''
        end
    end
    return $exit_code
end

set -g _usage_store_buckets five_hour seven_day seven_day_opus seven_day_sonnet seven_day_oauth_apps extra_usage

# Named groups become variables.
set -g _usage_store_pattern '^usage-store-view 1\ncached_at (?<cached_at>\d{1,12})\nnext_reset (?<next_reset>\d{0,12})\ncomplete_at (?<complete_at>\d{0,12}|never)\n'
for name in $_usage_store_buckets
    set -g _usage_store_pattern $_usage_store_pattern"$name (?<$name>\d{0,3})\n$name""_resets_at (?<$name""_resets_at>\d{0,12})\n$name""_pace (?<$name""_pace>-?\d{0,4})\n$name""_runs_out_at (?<$name""_runs_out_at>\d{0,12})\n"
end
set -g _usage_store_pattern $_usage_store_pattern'scoped (?<scoped>[A-Za-z0-9._= -]*)\n\z'

# Sets the variables from the view; fails, and has set nothing, where only usage-store can tell.
function _usage_store_view
    set -l root ''
    set -l profile ''
    set -l max_age 180
    set -l complete_age 900
    set -l refresh no
    set -l needs_refresh no

    while set -q argv[1]
        string match -rq '^(?<flag>--[a-z-]+)(?:(?<equals>=)(?<value>[\s\S]*))?\z' -- $argv[1]; or return 1
        switch $flag
            case --fresh-only --ok --fish
                test -z "$equals"; or return 1
                set -e argv[1]
                continue
            case --root --profile --max-age --max-stale --error-max-age --max-complete-age
            case --release-on --refresh --timeout --wait
            case '*'
                return 1
        end
        if test -z "$equals"
            set -q argv[2]; or return 1
            set value $argv[2]
            set -e argv[1]
        end
        set -e argv[1]
        switch $flag
            case --root
                test -n "$value"; or return 1
                set root $value
            case --profile
                test -n "$value"; or return 1
                set profile $value
            case --release-on
            case --refresh
                string match -rq '[!-~]' -- $value; or return 1
                set refresh yes
            case '*'
                string match -rq '^(?<number>\d{1,9})(?<unit>[smhd]?)\z' -- $value; or return 1
                test $flag != --timeout -o $number -gt 0; or return 1
                switch $unit
                    case m
                        set number (math $number x 60)
                    case h
                        set number (math $number x 3600)
                    case d
                        set number (math $number x 86400)
                end
                switch $flag
                    case --max-age
                        set max_age $number
                    case --max-complete-age
                        set complete_age $number
                    case --timeout --wait
                        set needs_refresh yes
                end
        end
    end
    test $needs_refresh = no -o $refresh = yes; or return 1

    # What is not exported does not reach usage-store either.
    if test -z "$root"
        if set -qx USAGE_STORE_ROOT; and test -n "$USAGE_STORE_ROOT"
            set root "$USAGE_STORE_ROOT"
            string match -q '/*' -- $root; or return 1
        else if set -qx XDG_CACHE_HOME; and string match -q '/*' -- "$XDG_CACHE_HOME"
            set root "$XDG_CACHE_HOME/linesmith"
        else if set -qx HOME; and string match -q '/*' -- "$HOME"
            set root "$HOME/.cache/linesmith"
        else
            return 1
        end
    end
    string match -rq '^~(/|\z)' -- $root; and return 1
    if test -z "$profile"; and set -qx USAGE_STORE_PROFILE
        set profile "$USAGE_STORE_PROFILE"
    end
    if test -n "$profile"
        test "$profile" != auto; or return 1
        string match -rq '^(?![.-])[A-Za-z0-9._@-]{1,64}\z' -- $profile; or return 1
        set root "$root/profiles/$profile"
    end

    set -l view $root/usage.view
    test -f $view -a -f $root/usage.json; or return 1
    test $root/usage.json -nt $view; and return 1
    # The present is the time of the view and its age, if both are of the same file.
    set -l written (path mtime -- $view); or return 1
    set -l now (math $written + (path mtime -R -- $view)); or return 1
    test "$written" = (path mtime -- $view); or return 1
    # One read of one open file: whole, whoever replaces it meanwhile.
    set -l fish_read_limit 4097
    set -l text
    read --null text <$view 2>/dev/null; or return 1
    string match -rq -- $_usage_store_pattern $text; or return 1

    test $cached_at -le $now -a $now -lt (math $cached_at + $max_age); or return 1
    test -z "$next_reset"; or test $now -lt $next_reset; or return 1
    if test $refresh = yes -a -n "$complete_at"
        test $complete_at != never; or return 1
        test $now -lt (math $complete_at + $complete_age); or return 1
    end

    set -g usage_state fresh
    set -g usage_age (math $now - $cached_at)
    set -g usage_error ''
    set -g usage_retry_in ''
    set -g usage_scoped $scoped
    for name in $_usage_store_buckets
        set -g usage_$name $$name
        set -l pace {$name}_pace
        set -g usage_$pace $$pace
        for end in resets runs_out
            set -l at {$name}_{$end}_at
            if test -n "$$at"
                set -g usage_{$name}_{$end}_in (math "max(0, $$at - $now)")
            else
                set -g usage_{$name}_{$end}_in ''
            end
        end
    end
    return 0
end
