using RasterAnalysis.Access;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Catalog;

/// <summary>Something that a user has: a model package, a raster with an image service, or polygons with a feature service.</summary>
public sealed record CatalogItem
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>Kind.</summary>
    public required ItemType Type { get; init; }

    /// <summary>Name of the file that was brought, or of the raster behind a layer.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes of the item's file.</summary>
    public required long Size { get; init; }

    /// <summary>Who owns it.</summary>
    public required string Owner { get; init; }

    /// <summary>Who may look at it, beside its owner and administrators.</summary>
    public ItemAccess Access { get; init; }

    /// <summary>For <see cref="ItemAccess.Shared"/>: ids of the groups that it is shared with.</summary>
    public IReadOnlyList<string> SharedWith { get; init; } = [];

    /// <summary>Folder of the owner's content; empty for the root.</summary>
    public string Folder { get; init; } = "";

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was last changed, UTC; at the earliest when it was made.</summary>
    public DateTimeOffset Modified
    {
        get => field < Created ? Created : field;
        init;
    }

    /// <summary>What a user wrote about it.</summary>
    public ItemDetails Details { get; init; } = new();

    /// <summary>
    /// Full path of the item's file; empty for a service without a raster or features. Under the data root for what was uploaded or computed, in a raster store for a layer on a store's file.
    /// Never shown to users.
    /// </summary>
    public required string DataPath { get; init; }

    /// <summary>Whether the file is the operator's own (in a raster store), so that every GDAL driver may open it and nobody deletes it.</summary>
    public bool IsStoreFile { get; init; }

    /// <summary>Whether its rasters lie on other servers or in cloud stores and are read there; <see cref="DataPath"/> is then a <see cref="Rasters.Ranges.RangedFilePath"/>, or a mosaic of such.</summary>
    public bool IsRemote { get; init; }

    /// <summary>For a mosaic: its rasters, the uppermost first. <see cref="DataPath"/> is then a virtual raster of them, for pictures.</summary>
    public IReadOnlyList<MosaicMember> Members { get; init; } = [];

    /// <summary>Whether every GDAL driver may open <see cref="DataPath"/>: the operator wrote it, or this service.</summary>
    public bool IsTrusted => IsStoreFile || Members.Count > 0;

    /// <summary>Bytes that the service keeps of it; none of rasters in the operator's own folders.</summary>
    public long KeptBytes => IsStoreFile || IsRemote || Members.Any(member => member.IsTrusted) ? 0 : Size;

    /// <summary>What the user should know about it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>For image and feature services: the name under <c>Hosted/</c>; unique, whatever the case and the kind.</summary>
    public string? ServiceName { get; init; }

    /// <summary>For image services: what the raster is.</summary>
    public RasterInfo? Raster { get; init; }

    /// <summary>For classified rasters: the classes and how many pixels each has; for features: the classes by which they are drawn, and how many features each has; empty for imagery.</summary>
    public IReadOnlyList<PublishedClass> Classes { get; init; } = [];

    /// <summary>For packages: what the model is.</summary>
    public ModelDescription? Model { get; init; }

    /// <summary>How far it is; always <see cref="ItemState.Ready"/> but for packages of which a network has to be made.</summary>
    public ItemState State { get; init; }

    /// <summary>Why it is <see cref="ItemState.Refused"/>, and what to do; null for others.</summary>
    public string? Refusal { get; init; }

    /// <summary>While it is <see cref="ItemState.Preparing"/>: the process that prepares it (<see cref="Storage.DataLayout.ProcessId"/>).</summary>
    public string? PreparedBy { get; init; }

    /// <summary>Why it cannot be used, as a sentence; null when it can.</summary>
    public string? NotReadyReason => State switch
    {
        ItemState.Preparing => $"The item '{Id}' is still being prepared: an ONNX network is made of its package. It can be used as soon as its state is ready, which GET /api/v1/items/{Id} says.",
        ItemState.Refused => $"The item '{Id}' was refused when it was prepared, and can only be deleted. {Refusal}",
        _ => null,
    };

    /// <summary>For results: the job that made it, or that is to fill it.</summary>
    public string? JobId { get; init; }

    /// <summary>Whether the service itself computed the pixels. Everything else was made by somebody else, whoever brought it.</summary>
    public bool IsResult => JobId is not null && Raster is not null;

    /// <summary>Whether it is a service without a raster or features, made for the result of a job (<see cref="ServiceReservation"/>).</summary>
    public bool IsReserved => Type switch
    {
        ItemType.ImageService => Raster is null,
        ItemType.FeatureService => DataPath.Length == 0,
        _ => false,
    };

    /// <summary>Makes an id for a new item.</summary>
    public static string NewId() => Guid.NewGuid().ToString("N");
}
