namespace TinyRnn.Model;

/// <summary>The task of a network, which decides the methods of the compiled type.</summary>
public enum NetworkTask
{
    /// <summary>Numbers in, numbers out.</summary>
    Raw,

    /// <summary>One of several labels for a whole sequence.</summary>
    Classify,

    /// <summary>The next token, given those before it: P(x_t | x_1..x_{t-1}).</summary>
    LanguageModel,

    /// <summary>The value of a series some steps ahead, given a window of rows.</summary>
    Forecast,
}

/// <summary>The steps of a sequence whose outputs are valid.</summary>
public enum OutputSteps
{
    /// <summary>Only the last step.</summary>
    Last,

    /// <summary>Every step.</summary>
    Every,
}
