namespace RasterAnalysis.Catalog;

/// <summary>What a user wrote about an item. The service keeps it and gives it back; it draws nothing from it.</summary>
public sealed record ItemDetails
{
    /// <summary>One line.</summary>
    public string Snippet { get; init; } = "";

    /// <summary>The long text; may hold markup, which is never run here.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Words about its kind, beyond those that follow from the type.</summary>
    public IReadOnlyList<string> TypeKeywords { get; init; } = [];

    /// <summary>Whom to credit.</summary>
    public string AccessInformation { get; init; } = "";

    /// <summary>Under which terms it may be used.</summary>
    public string LicenseInfo { get; init; } = "";

    /// <summary>Language and country, for example <c>en-us</c>.</summary>
    public string Culture { get; init; } = "";

    /// <summary>A JSON object that clients keep with the item; null for none.</summary>
    public string? Properties { get; init; }

    /// <summary>The item's data as a text (map clients keep layer settings there); null for none.</summary>
    public string? Text { get; init; }
}
