# For the scripts of this folder that time StepBenchmark under NativeAOT, which source it after 'here' and quietly.sh.

published=$here/StepBenchmark/obj/steps

# Publishes StepBenchmark under a name, with properties. Each name has its own object and binary: in one place the linker would take the last one's for its own.
publish() {
  local rid=linux-x64
  [ "$(uname -m)" = x86_64 ] || rid=linux-arm64
  quietly dotnet publish "$here/StepBenchmark" -c Release -r "$rid" --nologo -v quiet -o "$published/$1" \
    -p:NativeIntermediateOutputPath="$here/StepBenchmark/obj/native/$1/" -p:NativeOutputPath="$here/StepBenchmark/obj/native/$1/bin/" "${@:2}"
}

# A binary compiled above the CPU's level refuses to start.
runs_here() {
  case $1 in
    *-v3) grep -qw avx2 /proc/cpuinfo ;;
    *-v4) grep -qw avx512f /proc/cpuinfo ;;
  esac
}
