using TinyRnn.Interop.Tests.Onnx;

// Writes DTLN's second part as Keras's converter does and as large as it is deployed, with random weights: for timing where the published file is missing.
if (args is not [string file])
{
    Console.Error.WriteLine("usage: DeployedStandIn FILE");
    return 2;
}

File.WriteAllBytes(file, DtlnSecondPart.Deployed.Write(DtlnForm.Keras));
return 0;
