namespace TinyRnn.Training;

/// <summary>Something whose state stands in a checkpoint.</summary>
internal interface ICheckpointed
{
    /// <summary>Writes the state or reads it back; one method, so that the two cannot disagree.</summary>
    void Transfer(CheckpointTransfer transfer);
}
