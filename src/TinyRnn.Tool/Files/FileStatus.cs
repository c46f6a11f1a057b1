using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TinyRnn.Tool.Files;

/// <summary>The operating system's identity of a file or folder. .NET only knows names, but two hard links to one file have two names.</summary>
/// <param name="Volume">The file system that it is on.</param>
/// <param name="Number">Its number there.</param>
/// <param name="IsRegular">Whether it is a regular file, not a folder, device or pipe.</param>
internal readonly record struct FileStatus(ulong Volume, ulong Number, bool IsRegular)
{
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;

    /// <summary>Reads the identity and follows links; null if nothing is there or the system does not tell.</summary>
    public static FileStatus? Find(string path) => OperatingSystem.IsLinux() ? OnLinux(path)
        : OperatingSystem.IsMacOS() ? OnMac(path)
        : OperatingSystem.IsWindows() ? OnWindows(path)
        : null;

    private static FileStatus? OnLinux(string path)
    {
        const int CurrentFolder = -100;
        const uint TypeAndNumber = 0x101;
        byte[] buffer = new byte[256];
        return Statx(CurrentFolder, Encode(path), 0, TypeAndNumber, buffer) == 0
            ? new FileStatus(
                ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(136)) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(140)),
                BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(32)),
                IsRegularMode(buffer, 28))
            : null;
    }

    private static FileStatus? OnMac(string path)
    {
        byte[] buffer = new byte[256];
        byte[] name = Encode(path);
        int result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatOfX64(name, buffer) : Stat(name, buffer);
        return result == 0
            ? new FileStatus(
                BinaryPrimitives.ReadUInt32LittleEndian(buffer),
                BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(8)),
                IsRegularMode(buffer, 4))
            : null;
    }

    private static FileStatus? OnWindows(string path)
    {
        const int DiskFile = 1;
        try
        {
            // Folders cannot be opened this way, so their names are used.
            using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] buffer = new byte[52];
            return GetFileInformationByHandle(handle, buffer)
                ? new FileStatus(
                    BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(28)),
                    ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(44)) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(48)),
                    GetFileType(handle) == DiskFile)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsRegularMode(byte[] buffer, int offset) => (BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(offset)) & TypeMask) == RegularType;

    private static byte[] Encode(string path) => Encoding.UTF8.GetBytes(path + '\0');

    // statx has the same layout on all processors; stat does not.
    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport("libc", EntryPoint = "stat")]
    private static extern int Stat(byte[] path, byte[] buffer);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    private static extern int StatOfX64(byte[] path, byte[] buffer);

    [DllImport("kernel32", EntryPoint = "GetFileInformationByHandle")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetFileInformationByHandle(SafeFileHandle handle, byte[] buffer);

    [DllImport("kernel32", EntryPoint = "GetFileType")]
    private static extern int GetFileType(SafeFileHandle handle);
}
