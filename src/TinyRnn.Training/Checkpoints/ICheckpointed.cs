namespace TinyRnn.Training;

/// <summary>Something whose state is part of a checkpoint.</summary>
internal interface ICheckpointed
{
    /// <summary>Writes the state or reads it back. One method does both, so that they cannot disagree.</summary>
    void Transfer(CheckpointTransfer transfer);
}
