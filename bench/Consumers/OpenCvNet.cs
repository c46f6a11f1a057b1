using System.Runtime.InteropServices;
using OpenCvSharp;
using OpenCvSharp.Dnn;

namespace Consumers;

/// <summary>OpenCV's DNN module.</summary>
internal static class OpenCvNet
{
    public static string Version => Cv2.GetVersionString() ?? "";

    /// <summary>The output of a sequence, or null if the module refuses the file.</summary>
    public static float[]? Run(string path, string input, int[] sizes, float[] values)
    {
        try
        {
            using Net net = CvDnn.ReadNetFromOnnx(path)!;
            using Mat rows = Mat.FromPixelData(sizes, MatType.CV_32FC1, values);
            net.SetInput(rows, input);
            using Mat output = net.Forward("output");

            // GetArray knows two axes only.
            float[] result = new float[(int)output.Total()];
            Marshal.Copy(output.Data, result, 0, result.Length);
            return result;
        }
        catch (OpenCVException)
        {
            return null;
        }
    }
}
