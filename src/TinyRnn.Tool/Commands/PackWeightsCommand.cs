using System.CommandLine;
using TinyRnn.Generator.Emit;
using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Packing;

namespace TinyRnn.Tool.Commands;

/// <summary>
/// <c>tinyrnn pack-weights</c>: packs the weights of large models into an assembly that the compiled code refers to. A build runs it before the compiler.
/// </summary>
internal static class PackWeightsCommand
{
    public static Command Create()
    {
        Argument<string[]> models = new("models") { Description = "The model files of a project.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> file = new("--output", "-o") { Description = "The assembly to write; deleted if no model is large.", Required = true };
        Option<string> assembly = new("--assembly") { Description = "Name of the assembly that the models are compiled into.", Required = true };
        Command command = new("pack-weights", "Packs the weights of large models into an assembly. A build runs this command.") { models, file, assembly };
        command.Hidden = true;
        FileArguments replacing = new(command);
        command.SetAction(arguments =>
        {
            RunFiles run = replacing.Files(arguments).Reads(arguments.GetRequiredValue(models)).Writes(arguments.GetRequiredValue(file));
            run.Check();
            Pack(arguments.GetRequiredValue(models), arguments.GetRequiredValue(assembly), arguments.GetRequiredValue(file), run);
        });
        return command;
    }

    private static void Pack(IEnumerable<string> files, string assembly, string path, RunFiles run)
    {
        Dictionary<string, PackedModel> packed = new(StringComparer.Ordinal);
        foreach (string file in files)
        {
            if (Read(file, assembly) is PackedModel model)
            {
                packed[model.TypeName] = model;
            }
        }

        if (packed.Count == 0)
        {
            File.Delete(path);
            return;
        }

        WeightsAssembly weights = new(Path.GetFileNameWithoutExtension(path), packed.Values.OrderBy(model => model.TypeName, StringComparer.Ordinal));
        run.Write(path, weights.Write);
    }

    // The compiler reports a faulty file, because its error can point at the place.
    private static PackedModel? Read(string file, string assembly)
    {
        try
        {
            Network network = NetworkFile.Load(file, out string checksum);
            ModelPlan plan = new(network, TypeShape.Class("", "Model"), Path.GetFileName(file));
            return plan.WeightBytes < PackedWeights.FewestBytes ? null : new PackedModel(PackedWeights.TypeName(checksum, assembly), [.. plan.Data]);
        }
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
