using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>Where portal content lies.</summary>
internal static class PortalPaths
{
    /// <summary>The usual spelling.</summary>
    public const string Root = "/arcgis/sharing/rest";

    /// <summary>The short one, which older clients use.</summary>
    public const string Short = "/arcgis/sharing";

    /// <summary>The portal's own address, which users give to clients.</summary>
    public static string PortalAddress(ArcGisRequest request) => $"{request.BaseAddress.AbsoluteUri.TrimEnd('/')}/arcgis";

    /// <summary>The full address of a path below <see cref="Root"/>, given without a leading slash and already escaped.</summary>
    public static string AddressOf(ArcGisRequest request, string path) => $"{request.BaseAddress.AbsoluteUri.TrimEnd('/')}{Root}/{path}";
}
