using System.Text.Json.Serialization;
using RasterAnalysis.Features;
using RasterAnalysis.Models;
using RasterAnalysis.Polygons;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Smoothing;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;
using RasterAnalysis.Rasters.Stacks;
using RasterAnalysis.Requests;
using RasterAnalysis.Transitions;

namespace RasterAnalysis.Processing;

/// <summary>What the service asks of a processing instance: one line of JSON on its standard input.</summary>
[JsonDerivedType(typeof(DescribeRaster), "describeRaster")]
[JsonDerivedType(typeof(ReadClasses), "readClasses")]
[JsonDerivedType(typeof(DescribeMosaic), "describeMosaic")]
[JsonDerivedType(typeof(NeedsConversion), "needsConversion")]
[JsonDerivedType(typeof(ConvertModel), "convertModel")]
[JsonDerivedType(typeof(DescribeModel), "describeModel")]
[JsonDerivedType(typeof(WarmUp), "warmUp")]
[JsonDerivedType(typeof(Plan), "plan")]
[JsonDerivedType(typeof(RunSection), "runSection")]
[JsonDerivedType(typeof(PrepareAssembly), "prepareAssembly")]
[JsonDerivedType(typeof(Assemble), "assemble")]
[JsonDerivedType(typeof(RenderRaster), "renderRaster")]
[JsonDerivedType(typeof(PreviewModel), "previewModel")]
[JsonDerivedType(typeof(SampleRaster), "sampleRaster")]
[JsonDerivedType(typeof(SummarizeRaster), "summarizeRaster")]
[JsonDerivedType(typeof(BuildOverviews), "buildOverviews")]
[JsonDerivedType(typeof(WriteStack), "writeStack")]
[JsonDerivedType(typeof(MeasureAreas), "measureAreas")]
[JsonDerivedType(typeof(MeasureZones), "measureZones")]
[JsonDerivedType(typeof(CompareSections), "compareSections")]
[JsonDerivedType(typeof(ReadClassesAt), "readClassesAt")]
[JsonDerivedType(typeof(DrawSample), "drawSample")]
[JsonDerivedType(typeof(CompareClasses), "compareClasses")]
[JsonDerivedType(typeof(TracePolygons), "tracePolygons")]
[JsonDerivedType(typeof(SmoothClasses), "smoothClasses")]
[JsonDerivedType(typeof(ChangeClasses), "changeClasses")]
[JsonDerivedType(typeof(Release), "release")]
[JsonDerivedType(typeof(Rehearse), "rehearse")]
public abstract record InstanceRequest
{
    /// <summary>Span of the caller (W3C's <c>traceparent</c>), under which the instance's own belong; null where none are recorded.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Opens a raster; answered with a <see cref="RasterInfo"/>.</summary>
    public sealed record DescribeRaster(string Path, bool IsTrusted) : InstanceRequest;

    /// <summary>Reads the classes of a classified raster; answered with a list of <see cref="Catalog.PublishedClass"/>, empty for other rasters.</summary>
    public sealed record ReadClasses(string Path, bool IsTrusted) : InstanceRequest;

    /// <summary>Opens the rasters of a mosaic and writes a virtual raster of them; answered with a <see cref="RasterInfo"/>.</summary>
    public sealed record DescribeMosaic(IReadOnlyList<MosaicMember> Members, string TargetPath) : InstanceRequest;

    /// <summary>Looks whether an ONNX network has to be made of a package's file before it can be described; answered with a <see cref="bool"/>.</summary>
    /// <param name="Path">Folder of the unpacked package, or an <c>.emd</c>.</param>
    public sealed record NeedsConversion(string Path) : InstanceRequest;

    /// <summary>Makes that network; answered with <c>true</c>. It may take long, and there are no signs of life on the way.</summary>
    /// <param name="Path">Folder of the unpacked package.</param>
    public sealed record ConvertModel(string Path) : InstanceRequest;

