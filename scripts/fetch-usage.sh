#!/bin/sh
# Asks the usage endpoint with the token of Claude Code and prints the HTTP message: a command for usage-store refresh.
# The token goes to curl on its standard input, so that no command line and no file ever holds it. Exit status: that of
# curl, but 77 only without a token that is still good; Claude Code renews it by itself when it is used next.
# usage: fetch-usage.sh [URL]
set -u
url=${1:-https://api.anthropic.com/api/oauth/usage}

# The endpoint gives other clients a far smaller allowance.
agent='claude-code/2.1.0'

in_keychain() {
  command -v security > /dev/null || return 1
  service='Claude Code-credentials'
  if [ -n "${CLAUDE_CONFIG_DIR:-}" ]; then
    service=$service-$(printf %s "$CLAUDE_CONFIG_DIR" | shasum -a 256 | cut -c 1-8)
  fi
  security find-generic-password -s "$service" -w 2> /dev/null
}

in_file() {
  cat "${CLAUDE_CONFIG_DIR:-${HOME:-}/.claude}/.credentials.json" 2> /dev/null
}

token=${CLAUDE_CODE_OAUTH_TOKEN:-}
if [ -z "$token" ]; then
  # The inside of the object claudeAiOauth, which holds no other object. From here on the shell alone looks at it.
  oauth=$({ in_keychain || in_file; } | tr -d ' \t\r\n' | sed -n 's/.*"claudeAiOauth":{\([^}]*\)}.*/\1/p')
  case $oauth in
    *'"accessToken":"'*)
      token=${oauth#*'"accessToken":"'}
      token=${token%%'"'*}
      ;;
  esac
  case $oauth in
    *'"expiresAt":'*)
      expires=${oauth#*'"expiresAt":'}
      expires=${expires%%[!0-9]*}
      if [ "${#expires}" -gt 3 ] && [ "${expires%???}" -le "$(date +%s)" ]; then exit 77; fi
      ;;
  esac
fi
case $token in
  '' | *[!A-Za-z0-9._~+/=-]*) exit 77 ;;
esac

# -q: what ~/.curlrc may say, verbose or trace-ascii, would show the token. A proxy: in https_proxy.
echo "header = \"Authorization: Bearer $token\"" |
  curl -q --silent --show-error --include --max-time 9 --config - \
    --user-agent "$agent" \
    --header 'anthropic-beta: oauth-2025-04-20' \
    --header 'Content-Type: application/json' \
    "$url"
status=$?
# To curl 77 is a bundle of certificates that cannot be read.
if [ "$status" -eq 77 ]; then exit 60; fi
exit "$status"
