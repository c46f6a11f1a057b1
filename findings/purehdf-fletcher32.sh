#!/usr/bin/env bash
# PureHDF: a two-dimensional array in chunks with the checksum filter fletcher32 reads back wrong, without an error: parts of rows stand in the place of others.
# The same array without a filter, with shuffle and with deflate is right. The file is sound: h5py 3.7 reads it as it was written.
# Exits 0 while this holds, 1 once it does not. Needs the .NET SDK.
set -euo pipefail
source "$(dirname "$0")/project.sh"
dotnet_project PureHDF 2.2.0
cat > check.cs <<'CS'
using System.Reflection;
using PureHDF;
using PureHDF.Filters;
using PureHDF.VOL.Native;

Console.WriteLine($"PureHDF {typeof(H5File).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion}");
float[] values = [.. Enumerable.Range(0, 24).Select(i => (float)i)];
bool holds = true;
(string, List<H5Filter>)[] all =
    [("none", []), ("shuffle", [ShuffleFilter.Id]), ("deflate", [DeflateFilter.Id]), ("fletcher32", [Fletcher32Filter.Id])];
foreach ((string name, List<H5Filter> filters) in all)
{
    float[,] array = new float[4, 6];
    Buffer.BlockCopy(values, 0, array, 0, 24 * sizeof(float));
    string path = name + ".h5";
    new H5File { ["a"] = new H5Dataset(array, chunks: [2, 3], datasetCreation: new H5DatasetCreation(Filters: filters)) }.Write(path);
    using NativeFile file = H5File.OpenRead(path);
    float[] back = file.Dataset("a").Read<float[]>();
    Console.WriteLine($"{name,-10} {string.Join(' ', back)}");
    holds &= back.SequenceEqual(values) == (name != "fletcher32");
}

Console.WriteLine(holds ? "the array with checksums comes back wrong" : "no longer so");
return holds ? 0 : 1;
CS
dotnet run -v quiet