    /// <summary>Loads and tries a network; answered with a <see cref="DescribedModel"/>.</summary>
    /// <param name="Path">Folder of the unpacked package, or an <c>.emd</c>.</param>
    /// <param name="RunsPackageCode">Whether program code of the package's own may run.</param>
    public sealed record DescribeModel(string Path, bool RunsPackageCode = true) : InstanceRequest;

    /// <summary>Runs a model on the instance's GPU, so that a job finds it prepared; answered with a text for the log.</summary>
    /// <param name="ModelPath">Folder of the unpacked package, or an <c>.emd</c>.</param>
    public sealed record WarmUp(string ModelPath) : InstanceRequest;

    /// <summary>A step of a job, which an instance does as the job's tool does it.</summary>
    /// <param name="Tool">Name of the tool.</param>
    public abstract record Step(string Tool) : InstanceRequest;

    /// <summary>Plans a job and writes the plan to a file; answered with a <see cref="PlannedJob"/>. Messages for the user come on the way.</summary>
    /// <param name="Tool">Name of the tool.</param>
    /// <param name="PlanPath">The file to write, in the job's own folder; it appears complete or not at all. Files in that folder were fetched for this job alone.</param>
    /// <param name="RasterPath">The input.</param>
    /// <param name="IsTrusted">See <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="ModelPath">Folder of the unpacked package, or an <c>.emd</c>.</param>
    /// <param name="ModelArguments">Arguments of the model.</param>
    /// <param name="Context">The analysis environment.</param>
    /// <param name="CellSizeRaster">Raster whose cell size is taken.</param>
    /// <param name="SnapRaster">Raster to whose grid the output is snapped.</param>
    /// <param name="MaskRaster">Raster that masks the output.</param>
    /// <param name="Instances">Processing instances that will work on the job at once.</param>
    /// <param name="Members">For a mosaic: its rasters; <paramref name="RasterPath"/> is then a virtual raster of them.</param>
    /// <param name="RunsPackageCode">Whether program code of the package's own may run.</param>
    /// <param name="Options">The tool's own parameters, as its JSON; null for none.</param>
    /// <param name="IsMosaic">Whether the raster is a mosaic whose index names its rasters, in place of <paramref name="Members"/>.</param>
    public sealed record Plan(
        string Tool,
        string PlanPath,
        string RasterPath,
        bool IsTrusted,
        string ModelPath,
        GivenArguments ModelArguments,
        AnalysisContext Context,
        InputLocation? CellSizeRaster,
        InputLocation? SnapRaster,
        InputLocation? MaskRaster = null,
        IReadOnlyList<MosaicMember>? Members = null,
        int Instances = 1,
        bool RunsPackageCode = true,
        string? Options = null,
        bool IsMosaic = false) : Step(Tool);

    /// <summary>Works on one section and writes what comes out into a file; answered with a <see cref="SectionResult"/>. Progress comes on the way.</summary>
    /// <param name="Tool">Name of the tool.</param>
    /// <param name="PlanPath">File of the plan; the raster and the network of the last plan stay open.</param>
    /// <param name="Number">The section.</param>
    /// <param name="TargetPath">The file to write; it appears complete or not at all.</param>
    /// <param name="Instances">Processing instances that share the machine's cores for this job.</param>
    /// <param name="Next">The section of the same plan that will probably be asked for next; null when it is not known.</param>
    /// <param name="IsNextCertain">Whether nobody else will work on that one, so that it may be run ahead.</param>
    public sealed record RunSection(
        string Tool, string PlanPath, int Number, string TargetPath, int Instances = 1, int? Next = null, bool IsNextCertain = false) : Step(Tool);

    /// <summary>Says that sections will soon be put together, so that what is needed for it is loaded; answered with true.</summary>
    /// <param name="Tool">Name of the tool.</param>
    /// <param name="PlanPath">File of the plan.</param>
    public sealed record PrepareAssembly(string Tool, string PlanPath) : Step(Tool);

