using System.Runtime.CompilerServices;

namespace TinyRnn.Tests.Memory;

public class MemoryTests
{
    [Fact]
    public void Aligned_weights_are_copied_once_to_a_64_byte_boundary()
    {
        nint place = 0;
        ulong[] weights = [0x4000_0000_3F80_0000, 0x4080_0000_4040_0000];
        nint[] addresses = new nint[8];
        Parallel.For(0, addresses.Length, i => addresses[i] = Volatile.Read(ref place) != 0 ? place : AlignedWeights.Copy(weights, ref place));
        Assert.All(addresses, address => Assert.Equal(place, address));
        Assert.Equal(0, place % 64);
        ref float first = ref AlignedWeights.At(place);
        Assert.Equal([1f, 2f, 3f, 4f], Enumerable.Range(0, 4).Select(i => Unsafe.Add(ref AlignedWeights.At(place), i)));
        Assert.Equal(1f, first);
    }

    [Fact]
    public void Workspace_allocates_no_managed_byte_and_refuses_what_cannot_be_counted()
    {
        Assert.Equal(0, Allocations.Of(() =>
        {
            using Workspace workspace = new(1000, 48);
            Unsafe.Add(ref workspace.First, 47_999) = 1f;
            workspace.FirstToken = 1;
        }));
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
        {
            using Workspace workspace = new(int.MaxValue, 2);
        });
        Assert.Contains("too long", error.Message, StringComparison.Ordinal);
    }
}
