using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Add, Sub, Mul, Div: of sizes, of numbers, of values with numbers (a scaling), and of two rows.</summary>
internal static class ArithmeticOperators
{
    public static Value Read(NodeContext node) => Apply(node, node.Node.Operator, node.Get(0), node.Get(1));

    /// <summary>Applies an operation, by ONNX's name, within a node of any operator.</summary>
    public static Value Apply(NodeContext node, string operation, Value first, Value second) => (first, second) switch
    {
        (Constant { Integers: not null } a, Constant { Integers: not null } b) =>
            ConstantOperators.Elementwise(node, a, b, (x, y) => OfSizes(node, operation, x, y)),
        (Constant { Floats: float[] x } a, Constant { Floats: float[] y } b) => OfNumbers(node, operation, a, b, x, y),
        _ => OfSignals(node, operation, node.ToSignal(first), node.ToSignal(second)),
    };

    private static Extent OfSizes(NodeContext node, string operation, Extent a, Extent b)
    {
        switch (operation)
        {
            case "Mul":
                return a * b;
            case "Div" when a.Over(b) is Extent exact:
                return exact;
            case "Div" when a.IsKnown && b.IsKnown && b.Number is not (0 or -1):
                return new Extent(a.Number / b.Number);
            case "Add" when b.IsKnown:
                return a.Plus(b.Number);
            case "Add" when a.IsKnown:
                return b.Plus(a.Number);
            case "Sub" when b.IsKnown:
                return a.Plus(checked(-b.Number));
            case "Sub" when a with { Offset = 0 } == b with { Offset = 0 }:
                return new Extent(checked(a.Offset - b.Offset));
            default:
                throw node.Error($"computes {operation} of the sizes {a} and {b}");
        }
    }

    private static Constant OfNumbers(NodeContext node, string operation, Constant a, Constant b, float[] x, float[] y)
    {
        (int[] dims, int[] left, int[] right) = ConstantOperators.Broadcast(node, a, b);
        return new Constant(dims, [.. left.Select((index, i) => operation switch
        {
            "Add" => x[index] + y[right[i]],
            "Sub" => x[index] - y[right[i]],
            "Mul" => x[index] * y[right[i]],
            _ => x[index] / y[right[i]],
        })]);
    }

    private static Signal OfSignals(NodeContext node, string operation, Signal left, Signal right)
    {
        (Axis[] axes, left, right) = node.Together(left, right);
        node.CheckWhole(left);
        node.CheckWhole(right);
        bool isLeftFixed = left.Elements.All(element => element.Row is null);
        bool isRightFixed = right.Elements.All(element => element.Row is null);
        bool isCounter = operation == "Add" && (isLeftFixed || isRightFixed)
            && left.Elements.Concat(right.Elements).All(element => element.Row is null or IterationRow);
        if (!isCounter && left.Elements.Concat(right.Elements).Any(element => element.Row is TokenRow or IterationRow))
        {
            throw node.Error("computes with tokens as numbers; a table (Gather) or OneHot was expected after tokens");
        }

        if (isLeftFixed && isRightFixed)
        {
            throw node.Error("computes with numbers that are repeated over steps");
        }

        if (isLeftFixed || isRightFixed)
        {
            float[] numbers = Array.ConvertAll(isLeftFixed ? left.Elements : right.Elements, element => element.Value);
            Element[] source = isLeftFixed ? right.Elements : left.Elements;
            if (isLeftFixed && operation == "Div")
            {
                source = node.Result(axes, new FunctionRow(Function.Reciprocal, source, node.Label)).Elements;
                return numbers.All(number => number == 1f) ? new Signal(axes, source) : node.Result(axes, Scaling(node, "Mul", source, numbers, false));
            }

            return IsNothing(node, operation, source, numbers, isLeftFixed)
                ? new Signal(axes, source)
                : node.Result(axes, Scaling(node, operation, source, numbers, isLeftFixed));
        }

        return operation switch
        {
            "Add" => new Signal(axes, Signal.ElementsOf(new SumRow(left.Elements, right.Elements, node.Label))),
            "Sub" =>
                new Signal(axes, Signal.ElementsOf(new SumRow(left.Elements, Signal.ElementsOf(AffineRow.Negative(right.Elements, node.Label)), node.Label))),
            "Mul" => new Signal(axes, Signal.ElementsOf(new ProductRow(left.Elements, right.Elements, node.Label))),
            _ => node.Result(axes, new CombinedRow(CombineOperation.Divide, left.Elements, right.Elements, node.Label)),
        };
    }

    // Some exporters consume an input that the graph does not need by adding it times zero. TinyRnn's exporter never does that.
    private static bool IsNothing(NodeContext node, string operation, Element[] source, float[] numbers, bool isLeftFixed) =>
        !node.Reading.IsOurs && Array.TrueForAll(source, element => element.Row is not (null or InputRow or TokenRow or IterationRow)) && operation switch
        {
            "Add" => Array.TrueForAll(numbers, number => number == 0f),
            "Sub" => !isLeftFixed && Array.TrueForAll(numbers, number => number == 0f),
            "Mul" => Array.TrueForAll(numbers, number => number == 1f),
            "Div" => !isLeftFixed && Array.TrueForAll(numbers, number => number == 1f),
            _ => false,
        };

    private static AffineRow Scaling(NodeContext node, string operation, Element[] source, float[] numbers, bool isReversed)
    {
        (Func<double, double> Scale, Func<double, double> Shift, AffineForm Form) way = (operation, isReversed) switch
        {
            ("Add", _) => (One, Same, AffineForm.Plus),
            ("Mul", _) => (Same, Zero, AffineForm.Times),
            ("Sub", false) => (One, Negative, AffineForm.Minus),
            ("Sub", true) => (number => -1.0, Same, AffineForm.Other),
            ("Div", false) => (number => 1.0 / number, Zero, AffineForm.Over),
            _ => throw node.Error($"computes {operation} of a number and a result"),
        };
        return new AffineRow(
            source, [.. numbers.Select(number => way.Scale(number))], [.. numbers.Select(number => way.Shift(number))], way.Form,
            node.Label)
        { Numbers = numbers };

        static double One(double number) => 1.0;
        static double Zero(double number) => 0.0;
        static double Same(double number) => number;
        static double Negative(double number) => -number;
    }
}
