#!/usr/bin/env bash
# Microsoft.DotNet.ILCompiler 11.0.0, referred to by an app of net10.0 with PublishAot, as a project takes another version of the NativeAOT compiler: the
# SDK of .NET 10 publishes without an error or a warning, but the compiler never runs. The folder has the libraries of the runtime and the app's assembly,
# but nothing that starts: no native program, no apphost, no runtimeconfig.json. With the SDK's own version of the package the same project gives the
# native program, and a warning about the explicit reference.
# Exits 0 while this holds, 1 once it does not. Needs the .NET 10 SDK and what NativeAOT links with (clang, zlib).
set -euo pipefail
source "$(dirname "$0")/project.sh"
sdk=$(dotnet --version)
[[ $sdk == 10.* ]] || { echo "the SDK is $sdk; one of .NET 10 was expected"; exit 1; }
echo 'System.Console.WriteLine(System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeCompiled ? "JIT" : "native");' > check.cs

# publish VERSION: into the folder of that name.
publish() {
  dotnet_project Microsoft.DotNet.ILCompiler "$1"
  rm -rf bin obj
  dotnet publish -c Release -r linux-x64 -p:PublishAot=true -o "$1" --nologo > "$1.log" || { cat "$1.log"; return 1; }
  echo "ILCompiler $1, SDK $sdk: $(grep -ciE 'warning|error' "$1.log" || true) lines with a warning or an error, $(ls "$1" | wc -l) files, $(program "$1")"
}

program() {
  if [ -x "$1/check" ]; then
    echo "check prints '$("$1/check")'"
  else
    echo "no check; $(cd "$1" && echo check*)"
  fi
}

publish 10.0.12
publish 11.0.0
if [ "$(program 10.0.12)" = "check prints 'native'" ] && [ "$(program 11.0.0)" = "no check; check.dll check.pdb" ] &&
  ! grep -qiE 'warning|error' 11.0.0.log; then
  echo "the newer compiler was left out without a word, and so was the program"
else
  echo "no longer so"
  exit 1
fi
