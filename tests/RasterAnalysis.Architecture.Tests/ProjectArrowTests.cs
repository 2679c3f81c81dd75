namespace RasterAnalysis.Architecture.Tests;

/// <summary>Projects refer to each other only as <c>docs/architecture.md</c> draws it. Read from the project files: the compiler drops references that are not used yet.</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Gdal"] = ["Core"],
        ["OnnxRuntime"] = ["Core"],
        ["Processing"] = ["Core"],
        ["CloudStores"] = ["Core"],
        ["BackgroundJobs"] = ["Core", "Processing", "CloudStores"],
        ["ArcGis"] = ["Core"],
        ["Api"] = ["Core", "ArcGis", "Processing", "BackgroundJobs", "Gdal"],
        ["Worker"] = ["Core", "Processing", "BackgroundJobs", "Gdal", "OnnxRuntime"],
    };

    public static TheoryData<string> Projects => [.. Repository.Projects("src")];

    [Fact]
    public void Source_has_exactly_the_nine_projects() =>
        Assert.Equal(Allowed.Keys.Order(), Repository.Projects("src").Select(Name).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_are_allowed(string project) => Assert.Empty(ForbiddenArrows(Name(project), Repository.Load(project)));

    [Fact]
    public void Forbidden_arrows_of_a_web_process_that_loads_ONNX_Runtime_are_found()
    {
        var project = System.Xml.Linq.XElement.Parse(
            """<Project><ItemGroup><ProjectReference Include="../RasterAnalysis.OnnxRuntime/RasterAnalysis.OnnxRuntime.csproj" /></ItemGroup></Project>""");

        Assert.Equal(["Api -> OnnxRuntime"], ForbiddenArrows("Api", project));
    }

    [Fact]
    public void Forbidden_arrows_of_a_build_order_that_is_no_reference_are_none()
    {
        var project = System.Xml.Linq.XElement.Parse(
            """<Project><ItemGroup><ProjectReference Include="../RasterAnalysis.Worker/RasterAnalysis.Worker.csproj" ReferenceOutputAssembly="false" Private="false" /></ItemGroup></Project>""");

        Assert.Empty(ForbiddenArrows("Api", project));
    }

    [Theory]
    [InlineData("Core", "Microsoft.AspNetCore.App")]
    [InlineData("Gdal", "Microsoft.AspNetCore.App")]
    [InlineData("OnnxRuntime", "Microsoft.AspNetCore.App")]
    [InlineData("Processing", "Microsoft.AspNetCore.App")]
    [InlineData("CloudStores", "Microsoft.AspNetCore.App")]
    [InlineData("BackgroundJobs", "Microsoft.AspNetCore.App")]
    [InlineData("Worker", "Microsoft.AspNetCore.App")]
    public void Framework_references_stay_outside_the_web(string project, string framework)
    {
        var root = Repository.Load(Repository.Projects("src").Single(path => Name(path) == project));

        Assert.DoesNotContain(root.Descendants("FrameworkReference"), reference => (string?)reference.Attribute("Include") == framework);
        Assert.Equal("Microsoft.NET.Sdk", (string?)root.Attribute("Sdk"));
    }

    [Fact]
    public void Core_refers_to_no_package_but_logging_abstractions()
    {
        var core = Repository.Load(Repository.Projects("src").Single(path => Name(path) == "Core"));

        Assert.All(
            core.Descendants("PackageReference"),
            package => Assert.Equal("Microsoft.Extensions.Logging.Abstractions", (string?)package.Attribute("Include")));
    }

    [Fact]
    public void Unsafe_code_is_allowed_in_Gdal_only() => Assert.Equal(
        ["Gdal"],
        Repository.Projects("src").Where(path => Repository.Load(path).Descendants("AllowUnsafeBlocks").Any()).Select(Name));

    private static string[] ForbiddenArrows(string from, System.Xml.Linq.XElement project) =>
    [
        .. project.Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Name((string)reference.Attribute("Include")!))
            .Where(to => !Allowed[from].Contains(to))
            .Select(to => $"{from} -> {to}"),
    ];

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project.Replace('\\', '/'))["RasterAnalysis.".Length..];
}
