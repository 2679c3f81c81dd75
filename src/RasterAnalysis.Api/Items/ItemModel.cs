using System.ComponentModel.DataAnnotations;
using RasterAnalysis.Access;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.Api.Items;

/// <summary>An item, as the native API shows it.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Title">Title for people.</param>
/// <param name="Type"><c>Deep Learning Package</c>, <c>Image Service</c> or <c>Feature Service</c>.</param>
/// <param name="Name">Name of its file.</param>
/// <param name="Size">Bytes of its file.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="Access">Who may look at it, beside its owner and administrators.</param>
/// <param name="Groups">For <c>shared</c>: ids of the groups.</param>
/// <param name="Folder">Folder of the owner's content; empty for the root.</param>
/// <param name="Created">When it was made, UTC.</param>
/// <param name="Modified">When it was last changed, UTC.</param>
/// <param name="Snippet">What it is, in a line.</param>
/// <param name="Description">What it is, at length.</param>
/// <param name="Tags">Words to find it by.</param>
/// <param name="Warnings">What to know about it.</param>
/// <param name="State"><c>ready</c>; of a package of which an ONNX network has to be made, <c>preparing</c> until it is <c>ready</c> or <c>refused</c>.</param>
/// <param name="Refusal">Why it is refused, and what to do.</param>
/// <param name="ImageServer">Address of its image service, for rasters.</param>
/// <param name="FeatureServer">Address of its feature service, for features.</param>
/// <param name="Features">Where its features are as GeoJSON, for features.</param>
/// <param name="Raster">What the raster is, for rasters.</param>
/// <param name="Rasters">For a mosaic: its rasters, the uppermost first.</param>
/// <param name="Classes">The classes, for classified rasters and for features.</param>
/// <param name="Areas">Where their areas are, for classified rasters.</param>
/// <param name="Accuracy">In the answer to <c>GET /items/{id}</c>: where the last comparison with reference data is, where there is one.</param>
/// <param name="Model">In the answer to an upload of a package: what the model is, as <c>GET /items/{id}/model</c> says later.</param>
internal sealed record ItemModel(
    string Id,
    string Title,
    string Type,
    string Name,
    long Size,
    string Owner,
    ItemAccess Access,
    IReadOnlyList<string> Groups,
    string Folder,
    DateTimeOffset Created,
    DateTimeOffset Modified,
    string Snippet,
    string Description,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Warnings,
    [property: AllowedValues("ready", "preparing", "refused")] string State,
    string? Refusal,
    string? ImageServer,
    string? FeatureServer,
    string? Features,
    RasterModel? Raster,
    IReadOnlyList<MosaicMemberModel>? Rasters,
    IReadOnlyList<ClassModel>? Classes,
    string? Areas,
    string? Accuracy = null,
    ModelModel? Model = null)
{
    public static ItemModel From(CatalogItem item, Uri baseAddress, bool isAssessed = false) => new(
        item.Id, item.Title, item.Type.WireName(), item.Name, item.Size, item.Owner, item.Access, item.SharedWith, item.Folder, item.Created, item.Modified,
        item.Details.Snippet, item.Details.Description, item.Details.Tags, item.Warnings, item.State.ToString().ToLowerInvariant(), item.Refusal,
        item is { Type: ItemType.ImageService, ServiceName: { } images } ? Addresses.ImageServer(baseAddress, images) : null,
        item is { Type: ItemType.FeatureService, ServiceName: { } features } ? Addresses.FeatureServer(baseAddress, features) : null,
        item is { Type: ItemType.FeatureService, IsReserved: false } ? Addresses.ItemFeatures(baseAddress, item.Id) : null,
        item.Raster is { } raster ? RasterModel.From(raster) : null,
        item.Members.Count > 0 ? [.. item.Members.Select((member, number) => new MosaicMemberModel(member.Name, Addresses.MemberData(baseAddress, item.Id, number)))] : null,
        item.Classes.Count > 0 ? [.. item.Classes.Select(c => ClassModel.From(c.Definition, c.Count))] : null,
        item is { Type: ItemType.ImageService, Classes.Count: > 0 } ? Addresses.ItemAreas(baseAddress, item.Id) : null,
        isAssessed ? Addresses.ItemAccuracy(baseAddress, item.Id) : null);
}

/// <summary>One raster of a mosaic.</summary>
/// <param name="Name">Its name, without extension.</param>
/// <param name="Data">Address of its file.</param>
internal sealed record MosaicMemberModel(string Name, string Data);
