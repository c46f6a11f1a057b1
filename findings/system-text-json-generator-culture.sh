#!/usr/bin/env bash
# System.Text.Json: its source generator writes numbers in the culture of the machine that builds. A property with [JsonPropertyOrder(-1)], as ASP.NET Core's
# ProblemDetails has, gives code that does not compile where the minus is not ASCII's, as in Swedish; the same project builds in English.
# Exits 0 while this holds, 1 once it does not. Needs the .NET SDK and ICU.
set -euo pipefail
source "$(dirname "$0")/project.sh"
version=10.0.10
cat > check.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>netstandard2.0</TargetFramework>
    <LangVersion>latest</LangVersion>
    <UseSharedCompilation>false</UseSharedCompilation>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="System.Text.Json" Version="$version" />
  </ItemGroup>
</Project>
XML
cat > check.cs <<'CS'
using System.Text.Json.Serialization;

[JsonSerializable(typeof(Reply))]
internal sealed partial class Replies : JsonSerializerContext;

internal sealed class Reply
{
    [JsonPropertyOrder(-1)]
    public string Text { get; set; } = "";
}
CS
dotnet restore -v quiet
# The builds' words are for people, so only their errors count.
errors() {
  LC_ALL=$1 DOTNET_CLI_UI_LANGUAGE=en dotnet build --no-restore --no-incremental -v quiet 2>&1 |
    grep -o 'Replies\.Reply\.g\.cs([0-9,]*): error CS[0-9]*' | sort -u || true
}
english=$(errors en_US.UTF-8)
swedish=$(errors sv_SE.UTF-8)
echo "System.Text.Json $version, SDK $(dotnet --version)"
echo "errors in the generated code, en-US: ${english:-none}"
echo "errors in the generated code, sv-SE: ${swedish:-none}"
[ -z "$english" ] && [[ $swedish == *CS1056* ]]
