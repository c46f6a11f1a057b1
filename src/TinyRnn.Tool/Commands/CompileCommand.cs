using System.CommandLine;
using System.Text;
using TinyRnn.Generator.Emit;
using TinyRnn.Model;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn compile</c>: writes the C# that the generator adds to a project, to look at.</summary>
internal static class CompileCommand
{
    public static Command Create()
    {
        Argument<string> file = new("model") { Description = "A .tinyrnn file." };
        Option<string> folder = new("--output", "-o") { Description = "Folder to write to; made where it is missing.", Required = true };
        Option<string?> name = new("--name") { Description = "Name of the type; from the file's name by default." };
        Option<string> space = new("--namespace") { Description = "Namespace of the type.", DefaultValueFactory = _ => "Models" };
        Command command = new("compile", "Writes the generated C# of a model, to look at.") { file, folder, name, space };
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            Network network = Models.Load(path);
            string type = arguments.GetValue(name) ?? Identifiers.MakeUnique([Path.GetFileNameWithoutExtension(path)], "Model")[0];
            foreach (string written in Write(network, path, type, arguments.GetRequiredValue(space), arguments.GetRequiredValue(folder)))
            {
                Report.Write("wrote", FormattableString.Invariant($"{written} ({new FileInfo(written).Length:#,0} bytes)"));
            }
        });
        return command;
    }

    /// <summary>Writes code and weights.</summary>
    /// <returns>The files.</returns>
    /// <exception cref="ToolException">A name is no C# identifier.</exception>
    public static IReadOnlyList<string> Write(Network network, string modelPath, string type, string @namespace, string folder)
    {
        foreach (string part in @namespace.Split('.').Append(type))
        {
            if (!IsIdentifier(part))
            {
                throw new ToolException($"'{part}' is no C# identifier");
            }
        }

        if (ModelPlan.IsMemberName(type))
        {
            throw new ToolException($"a model cannot be named '{type}': the generator gives every model a member of that name");
        }

        Directory.CreateDirectory(folder);
        TypeShape shape = TypeShape.Class(@namespace, type);
        string file = Path.GetFileName(modelPath);
        string code = Path.Combine(folder, type + ".g.cs");
        string weights = Path.Combine(folder, type + ".Weights.g.cs");
        (string codeText, string weightsText) = ModelCompiler.Emit(network, shape, file);
        File.WriteAllText(code, codeText, Encoding.UTF8);
        File.WriteAllText(weights, weightsText, Encoding.UTF8);
        return [code, weights];
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => c == '_' || char.IsLetterOrDigit(c));
}