    /// <summary>Puts the sections together; answered with <c>true</c>. Progress comes on the way.</summary>
    /// <param name="Tool">Name of the tool.</param>
    /// <param name="PlanPath">File of the plan.</param>
    /// <param name="SectionPaths">Files of the sections, by number.</param>
    /// <param name="Outcome">What the tool knows of these sections beside their files, taken together, as JSON of the tool.</param>
    /// <param name="Metadata">Keys and texts to write into the file.</param>
    /// <param name="TargetPath">The result; it appears complete or not at all.</param>
    public sealed record Assemble(
        string Tool,
        string PlanPath,
        IReadOnlyList<string> SectionPaths,
        string Outcome,
        IReadOnlyDictionary<string, string> Metadata,
        string TargetPath) : Step(Tool)
    {
        /// <summary>Further parts that go into the same file.</summary>
        public IReadOnlyList<PartSections> More { get; init; } = [];
    }

    /// <summary>Makes a picture or a cut-out; the file comes as <see cref="InstanceReply.Content"/>, and the answer is its media type.</summary>
    public sealed record RenderRaster(RasterSource Source, RenderRequest Request) : InstanceRequest;

    /// <summary>Classifies one tile of a raster and draws it; the file comes as <see cref="InstanceReply.Content"/>, and the answer is its media type.</summary>
    public sealed record PreviewModel(RasterSource Source, ModelPreviewRequest Request) : InstanceRequest;

    /// <summary>Takes values at places; answered with those of each place by band.</summary>
    public sealed record SampleRaster(RasterSource Source, SampleRequest Request) : InstanceRequest;

    /// <summary>Takes statistics of an area; answered with a <see cref="BandSummary"/> or null for each band.</summary>
    public sealed record SummarizeRaster(RasterSource Source, SummaryRequest Request) : InstanceRequest;

    /// <summary>Writes overviews of a stranger's raster into an empty folder; answered with the file's path, empty when the raster needs none.</summary>
    public sealed record BuildOverviews(string Path, string Folder) : InstanceRequest;

    /// <summary>Writes a stack of files as one GeoTIFF; answered with <c>true</c>. Progress comes on the way.</summary>
    /// <param name="Path">The stack (<see cref="RasterStackPath"/>).</param>
    /// <param name="TargetPath">The file to write; it appears complete or not at all.</param>
    public sealed record WriteStack(string Path, string TargetPath) : InstanceRequest;

    /// <summary>Measures how much of a raster each class has; answered with <see cref="Rasters.Areas.ClassAreas"/>. Progress comes on the way.</summary>
    /// <param name="Path">File of the raster.</param>
    /// <param name="IsTrusted">See <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="Classes">The classes; empty to take those that the file itself names.</param>
    public sealed record MeasureAreas(string Path, bool IsTrusted, IReadOnlyList<ClassDefinition> Classes) : InstanceRequest;

    /// <summary>Measures how much of each zone each class of a raster has; answered with a list of <see cref="Rasters.Areas.ZoneClassAreas"/>. Progress comes on the way.</summary>
    /// <param name="Path">File of the raster.</param>
    /// <param name="IsTrusted">See <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="Classes">The classes; empty to take those that the file itself names.</param>
    /// <param name="Zones">The zones.</param>
    public sealed record MeasureZones(string Path, bool IsTrusted, IReadOnlyList<ClassDefinition> Classes, ZoneSource Zones) : InstanceRequest;

    /// <summary>Compares sections that were made again with the raster that they belong to; answered with the number of pixels that differ in each. Progress comes on the way.</summary>
    /// <param name="SectionPaths">Files of the sections.</param>
    /// <param name="Windows">Where they lie in the raster.</param>
    /// <param name="Path">File of the raster.</param>
    /// <param name="IsTrusted">See <see cref="RasterReadSpec.IsTrusted"/>.</param>
    public sealed record CompareSections(IReadOnlyList<string> SectionPaths, IReadOnlyList<PixelWindow> Windows, string Path, bool IsTrusted) : InstanceRequest;

    /// <summary>Reads the classes at places; answered with a <see cref="Accuracy.PointClass"/> for each.</summary>
    /// <param name="Path">File of a class raster.</param>
    /// <param name="IsTrusted">See <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="X">East, or longitude.</param>
    /// <param name="Y">North, or latitude.</param>
    /// <param name="Reference">Their coordinate system; null for that of the raster.</param>
    public sealed record ReadClassesAt(string Path, bool IsTrusted, double[] X, double[] Y, SpatialReference? Reference) : InstanceRequest;

