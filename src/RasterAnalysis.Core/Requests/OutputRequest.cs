namespace RasterAnalysis.Requests;

/// <summary>Where a result shall go, as the request says it.</summary>
/// <param name="Field">Parameter that says it, for faults.</param>
/// <param name="Name">Name for the result; null to have one made.</param>
/// <param name="ItemId">The item that was made for the result; null to have one made.</param>
/// <param name="Url">Address of the image service that was made for the result; null when none was given.</param>
/// <param name="Folder">Folder for the result, by id or title; empty for the root, or for that of <paramref name="ItemId"/>.</param>
/// <param name="Store">Where in a cloud store a copy goes; null for nowhere.</param>
public sealed record OutputRequest(string Field, string? Name, string? ItemId, string? Url, string Folder = "", string? Store = null);
