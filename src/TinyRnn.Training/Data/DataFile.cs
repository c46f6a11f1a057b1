namespace TinyRnn.Training;

/// <summary>Reads the bytes of a data file.</summary>
internal static class DataFile
{
    /// <exception cref="TrainingDataException">There is no such file.</exception>
    public static byte[] ReadBytes(string path, string expected)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TrainingDataException(path, 0, "no such file; " + expected);
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw new TrainingDataException(path, 0, "is a folder; " + expected);
        }
    }
}
