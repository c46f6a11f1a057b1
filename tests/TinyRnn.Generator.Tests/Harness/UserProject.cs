using System.Diagnostics;
using System.Reflection;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>A user's project that the real build builds, against the repository in place of the package.</summary>
internal static class UserProject
{
    /// <summary>The configuration of the tests' own build, which has built the references.</summary>
    public static string Configuration { get; } = typeof(UserProject).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>A project file with the properties of a test.</summary>
    public static string WithProperties(string properties) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <TinyRnnToolPath>{Repository.Root}/src/TinyRnn.Tool/bin/{Configuration}/net10.0/TinyRnn.Tool.dll</TinyRnnToolPath>
        {properties}
          </PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="{Repository.Root}/src/TinyRnn/TinyRnn.csproj" />
            <ProjectReference Include="{Repository.Root}/generator/TinyRnn.Generator/TinyRnn.Generator.csproj"
                              OutputItemType="Analyzer" ReferenceOutputAssembly="false" PrivateAssets="all" />
          </ItemGroup>
          <Import Project="{Repository.Root}/src/TinyRnn/buildTransitive/TinyRnn.targets" />
        </Project>
        """;

    /// <summary>
    /// Builds or publishes; gives what the build says where it succeeds. References are not built once more beside the tests' own build, which could disturb
    /// both.
    /// </summary>
    public static string Build(TemporaryFolder folder, string verb, string project, params string[] arguments) =>
        ChildProcess.Finish(Start(folder, verb, project, arguments));

    /// <summary>Builds what was restored before; gives what the build says where it fails.</summary>
    public static string BuildWrong(TemporaryFolder folder, string project)
    {
        using Process process = Start(folder, "build", project, "--no-restore");
        return ChildProcess.End(process, 1).Output;
    }

    private static Process Start(TemporaryFolder folder, string verb, string project, params string[] arguments) => ChildProcess.Start(
        folder.Path,
        [("MSBUILDDISABLENODEREUSE", "1")],
        [verb, project, .. verb == "restore" ? [] : new[] { "-c", Configuration }, .. arguments, "-p:BuildProjectReferences=false",
            "-p:UseSharedCompilation=false", "-m:1", "-nologo", "-v:m"]);
}
