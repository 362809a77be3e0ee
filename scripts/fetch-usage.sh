#!/bin/sh
# Asks the usage endpoint with the token of Claude Code and prints the HTTP message: a command for usage-store refresh.
# The token goes to curl on its standard input, so that no command line and no file ever holds it. Exit status: that of
# curl, or 77 without a token that is still good; Claude Code renews it by itself when it is used next.
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

# member REGEX: what its group finds in the object claudeAiOauth, which holds no other object.
member() {
  printf %s "$credentials" | tr -d '\n' | sed -n "s/.*\"claudeAiOauth\" *: *{[^}]*$1.*/\1/p"
}

token=${CLAUDE_CODE_OAUTH_TOKEN:-}
if [ -z "$token" ]; then
  credentials=$(in_keychain || in_file) || exit 77
  token=$(member '"accessToken" *: *"\([^"]*\)"')
  expires=$(member '"expiresAt" *: *\([0-9]*\)')
  if [ -n "$expires" ] && [ "${expires%???}" -le "$(date +%s)" ]; then exit 77; fi
fi
case $token in
  '' | *[!A-Za-z0-9._~+/=-]*) exit 77 ;;
esac

printf 'header = "Authorization: Bearer %s"\n' "$token" |
  curl --silent --show-error --include --max-time 9 --config - \
    --user-agent "$agent" \
    --header 'anthropic-beta: oauth-2025-04-20' \
    --header 'Content-Type: application/json' \
    "$url"
