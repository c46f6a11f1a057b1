# For the scripts of this folder, which source it.

# Runs a command. What it says, which goes to standard output, matters where it fails alone.
quietly() { local words; words=$("$@" 2>&1) || { printf '%s\n' "$words" >&2; return 1; }; }
