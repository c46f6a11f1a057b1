namespace TinyRnn.Tests.Contracts;

/// <summary>The most probable labels, against sorting.</summary>
public class PredictionsTests
{
    private enum Label
    {
        A,
        B,
        C,
        D,
        E,
    }

    [Fact]
    public void The_best_labels_are_those_of_a_stable_sort()
    {
        Random random = new(4);
        for (int i = 0; i < 500; i++)
        {
            // Few distinct values, so that labels are often equal: the lower one is first.
            float[] probabilities = [.. Enumerable.Range(0, 5).Select(_ => random.Next(4) / 4f)];
            (Label, float)[] expected = [.. Enum.GetValues<Label>().OrderByDescending(label => probabilities[(int)label]).Select(
                label => (label, probabilities[(int)label]))];
            Prediction<Label> best = Predictions.Best<Label>(probabilities);
            Assert.Equal(expected[0], (best.Label, best.Probability));
            for (int room = 0; room <= 7; room++)
            {
                Prediction<Label>[] top = new Prediction<Label>[room];
                Assert.Equal(Math.Min(room, 5), Predictions.Top(probabilities, top));
                Assert.Equal(expected.Take(room), top.Take(5).Select(prediction => (prediction.Label, prediction.Probability)));
            }
        }
    }
}
