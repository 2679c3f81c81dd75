using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>How a classified raster is smoothed; <paramref name="MinimumMappingUnit"/> or <paramref name="MajorityFilter"/> has to be there.</summary>
/// <param name="MinimumMappingUnit">Pixels, up to 100000: smaller patches go to the neighbour with the longest shared border, smallest first; 1 unless given, which leaves all.</param>
/// <param name="Connectivity">4: pixels of a patch share edges; 8: corners will do. 4 unless given.</param>
/// <param name="Sieve"><c>unit</c>, as unless given: until no patch below the unit is left; <c>gdal</c>: what one run of gdal_sieve gives.</param>
/// <param name="MajorityFilter">Each pixel gets the class of most pixels in a window of 3, 5 or 7 pixels, before small patches go; 0 unless given, for none.</param>
/// <param name="OutputName">Name of the result; by default made from the tool's and the layer's.</param>
/// <param name="Folder">Folder of the result's item, by title or id.</param>
[AlsoTaken("outputClassifiedRaster", "folderId")]
internal sealed record SmoothClassesRequestModel(int? MinimumMappingUnit, int? Connectivity, string? Sieve, int? MajorityFilter, string? OutputName, string? Folder);
