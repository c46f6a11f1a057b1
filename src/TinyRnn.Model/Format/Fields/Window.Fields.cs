namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial record Window
{
    internal static Window Read(FieldReader fields)
    {
        int channels = fields.ReadSize("channels");
        int[] size = Pair(fields, "size", required: true);
        int[] kernel = Pair(fields, "kernel", required: true);
        int[] stride = Pair(fields, "stride");
        int[] dilation = Pair(fields, "dilation");
        int[] padding = fields.FindIndices("padding") ?? [0, 0, 0, 0];
        if (padding.Length != 4)
        {
            throw fields.ErrorAt(fields.Require("padding"), ModelErrorCode.InvalidValue, "needs four numbers for 'padding': above, before, below and after");
        }

        Window window = new(channels, size[0], size[1])
        {
            KernelHeight = kernel[0],
            KernelWidth = kernel[1],
            StrideHeight = stride[0],
            StrideWidth = stride[1],
            DilationHeight = dilation[0],
            DilationWidth = dilation[1],
            Top = padding[0],
            Left = padding[1],
            Bottom = padding[2],
            Right = padding[3],
        };
        return window.Problem is string problem ? throw fields.ErrorAt(fields.Require("size"), ModelErrorCode.InvalidValue, problem) : window;
    }

    internal void Write(JsonWriter writer)
    {
        writer.WriteNumber("channels", Channels);
        writer.WriteNumbers("size", [Height, Width]);
        writer.WriteNumbers("kernel", [KernelHeight, KernelWidth]);
        if (StrideHeight * StrideWidth > 1)
        {
            writer.WriteNumbers("stride", [StrideHeight, StrideWidth]);
        }

        if (DilationHeight * DilationWidth > 1)
        {
            writer.WriteNumbers("dilation", [DilationHeight, DilationWidth]);
        }

        if (IsPadded)
        {
            writer.WriteNumbers("padding", [Top, Left, Bottom, Right]);
        }
    }

    private static int[] Pair(FieldReader fields, string name, bool required = false)
    {
        if (!required && fields.Find(name) is null)
        {
            return [1, 1];
        }

        int[] pair = fields.ReadSizes(name);
        return pair.Length == 2
            ? pair
            : throw fields.ErrorAt(
                fields.Require(name), ModelErrorCode.InvalidValue, $"needs two numbers for '{name}': one for rows, one for positions in a row");
    }
}
