namespace TinyRnn.Model;

/// <summary>What a network is for; it decides which methods the compiled type has.</summary>
public enum NetworkTask
{
    /// <summary>Numbers in, numbers out.</summary>
    Raw,

    /// <summary>One of several labels for a whole sequence.</summary>
    Classify,

    /// <summary>The next character, from those before it: P(x_t | x_1..x_{t-1}).</summary>
    LanguageModel,

    /// <summary>The value of a series some steps ahead, from a window of rows.</summary>
    Forecast,
}

/// <summary>Which steps of a sequence have an output that counts.</summary>
public enum OutputSteps
{
    /// <summary>The last step alone.</summary>
    Last,

    /// <summary>Every step.</summary>
    Every,
}
