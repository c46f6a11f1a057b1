namespace TinyRnn.Training.Tests;

public class ConfusionMatrixTests
{
    [Fact]
    public void Accuracy_and_macro_F1_follow_from_the_counts()
    {
        ConfusionMatrix matrix = new(["a", "b", "c"]);
        matrix.Add(0, 0);
        matrix.Add(0, 0);
        matrix.Add(0, 1);
        matrix.Add(1, 1);
        Assert.Equal(4, matrix.Total);
        Assert.Equal(1, matrix[0, 1]);
        Assert.Equal(0, matrix[1, 0]);
        Assert.Equal(0.75, matrix.Accuracy);

        // a: precision 1, recall 2/3; b: precision 1/2, recall 1; c: never seen.
        Assert.Equal((0.8 + (2.0 / 3) + 0) / 3, matrix.MacroF1, 1e-12);
    }

    [Fact]
    public void No_examples_have_no_accuracy() => Assert.Equal(0, new ConfusionMatrix(["a", "b"]).Accuracy);
}
