using System.Runtime.InteropServices;

namespace TinyRnn.Tests.States;

/// <summary>The form of a state, over a model written by hand; the tests of the generator have all compiled ones.</summary>
public class StateFormTests
{
    // 3 values, a float of padding, 2 values, the turn.
    private static readonly State Some = new() { A = 1f, B = -0.0f, C = float.Epsilon, Padding = 9f, D = float.NegativeInfinity, E = 0.1f, Backward = 7 };

    [Fact]
    public void Every_byte_is_as_documented()
    {
        byte[] form = Write<Model>(Some);
        Assert.Equal(44, StateForm.GetSize<Model, State>());
        Assert.Equal("54524E53" + "01000000" + "EFCDAB8967452301" + "05000000", Convert.ToHexString(form.AsSpan(0, 20)));
        Assert.Equal("0000803F" + "00000080" + "01000000" + "000080FF" + "CDCCCC3D", Convert.ToHexString(form.AsSpan(24)));

        // CRC-32C from its definition, bit by bit.
        uint checksum = ~0u;
        foreach (byte value in form.Where((_, index) => index is < 20 or >= 24))
        {
            checksum ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                checksum = (checksum >> 1) ^ ((checksum & 1) * 0x82F6_3B78);
            }
        }

        Assert.Equal(~checksum, BitConverter.ToUInt32(form, 20));
    }

    [Fact]
    public void Reading_gives_the_values_and_nothing_else()
    {
        StateForm.Read<Model, State>(Write<Model>(Some), out State state);
        Assert.Equal(Some with { Padding = 0f, Backward = 0 }, state);
        Assert.True(float.IsNegative(state.B));
    }

    [Fact]
    public void Padding_and_turn_change_no_byte() =>
        Assert.Equal(Write<Model>(Some), Write<Model>(Some with { Padding = float.NaN, Backward = 8 }));

    [Fact]
    public void A_state_that_is_no_number_stays_so()
    {
        float payload = BitConverter.UInt32BitsToSingle(0x7FC0_1234);
        Assert.True(StateForm.TryRead<Model, State>(Write<Model>(Some with { E = payload }), out State state, out _));
        Assert.Equal(0x7FC0_1234u, BitConverter.SingleToUInt32Bits(state.E));
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        byte[] form = Write<Model>(Some);
        for (int bit = 0; bit < form.Length * 8; bit++)
        {
            form[bit / 8] ^= (byte)(1 << (bit % 8));
            StateError error = Refuse(form);
            Assert.Equal(
                (bit / 32) switch
                {
                    0 => StateError.NoState,
                    1 => StateError.OtherVersion,
                    4 => StateError.OtherLength,
                    _ => StateError.Damaged,
                },
                error);
            form[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        StateForm.Read<Model, State>(form, out _);
    }

    [Fact]
    public void Every_other_length_is_refused()
    {
        byte[] form = [.. Write<Model>(Some), .. Write<Model>(Some)];
        for (int length = 0; length <= form.Length; length++)
        {
            if (length != form.Length / 2)
            {
                Assert.Equal(length < 4 ? StateError.NoState : StateError.OtherLength, Refuse(form[..length]));
            }
        }
    }

    [Fact]
    public void Another_model_is_refused()
    {
        Assert.Equal(StateError.OtherModel, Refuse(Write<OtherWeights>(Some)));
        Assert.Equal(StateError.OtherModel, Refuse(Write<OtherShape>(Some)));
    }

    [Theory]
    [InlineData("", "not a state of a model: 0 bytes that do not begin with 'TRNS'")]
    [InlineData("54524E53 01", "a state that is cut off: 5 bytes; 44 were expected")]
    [InlineData("54524E53 02000000 0000000000000000 00000000 00000000", "a state in version 2 of the format; this program reads version 1")]
    [InlineData("54524E53 01000000 0000000000000000 FFFFFFFF 00000000", "a state whose length differs from its header: 24 bytes; 17179869204 "
        + "were expected")]
    [InlineData("54524E53 01000000 0000000000000000 00000000 00000000", "a damaged state: its checksum does not match its bytes")]
    public void The_message_says_what_was_expected_and_found(string form, string message)
    {
        byte[] bytes = Convert.FromHexString(form.Replace(" ", ""));
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => StateForm.Read<Model, State>(bytes, out _)).Message);
    }

    [Fact]
    public void The_message_names_both_models() => Assert.Equal(
        "a state of another model: its fingerprint is 0123456789abcdee, that of Model is 0123456789abcdef",
        Assert.Throws<InvalidDataException>(() => StateForm.Read<Model, State>(Write<OtherWeights>(Some), out _)).Message);

    [Theory]
    [InlineData(43)]
    [InlineData(45)]
    public void Room_of_another_size_is_refused(int size)
    {
        byte[] room = new byte[size];
        ArgumentException exception = Assert.Throws<ArgumentException>(() => StateForm.Write<Model, State>(Some, room));
        Assert.StartsWith($"{size} bytes; a state of Model has 44", exception.Message);
        Assert.All(room, value => Assert.Equal(0, value));
    }

    private static byte[] Write<TModel>(State state)
        where TModel : IRecurrentModel<State>
    {
        byte[] form = new byte[StateForm.GetSize<TModel, State>()];
        form.AsSpan().Fill(0xAA);
        StateForm.Write<TModel, State>(state, form);
        return form;
    }

    private static StateError Refuse(byte[] form)
    {
        Assert.False(StateForm.TryRead<Model, State>(form, out State state, out StateError error));
        Assert.Equal(Model.InitialState, state);
        Assert.Throws<InvalidDataException>(() => StateForm.Read<Model, State>(form, out _));
        return error;
    }

    [StructLayout(LayoutKind.Sequential)]
    private record struct State
    {
        public float A;
        public float B;
        public float C;
        public float Padding;
        public float D;
        public float E;
        public uint Backward;
    }

    private readonly struct Model : IRecurrentModel<State>
    {
        public static int OutputSize => 1;

        public static State InitialState => new() { A = 5f };

        public static ulong Fingerprint => 0x0123_4567_89AB_CDEF;

        public static ReadOnlySpan<int> StateParts => [0, 3, 4, 2];

        public static bool SelfTest(out float largestError) => throw new NotSupportedException();
    }

    private readonly struct OtherWeights : IRecurrentModel<State>
    {
        public static int OutputSize => 1;

        public static State InitialState => default;

        public static ulong Fingerprint => Model.Fingerprint - 1;

        public static ReadOnlySpan<int> StateParts => Model.StateParts;

        public static bool SelfTest(out float largestError) => throw new NotSupportedException();
    }

    // One in 2^64: only the number of values tells it.
    private readonly struct OtherShape : IRecurrentModel<State>
    {
        public static int OutputSize => 1;

        public static State InitialState => default;

        public static ulong Fingerprint => Model.Fingerprint;

        public static ReadOnlySpan<int> StateParts => [0, 2];

        public static bool SelfTest(out float largestError) => throw new NotSupportedException();
    }
}
