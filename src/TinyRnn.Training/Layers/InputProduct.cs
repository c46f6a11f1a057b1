using System.Numerics;

namespace TinyRnn.Training;

/// <summary>
/// The product of all steps' input with a weight matrix, and its two gradients. For tokens the product is a column of the matrix, and the
/// weight gradient is a sum into that column. A caller that loops over the steps can compute both step by step, while a step's rows are in cache.
/// </summary>
internal sealed class InputProduct<T>(WeightBlock<T> weight)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TokenColumns<T> _columns = new(weight);
    private bool _isByStep;

    /// <summary>output[r] = b + W x_r; an empty bias is 0.</summary>
    public void SetOutput(int rows, StepInput<T> input, ReadOnlySpan<T> bias, Span<T> output)
    {
        StartOutput(rows, input, bias, output);
        SetStepOutput(input, 0, rows, output);
    }

    /// <summary>Prepares an output whose rows <see cref="SetStepOutput"/> completes, some at a time.</summary>
    public void StartOutput(int rows, StepInput<T> input, ReadOnlySpan<T> bias, Span<T> output)
    {
        _isByStep = input.IsTokens && _columns.IsWorthwhile(rows);
        if (_isByStep)
        {
            _columns.Load(bias);
            return;
        }

        if (bias.IsEmpty)
        {
            output.Clear();
        }
        else
        {
            RowSums.Fill(bias, output);
        }

        if (input.IsTokens)
        {
            AddColumns(rows, input.Tokens, output);
        }
        else
        {
            AddOutput(rows, input.Values, output);
        }
    }

    /// <inheritdoc cref="StartOutput"/>
    public void SetStepOutput(StepInput<T> input, int row, int rows, Span<T> output)
    {
        if (_isByStep)
        {
            _columns.CopyTo(input.Tokens.Slice(row, rows), output[(row * weight.Rows)..]);
        }
    }

    /// <summary>output[r] += W x_r.</summary>
    public void AddOutput(int rows, ReadOnlySpan<T> input, Span<T> output) =>
        MatrixProduct.AddTransposedRight(rows, weight.Rows, weight.Columns, input, weight.Columns, weight.Value, weight.Stride, output, weight.Rows);

    /// <summary>Adds sum_r outputGradient[r] x_r^T to the weight's gradient, and sum_r outputGradient[r] to a bias's gradient unless that is empty.</summary>
    public void AddGradients(int rows, StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> biasGradient)
    {
        StartGradients(rows, input);
        AddStepGradients(input, 0, rows, outputGradient);
        EndGradients(rows, input, outputGradient, biasGradient);
    }

    /// <summary>Prepares gradients to which <see cref="AddStepGradients"/> adds rows, some at a time, and which <see cref="EndGradients"/> completes.</summary>
    public void StartGradients(int rows, StepInput<T> input)
    {
        _isByStep = input.IsTokens && _columns.IsWorthwhile(rows);
        if (_isByStep)
        {
            _columns.Clear();
        }
    }

    /// <inheritdoc cref="StartGradients"/>
    public void AddStepGradients(StepInput<T> input, int row, int rows, ReadOnlySpan<T> outputGradient)
    {
        if (_isByStep)
        {
            _columns.Add(input.Tokens.Slice(row, rows), outputGradient.Slice(row * weight.Rows, rows * weight.Rows));
        }
    }

    /// <inheritdoc cref="StartGradients"/>
    public void EndGradients(int rows, StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> biasGradient)
    {
        if (_isByStep)
        {
            _columns.AddTo(biasGradient);
            return;
        }

        if (input.IsTokens)
        {
            AddColumnGradients(rows, input.Tokens, outputGradient);
        }
        else
        {
            MatrixProduct.AddTransposedLeft(
                weight.Rows, weight.Columns, rows, outputGradient, weight.Rows, input.Values, weight.Columns, weight.Gradient, weight.Stride);
        }

        if (!biasGradient.IsEmpty)
        {
            RowSums.Add(outputGradient[..(rows * weight.Rows)], biasGradient);
        }
    }

    /// <summary>inputGradient[r] += W^T outputGradient[r].</summary>
    public void AddInputGradient(int rows, ReadOnlySpan<T> outputGradient, Span<T> inputGradient) =>
        MatrixProduct.Add(rows, weight.Columns, weight.Rows, outputGradient, weight.Rows, weight.Value, weight.Stride, inputGradient, weight.Columns);

    private void AddColumns(int rows, ReadOnlySpan<int> tokens, Span<T> output)
    {
        ReadOnlySpan<T> value = weight.Value;
        for (int row = 0; row < rows; row++)
        {
            Span<T> target = output.Slice(row * weight.Rows, weight.Rows);
            int token = TokenColumns<T>.Check(tokens[row], weight);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] += value[(i * weight.Stride) + token];
            }
        }
    }

    private void AddColumnGradients(int rows, ReadOnlySpan<int> tokens, ReadOnlySpan<T> outputGradient)
    {
        Span<T> gradient = weight.Gradient;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> source = outputGradient.Slice(row * weight.Rows, weight.Rows);
            for (int i = 0; i < source.Length; i++)
            {
                gradient[(i * weight.Stride) + tokens[row]] += source[i];
            }
        }
    }
}
