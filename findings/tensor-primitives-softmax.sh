#!/usr/bin/env bash
# System.Numerics.Tensors: TensorPrimitives.SoftMax does not subtract the largest value before it takes exponentials, so logits that any classifier may have
# (100 and 101) give NaN; a difference of 1 has the soft-max 0.2689 and 0.7311 wherever it stands.
# Exits 0 while this holds, 1 once it does not. Needs the .NET SDK.
set -euo pipefail
source "$(dirname "$0")/project.sh"
dotnet_project System.Numerics.Tensors 10.0.12
cat > check.cs <<'CS'
using System.Numerics.Tensors;

System.Console.WriteLine($"System.Numerics.Tensors {typeof(TensorPrimitives).Assembly.GetName().Version}");
bool holds = true;
foreach (float first in new[] { 0f, 80f, 100f })
{
    float[] result = new float[2];
    TensorPrimitives.SoftMax<float>([first, first + 1], result);
    System.Console.WriteLine($"SoftMax of {first} and {first + 1}: {result[0]:F4} and {result[1]:F4}");
    holds &= float.IsNaN(result[1]) == (first == 100f);
}

System.Console.WriteLine(holds ? "large logits have no soft-max" : "no longer so");
return holds ? 0 : 1;
CS
dotnet run -v quiet
