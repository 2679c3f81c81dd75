namespace RasterAnalysis.CloudStores;

/// <summary>Where the keys of a store come from.</summary>
public enum CloudStoreCredentials
{
    /// <summary>From the settings of the store; without any it is read as everybody may.</summary>
    Settings,

    /// <summary>From the machine, as the vendor's own programs find them: environment, profile, role of the machine. Only for S3.</summary>
    Machine,
}
