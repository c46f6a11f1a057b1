namespace TinyRnn.Tests.Contracts;

/// <summary>What compiled models say about arguments that do not fit.</summary>
public class ModelArgumentsTests
{
    [Fact]
    public void A_span_has_the_length_of_a_step()
    {
        ModelArguments.CheckLength(3, 3, "input");
        Says<ArgumentException>("2 values where 3 are needed (Parameter 'input')", () => ModelArguments.CheckLength(2, 3, "input"));
        Says<ArgumentException>("4 values where 3 are needed", () => ModelArguments.CheckLength(4, 3, "input"));
    }

    [Fact]
    public void A_token_is_one_of_the_vocabulary()
    {
        ModelArguments.CheckTokens([0, 4, 2], 5);
        Says<ArgumentOutOfRangeException>("a token is from 0 to 4", () => ModelArguments.CheckToken(5, 5));
        Says<ArgumentOutOfRangeException>("a token is from 0 to 4", () => ModelArguments.CheckToken(-1, 5));
        Says<ArgumentOutOfRangeException>("a token is from 0 to 4", () => ModelArguments.CheckTokens([0, 5], 5));
    }

    [Fact]
    public void A_sequence_is_whole_rows()
    {
        Assert.Equal([1, 2, 3], ((int[])[4, 8, 12]).Select(length => ModelArguments.CountSteps(length, 4)));
        foreach (int length in (int[])[0, 3, 5])
        {
            Says<ArgumentException>(
                $"a sequence of {length} values is not one or more whole rows of 4 values", () => ModelArguments.CountSteps(length, 4));
        }
    }

    [Fact]
    public void A_history_is_at_least_a_window_of_whole_rows()
    {
        ModelArguments.CheckHistory(6, 3, 2);
        ModelArguments.CheckHistory(8, 3, 2);
        foreach (int length in (int[])[0, 4, 5, 7])
        {
            Says<ArgumentException>(
                $"a history of {length} values is not 3 or more whole rows of 2 values", () => ModelArguments.CheckHistory(length, 3, 2));
        }
    }

    [Fact]
    public void An_output_has_room_for_each_step()
    {
        ModelArguments.CheckRoom(6, 3, 2);
        ModelArguments.CheckRoom(7, 3, 2);
        const string Full = "5 values have room for 2 steps of 2 values, but the text has more (Parameter 'output')";
        Says<ArgumentException>(Full, () => ModelArguments.CheckRoom(5, 3, 2));
        float[] output = [0, 1, 2, 3, 4];
        Assert.Equal([2f, 3f], ModelArguments.NextRow(output, 1, 2).ToArray());
        Says<ArgumentException>(Full, () => ModelArguments.NextRow(output, 2, 2).Clear());
    }

    [Fact]
    public void Empty_and_unknown_input_is_told()
    {
        ModelArguments.CheckNotEmpty(1, "prompt");
        Says<ArgumentException>("a sequence needs at least one token (Parameter 'prompt')", () => ModelArguments.CheckNotEmpty(0, "prompt"));
        Says<ArgumentException>("the text holds no character of the model's vocabulary", ModelArguments.ThrowNoCharacter);
        Says<ArgumentException>("the text holds no word of the model's vocabulary", ModelArguments.ThrowNoWord);
        Says<ArgumentException>("U+00E9 is not in the model's vocabulary", () => ModelArguments.ThrowUnknown('é'));
    }

    private static void Says<T>(string expected, Action call)
        where T : Exception => Assert.Contains(expected, Assert.Throws<T>(call).Message, StringComparison.Ordinal);
}
