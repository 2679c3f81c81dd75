using System.Text.Json.Serialization;

namespace RasterAnalysis.Rasters.Functions;

/// <summary>What is made of pixel values before they are shown or handed out (ArcGIS's raster functions).</summary>
/// <remarks>A request is written down with its functions when it goes to a processing instance, so each is listed here.</remarks>
[JsonDerivedType(typeof(ClipFunction), "clip")]
[JsonDerivedType(typeof(ColormapFunction), "colormap")]
[JsonDerivedType(typeof(ExtractBandFunction), "extractBand")]
[JsonDerivedType(typeof(MaskFunction), "mask")]
[JsonDerivedType(typeof(RemapFunction), "remap")]
[JsonDerivedType(typeof(StoredValuesFunction), "storedValues")]
[JsonDerivedType(typeof(StretchFunction), "stretch")]
public abstract record RasterFunction
{
    /// <summary>The function whose result this one works on; null for the raster's bands.</summary>
    public RasterFunction? Input { get; init; }

    /// <summary>The functions from the innermost to this one.</summary>
    [JsonIgnore]
    public IReadOnlyList<RasterFunction> Chain => Input is null ? [this] : [.. Input.Chain, this];
}
