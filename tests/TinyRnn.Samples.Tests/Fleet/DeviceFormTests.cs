using SensorFleet.Devices;

namespace TinyRnn.Samples.Tests.Fleet;

/// <summary>The written form of a device.</summary>
public class DeviceFormTests
{
    [Fact]
    public void Reads_what_it_wrote()
    {
        (FleetModel.State state, DeviceProgress progress) = Sample();
        byte[] form = DeviceForm.Write(state, progress);
        DeviceForm.Read(form, out FleetModel.State read, out DeviceProgress readProgress);
        Assert.Equal(state.GruHidden, read.GruHidden);
        Assert.Equal(progress, readProgress);
        Assert.Equal(form, DeviceForm.Write(read, readProgress));
    }

    [Fact]
    public void A_damaged_byte_is_found_wherever_it_is()
    {
        (FleetModel.State state, DeviceProgress progress) = Sample();
        byte[] form = DeviceForm.Write(state, progress);
        for (int i = 0; i < form.Length; i++)
        {
            form[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => DeviceForm.Read(form, out _, out _));
            form[i] ^= 0x10;
        }
    }

    [Fact]
    public void What_is_cut_off_or_too_long_is_refused()
    {
        (FleetModel.State state, DeviceProgress progress) = Sample();
        byte[] form = DeviceForm.Write(state, progress);
        for (int length = 0; length < form.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => DeviceForm.Read(form.AsSpan(0, length), out _, out _));
        }

        Assert.Throws<InvalidDataException>(() => DeviceForm.Read([.. form, 0], out _, out _));
    }

    private static (FleetModel.State State, DeviceProgress Progress) Sample()
    {
        FleetModel.State state = FleetModel.InitialState;
        float[] forecast = new float[1];
        FleetModel.Step(ref state, [71.5f], forecast);
        return (
            state,
            new DeviceProgress { Next = 1L << 40, Watch = new ErrorWatch { Forecast = forecast[0], Usual = 0.5f, Seen = 77, Quiet = 3, Anomalies = 9 } });
    }
}
