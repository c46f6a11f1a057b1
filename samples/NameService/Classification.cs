using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using NameOrigin;
using TinyRnn;

namespace NameService;

/// <summary>The addresses that classify names.</summary>
internal static class Classification
{
    private const int LongestName = 100;

    /// <summary>The languages by label.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. Enum.GetValues<Names.Label>().Select(Names.GetText)];

    /// <summary>Tells which languages a family name comes from.</summary>
    public static Results<Ok<ClassifyReply>, ValidationProblem> Classify(ClassifyRequest request, ServiceMetrics metrics)
    {
        if (NameError(request.Name) is string nameError)
        {
            return Invalid("name", nameError);
        }

        if (request.Best < 1 || request.Best > Languages.Count)
        {
            return Invalid("best", $"'best' must be 1 to {Languages.Count}, not {request.Best}");
        }

        Span<Prediction<Names.Label>> best = stackalloc Prediction<Names.Label>[request.Best];
        Names.Classify(request.Name, best);
        LanguageProbability[] reply = new LanguageProbability[best.Length];
        for (int i = 0; i < best.Length; i++)
        {
            reply[i] = new LanguageProbability(Names.GetText(best[i].Label), best[i].Probability);
        }

        metrics.Classified(reply[0].Language);
        return TypedResults.Ok(new ClassifyReply(request.Name, reply));
    }

    /// <summary>Gives the probabilities and the hidden state after each character of a family name.</summary>
    public static Results<Ok<StepsReply>, ValidationProblem> Steps(ClassifyRequest request)
    {
        if (NameError(request.Name) is string nameError)
        {
            return Invalid("name", nameError);
        }

        List<CharacterStep> steps = [];
        Names.State state = Names.InitialState;
        float[] logProbabilities = new float[Names.OutputSize];
        logProbabilities.AsSpan().Fill(-MathF.Log(Names.OutputSize));
        for (int position = 0; position < request.Name.Length;)
        {
            int start = position;
            int token = Names.ReadToken(request.Name, ref position);
            if (token >= 0)
            {
                Names.Step(ref state, token, logProbabilities);
            }

            // Rounded only for the answer: a picture needs no more digits.
            float[] probabilities = [.. logProbabilities.Select(value => MathF.Round(MathF.Exp(value), 4))];
            float[] hidden = new float[state.RnnHidden.Length];
            for (int i = 0; i < hidden.Length; i++)
            {
                hidden[i] = MathF.Round(state.RnnHidden[i], 3);
            }

            steps.Add(new CharacterStep(request.Name[start..position], token >= 0, probabilities, hidden));
        }

        return TypedResults.Ok(new StepsReply(Languages, steps));
    }

    private static string? NameError(string name)
    {
        if (name.Length is 0 or > LongestName)
        {
            return $"'name' has 1 to {LongestName} characters, not {name.Length}";
        }

        for (int position = 0; position < name.Length;)
        {
            if (Names.ReadToken(name, ref position) >= 0)
            {
                return null;
            }
        }

        return "'name' has no character that the model reads; it reads Latin letters, with or without accents";
    }

    private static ValidationProblem Invalid(string field, string error) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [error] }, detail: error);
}
