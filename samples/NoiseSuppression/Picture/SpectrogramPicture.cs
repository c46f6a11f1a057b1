using System.Globalization;
using System.Text;
using NoiseSuppression.Suppression;

namespace NoiseSuppression.Picture;

/// <summary>Draws two spectrograms in the same colours, one above the other.</summary>
internal sealed class SpectrogramPicture
{
    private const float Range = 80f;
    private const int Gap = 6;

    // Sizes in units of the drawing.
    private const int Left = 56;
    private const int Top = 28;
    private const int Width = 900;
    private const int Height = 240;
    private const int Between = 36;
    private const int Right = 84;
    private const int Bottom = 44;

    private static readonly double[] StepFactors = [1.0, 2.0, 5.0, 10.0];

    private readonly Spectrogram _before;
    private readonly Spectrogram _after;
    private readonly float _loudest;

    /// <summary>Makes the loudest value of both the lightest colour.</summary>
    public SpectrogramPicture(Spectrogram before, Spectrogram after)
    {
        _before = before;
        _after = after;
        float loudest = -Range;
        foreach (Spectrogram one in new[] { before, after })
        {
            for (int column = 0; column < one.Columns; column++)
            {
                for (int bin = 0; bin < SoundBlock.Bins; bin++)
                {
                    loudest = MathF.Max(loudest, one[column, bin]);
                }
            }
        }

        _loudest = MathF.Ceiling(loudest / 10f) * 10f;
    }

    /// <summary>Draws both without axes, with a pixel for each column and frequency, and "before" above "after".</summary>
    public byte[] ToPng()
    {
        PngImage image = new(Math.Max(_before.Columns, 1), (2 * SoundBlock.Bins) + Gap, HeatColours.Palette);
        Draw(image, _before, 0);
        Draw(image, _after, SoundBlock.Bins + Gap);
        for (int x = 0; x < Math.Max(_before.Columns, 1); x++)
        {
            for (int y = 0; y < Gap; y++)
            {
                image[x, SoundBlock.Bins + y] = HeatColours.Count - 1;
            }
        }

        return image.ToArray();
    }

    /// <summary>Draws both with axes and a scale.</summary>
    public byte[] ToSvg()
    {
        const int Total = Left + Width + Right;
        const int Tall = Top + (2 * Height) + Between + Bottom;
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Total} {Tall}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"width=\"{Total}\" height=\"{Tall}\" ");
        svg.Append("font-family=\"sans-serif\" font-size=\"13\" fill=\"#222\">\n<title>Spectrograms before and after</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Total}\" height=\"{Tall}\" fill=\"#fff\"/>\n");
        AppendPanel(svg, "before", _before, Top);
        AppendPanel(svg, "after", _after, Top + Height + Between);
        AppendTimes(svg, Top + (2 * Height) + Between);
        AppendScale(svg);
        return Encoding.UTF8.GetBytes(svg.Append("</svg>\n").ToString());
    }

    private void Draw(PngImage image, Spectrogram one, int top)
    {
        for (int x = 0; x < one.Columns; x++)
        {
            for (int bin = 0; bin < SoundBlock.Bins; bin++)
            {
                float share = Math.Clamp(1f + ((one[x, bin] - _loudest) / Range), 0f, 1f);
                image[x, top + SoundBlock.Bins - 1 - bin] = (byte)MathF.Round(share * (HeatColours.Count - 1));
            }
        }
    }

    private void AppendPanel(StringBuilder svg, string title, Spectrogram one, int top)
    {
        PngImage image = new(Math.Max(one.Columns, 1), SoundBlock.Bins, HeatColours.Palette);
        Draw(image, one, 0);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{top - 8}\" font-weight=\"bold\">{title}</text>\n");
        AppendImage(svg, image, Left, top, Width, Height);
        const int Kilohertz = SoundBlock.Rate / 2000;
        for (int frequency = 0; frequency <= Kilohertz; frequency += 2)
        {
            double y = top + (Height * (1.0 - ((double)frequency / Kilohertz)));
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left - 5} {y}h5\" stroke=\"#222\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 9}\" y=\"{y + 4.5}\" text-anchor=\"end\">{frequency}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(16 {top + (Height / 2)}) rotate(-90)\" text-anchor=\"middle\">kHz</text>\n");
    }

    private void AppendTimes(StringBuilder svg, int bottom)
    {
        double seconds = _before.Columns * _before.SecondsOfColumn;
        double step = Step(seconds);
        for (int i = 0; i * step <= seconds && seconds > 0.0; i++)
        {
            double x = Left + (Width * i * step / seconds);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x:0.##} {bottom}v5\" stroke=\"#222\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.##}\" y=\"{bottom + 19}\" text-anchor=\"middle\">{i * step:0.##}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + (Width / 2)}\" y=\"{bottom + 36}\" text-anchor=\"middle\">s</text>\n");
    }

    private void AppendScale(StringBuilder svg)
    {
        const int Bar = Left + Width + 18;
        const int Tall = (2 * Height) + Between;
        PngImage image = new(1, HeatColours.Count, HeatColours.Palette);
        for (int y = 0; y < HeatColours.Count; y++)
        {
            image[0, y] = (byte)(HeatColours.Count - 1 - y);
        }

        AppendImage(svg, image, Bar, Top, 14, Tall);
        for (int level = 0; level <= Range; level += 20)
        {
            double y = Top + (Tall * level / Range);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Bar + 20}\" y=\"{y + 4.5:0.##}\">{_loudest - level:0}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Bar}\" y=\"{Top - 8}\">dB</text>\n");
    }

    private static void AppendImage(StringBuilder svg, PngImage image, int x, int y, int width, int height)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" ");
        svg.Append("href=\"data:image/png;base64,").Append(Convert.ToBase64String(image.ToArray())).Append("\"/>\n");
    }

    // 1, 2 or 5 times a power of ten, so that there are about ten ticks at most.
    private static double Step(double seconds)
    {
        double power = Math.Pow(10.0, Math.Floor(Math.Log10(Math.Max(seconds, 0.01) / 10.0)));
        return StepFactors.Select(factor => factor * power).First(step => seconds / step <= 10.0);
    }
}