    /// <summary>Draws pixels of each class at random; answered with a list of <see cref="Accuracy.SampledPlace"/>. Progress comes on the way.</summary>
    /// <param name="Path">File of a class raster.</param>
    /// <param name="IsTrusted">See <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="Wanted">How many of each value.</param>
    /// <param name="Seed">Decides which.</param>
    /// <param name="Number">Number of the file among those of the item, from 0.</param>
    /// <param name="IsInRasterSystem">Whether coordinates are those of the raster, not longitude and latitude.</param>
    public sealed record DrawSample(string Path, bool IsTrusted, IReadOnlyDictionary<long, int> Wanted, long Seed, int Number, bool IsInRasterSystem) : InstanceRequest;

    /// <summary>Compares a class raster with a reference raster; answered with a list of <see cref="Accuracy.PairCount"/>. Progress comes on the way.</summary>
    /// <param name="Path">File of the class raster.</param>
    /// <param name="IsTrusted">See <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="ReferencePath">A stranger's raster.</param>
    /// <param name="Classes">The classes of the former.</param>
    /// <param name="IsByValue">Whether the names that the reference gives its values are left aside.</param>
    public sealed record CompareClasses(string Path, bool IsTrusted, string ReferencePath, IReadOnlyList<ClassDefinition> Classes, bool IsByValue) : InstanceRequest;

    /// <summary>Makes a GeoPackage of the polygons of class rasters; answered with a <see cref="PolygonReport"/>. Progress comes on the way.</summary>
    /// <param name="Rasters">The rasters, in one coordinate system.</param>
    /// <param name="Classes">The classes; empty to take those that the first file itself names.</param>
    /// <param name="Options">Which polygons, and how.</param>
    /// <param name="Layer">Name of the table.</param>
    /// <param name="TargetPath">The file to write; it appears complete or not at all.</param>
    public sealed record TracePolygons(IReadOnlyList<MosaicMember> Rasters, IReadOnlyList<ClassDefinition> Classes, PolygonOptions Options, string Layer, string TargetPath) : InstanceRequest;

    /// <summary>Smooths a class raster into a new one; answered with a list of <see cref="Catalog.PublishedClass"/>. Progress and messages come on the way.</summary>
    /// <param name="Path">File of the raster.</param>
    /// <param name="IsTrusted">See <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="Classes">Its classes.</param>
    /// <param name="Options">How.</param>
    /// <param name="Metadata">Keys and texts to write into the new file; what the old one says of its input and model is taken over.</param>
    /// <param name="TargetPath">The file to write; it appears complete or not at all.</param>
    public sealed record SmoothClasses(
        string Path, bool IsTrusted, IReadOnlyList<ClassDefinition> Classes, SmoothingOptions Options, IReadOnlyDictionary<string, string> Metadata, string TargetPath) : InstanceRequest;

    /// <summary>Makes a from-to raster of two class rasters on one grid; answered with a <see cref="Tools.ChangeClasses.ChangeReport"/>. Progress comes on the way.</summary>
    /// <param name="From">The earlier raster.</param>
    /// <param name="To">The later one.</param>
    /// <param name="Options">How.</param>
    /// <param name="Metadata">Keys and texts to write into the file.</param>
    /// <param name="TargetPath">The file to write; it appears complete or not at all.</param>
    public sealed record ChangeClasses(ChangeRaster From, ChangeRaster To, ChangeOptions Options, IReadOnlyDictionary<string, string> Metadata, string TargetPath) : InstanceRequest;

    /// <summary>Closes the raster and the network of the last plan; answered with <c>true</c>.</summary>
    public sealed record Release : InstanceRequest;

    /// <summary>Does a small job and throws it away, so that the next request finds libraries loaded and code compiled; answered with <c>true</c>.</summary>
    public sealed record Rehearse : InstanceRequest;
}
