namespace TinyRnn.Training.Tests;

/// <summary>Every gradient of every cell with every bias form in every direction, against central differences in double precision.</summary>
public class RecurrentGradientTests
{
    public static TheoryData<string> CellNames => [.. Cells.Names];

    public static TheoryData<string, BiasForm, Direction> Cases()
    {
        TheoryData<string, BiasForm, Direction> cases = [];
        foreach (string cell in Cells.Names)
        {
            foreach (BiasForm bias in Enum.GetValues<BiasForm>())
            {
                foreach (Direction direction in Enum.GetValues<Direction>())
                {
                    cases.Add(cell, bias, direction);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_gives_the_derivatives_from_zero(string cell, BiasForm bias, Direction direction)
    {
        RecurrentLayer layer = Cells.Make(cell, 5, 3, new RecurrentOptions(bias, direction));
        new GradientCheck([layer], tokens: false, OutputSteps.Every, "cross-entropy", 6, isStateGiven: false).Run();
        new GradientCheck([layer], tokens: true, OutputSteps.Last, "mean-squared-error", 3, isStateGiven: false).Run();
    }

    [Theory]
    [MemberData(nameof(CellNames))]
    public void Backward_gives_the_derivatives_of_what_pruning_keeps(string cell)
    {
        // The last block of each gate has two rows.
        RecurrentOptions options = new(BiasForm.Separate, Direction.Bidirectional);
        new GradientCheck([Cells.Make(cell, 17, 18, options)], tokens: false, OutputSteps.Every, "mean-squared-error", 3, isStateGiven: false).Prune(0.7).Run();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_gives_the_derivatives_from_a_given_state(string cell, BiasForm bias, Direction direction)
    {
        RecurrentLayer layer = Cells.Make(cell, 5, 3, new RecurrentOptions(bias, direction));
        new GradientCheck([layer], tokens: false, OutputSteps.Last, "cross-entropy", 6).Run();
        new GradientCheck([layer], tokens: true, OutputSteps.Every, "mean-squared-error", 2).Run();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_gives_the_derivatives_from_a_stored_state(string cell, BiasForm bias, Direction direction)
    {
        RecurrentLayer layer = Cells.Make(cell, 5, 3, new RecurrentOptions(bias, direction, HasInitialState: true));
        new GradientCheck([layer], tokens: true, OutputSteps.Every, "cross-entropy", 6, isStateGiven: false).Run();
        new GradientCheck([layer], tokens: false, OutputSteps.Last, "mean-squared-error", 1, isStateGiven: false).Run();
        new GradientCheck([layer], tokens: false, OutputSteps.Every, "mean-squared-error", 4).Run();
    }
}
