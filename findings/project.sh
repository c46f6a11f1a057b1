# Sourced by the scripts beside this file: a project of its own in a temporary folder, which goes when the script ends.
findings=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# Installs a package of npm, pinned, beside the modules of this folder.
node_project() {
  cp "$findings"/*.mjs .
  npm init --yes > npm.log
  npm install --silent --no-audit --no-fund --ignore-scripts "$1" >> npm.log
}

# Makes a console app that refers to a package of NuGet: name, version.
dotnet_project() {
  cat > check.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="$1" Version="$2" />
  </ItemGroup>
</Project>
XML
}
