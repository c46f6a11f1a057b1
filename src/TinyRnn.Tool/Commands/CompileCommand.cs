using System.CommandLine;
using TinyRnn.Generator.Emit;
using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn compile</c>: writes the C# that the generator would add to a project, for reading.</summary>
internal static class CompileCommand
{
    public static Command Create()
    {
        Argument<string> file = new("model") { Description = "A .tinyrnn file." };
        Option<string> folder = new("--output", "-o")
        {
            Description = "Folder to write to; created if it does not exist.",
            HelpName = "FOLDER",
            Required = true,
        };
        Option<string?> name = new("--name") { Description = "Name of the type. [default: from the file's name]" };
        Option<string> space = new("--namespace") { Description = "Namespace of the type.", DefaultValueFactory = _ => "Models" };
        Command command = new("compile", "Writes the C# that the source generator makes from a model.") { file, folder, name, space };
        FileArguments replacing = new(command);
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            string type = arguments.GetValue(name) ?? Identifiers.MakeUnique([Path.GetFileNameWithoutExtension(path)], "Model")[0];
            RunFiles files = replacing.Files(arguments).Reads(path);
            foreach (string output in Outputs(type, arguments.GetRequiredValue(folder)))
            {
                files.Writes(output, makesFolder: true);
            }

            CheckNames(type, arguments.GetRequiredValue(space));
            files.Check();
            Network network = Models.Load(path);
            foreach (string written in Write(network, path, type, arguments.GetRequiredValue(space), arguments.GetRequiredValue(folder), files))
            {
                Report.Write("wrote", FormattableString.Invariant($"{written} ({new FileInfo(written).Length:#,0} bytes)"));
            }
        });
        return command;
    }

    /// <summary>The files of code and weights.</summary>
    public static IReadOnlyList<string> Outputs(string type, string folder) =>
        [Path.Combine(folder, type + ".g.cs"), Path.Combine(folder, type + ".Weights.g.cs")];

    /// <summary>Writes code and weights.</summary>
    /// <returns>The files.</returns>
    public static IReadOnlyList<string> Write(Network network, string modelPath, string type, string @namespace, string folder, RunFiles files)
    {
        Directory.CreateDirectory(folder);
        (string code, string weights) = ModelCompiler.Emit(network, TypeShape.Class(@namespace, type), Path.GetFileName(modelPath));
        return [.. Outputs(type, folder).Zip([code, weights], (path, text) => files.Write(path, text, hasMark: true))];
    }

    private static void CheckNames(string type, string @namespace)
    {
        foreach (string part in @namespace.Split('.').Append(type))
        {
            if (!IsIdentifier(part))
            {
                throw new ToolException($"'{part}' is not a C# identifier");
            }
        }

        if (ModelPlan.IsMemberName(type))
        {
            throw new ToolException($"the type cannot be called '{type}', because a member with this name is generated in it; choose another name");
        }
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => c == '_' || char.IsLetterOrDigit(c));
}
