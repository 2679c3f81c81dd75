namespace RasterAnalysis.Features;

/// <summary>What a field of a feature table holds.</summary>
public enum FeatureFieldType
{
    /// <summary>Whole numbers of 64 bits.</summary>
    Integer,

    /// <summary>Numbers in double precision.</summary>
    Real,

    /// <summary>Text.</summary>
    Text,
}
