using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Finds out what a step of a model's input is.</summary>
/// <param name="file">The model's configuration.</param>
/// <param name="builder">Receives the notes.</param>
/// <param name="readsWindows">Whether the steps of an input with a fixed number of them are read at once.</param>
/// <param name="frames">The frames that are the network's steps; null if steps are rows.</param>
internal sealed class KerasInputs(JsonDocumentFile file, NetworkBuilder builder, bool readsWindows, KerasFrames? frames)
{
    /// <summary>Axes and values of an input, if only its layer defines them.</summary>
    public KerasValue WithShape(KerasValue value, KerasSettings layer, JsonValue? built = null)
    {
        JsonValue? shape = file.Find(layer.Config, "batch_input_shape") ?? file.Find(layer.Config, "batch_shape") ?? built;
        if (value.Rank > 0 || shape is not { Kind: JsonKind.Array } || shape.Items.Count == 0)
        {
            return value;
        }

        int rank = shape.Items.Count;
        int? Number(int axis) => shape.Items[axis].Kind == JsonKind.Number && shape.Items[axis].TryGetInt32(file.Text, out int size) ? size : null;
        if (rank > 3)
        {
            return WithPositions(value, layer, [.. Enumerable.Range(0, rank).Select(Number)]);
        }

        if (readsWindows && rank == 3 && Number(1) is int positions and > 0 && Number(2) is int channels and > 0
            && (long)positions * channels <= FieldReader.MaximumSize)
        {
            builder.Note(
                $"{ImportSource.Quote(layer.Name)} is a window of {positions} rows of {channels} values, which the network reads at once, row by row");
            return value with { Rank = rank, Size = positions * channels, Positions = positions, Rate = KerasRate.Fixed };
        }

        if (frames is not null && rank == 3 && Number(2) is int values and > 0 && (long)frames.Rows * values <= FieldReader.MaximumSize)
        {
            builder.Note(frames.Describe(layer.Name, values, Number(1)));
            return value with
            {
                Rank = rank,
                Size = frames.Rows * values,
                Positions = frames.Rows,
                Steps = Number(1),
                Rate = KerasRate.EachStep,
                IsFrame = true,
            };
        }

        return value with
        {
            Rank = rank,
            Size = Number(rank - 1) ?? value.Size,
            Steps = rank == 3 ? Number(1) : null,
            Rate = rank == 2 ? KerasRate.Fixed : KerasRate.EachStep,
        };
    }

    // An image that is read at once; or steps that are rows of positions or images; or rows of positions that form the frames.
    private KerasValue WithPositions(KerasValue value, KerasSettings layer, int?[] shape)
    {
        int rank = shape.Length;
        int[] sizes = [.. shape.Skip(readsWindows ? 1 : 2).Select(size => size ?? 0)];

        // At most three sizes and the rows of a frame, each below the limit, so that their product cannot overflow.
        bool isKnown = rank <= (readsWindows ? 4 : 5) && sizes.All(one => one is >= 1 and <= FieldReader.MaximumSize);
        long size = isKnown ? sizes.Aggregate(frames is not null && rank == 4 ? frames.Rows : 1L, (product, one) => product * one) : 0;
        if (!isKnown || size > FieldReader.MaximumSize)
        {
            string wanted = readsWindows
                ? "the batch, height, width and channels, all known,"
                : "the batch, the steps and known sizes of a row, of positions or of an image at each step";
            throw layer.Error(
                $"it reads {rank} axes, [{string.Join(", ", shape.Select(one => one is int number ? $"{number}" : "null"))}]; {wanted} were expected, with "
                    + $"at most {FieldReader.MaximumSize} values");
        }

        int channels = sizes[^1];
        string positions = sizes.Length == 3 ? $"{sizes[0]} rows of {sizes[1]} positions of {channels} values" : $"{sizes[0]} positions of {channels} values";
        KerasValue read = value with { Rank = rank, Size = (int)size, Positions = (int)size / channels, Height = sizes.Length == 3 ? sizes[0] : null };
        if (readsWindows)
        {
            builder.Note($"{ImportSource.Quote(layer.Name)} is an image of {positions}, which the network reads at once, position by position");
            return read with { Rate = KerasRate.Fixed };
        }

        if (frames is not null && rank == 4)
        {
            builder.Note(frames.Describe(layer.Name, sizes[0] * channels, shape[1]));
            return read with { Height = frames.Rows, Rate = KerasRate.EachStep, Steps = shape[1], IsFrame = true };
        }

        builder.Note($"{ImportSource.Quote(layer.Name)}: a step is {positions}, position by position");
        return read with { Rate = KerasRate.EachStep, Steps = shape[1] };
    }
}
