using RasterAnalysis.Rasters;

namespace RasterAnalysis.Pipeline;

/// <summary>Where what the network gives for the tiles of one section goes: each tool makes something else of it.</summary>
/// <remarks>
/// <see cref="IsWanted"/> and <see cref="LeaveOut"/> are called from the threads that read, <see cref="Take"/> from the one that pastes; never for the same pixels at once.
/// </remarks>
internal interface ISectionSink
{
    /// <summary>Whether any pixel of a part of the section is wanted: a tile without one is not read.</summary>
    /// <param name="part">Window in pixels of the section.</param>
    bool IsWanted(PixelWindow part);

    /// <summary>Notes that nothing comes for a part: no pixel of it is wanted, or the input has none.</summary>
    /// <param name="part">Window in pixels of the section.</param>
    void LeaveOut(PixelWindow part);

    /// <summary>Takes what the network gave for a tile.</summary>
    /// <param name="scores">The tile and its scores; valid during the call.</param>
    void Take(in TileScores scores);
}
