using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Worker.Processing;

namespace RasterAnalysis.Worker.Tests;

/// <summary>Each step of a job is done as the job's tool does it; a tool that only tests know is one like others.</summary>
public sealed class ToolStepsTests : IDisposable
{
    private const string Tool = "CountLetters";
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-steps-").FullName;
    private readonly LetterSteps _steps = new();
    private readonly RequestHandler _handler;

    public ToolStepsTests() => _handler = LocalJob.Handler(new OnnxRuntimeOptions(), [_steps]);

    private string PlanPath => Path.Combine(_folder, "plan.json");

    public void Dispose()
    {
        _handler.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_job_goes_through_the_steps_of_its_tool()
    {
        var input = Path.Combine(_folder, "input.txt");
        File.WriteAllText(input, "abracadabra");
        var planned = (PlannedJob)Handle(new InstanceRequest.Plan(Tool, PlanPath, input, false, "", GivenArguments.None, new AnalysisContext(), null, null));
        Assert.Equal(2, planned.Check().Sections.Count);
        SectionResult[] sections =
            [.. Enumerable.Range(0, planned.Sections.Count).Select(number => (SectionResult)Handle(new InstanceRequest.RunSection(Tool, PlanPath, number, SectionPath(number))))];
        Assert.True(_steps.IsOpen);
        Assert.Equal(true, Handle(new InstanceRequest.Release()));
        Assert.False(_steps.IsOpen);
        Assert.Equal(true, Handle(new InstanceRequest.PrepareAssembly(Tool, PlanPath)));
        var target = Path.Combine(_folder, "result.txt");

        Handle(new InstanceRequest.Assemble(Tool, PlanPath, [SectionPath(0), SectionPath(1)], string.Join('+', sections.Select(section => section.Outcome)), new Dictionary<string, string>(), target));

        Assert.Equal("abraca + dabra = 3+2", File.ReadAllText(target));
    }

    [Fact]
    public void A_tool_that_this_worker_does_not_have_is_named()
    {
        var exception = Assert.Throws<NotSupportedException>(() => Handle(new InstanceRequest.RunSection("DetectObjects", PlanPath, 0, SectionPath(0))));

        Assert.Contains("DetectObjects", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_that_there_is_has_its_own_name() => Assert.Throws<FileNotFoundException>(
        () => Handle(new InstanceRequest.RunSection(ClassifyPixelsTool.TaskName, PlanPath, 0, SectionPath(0))));

    private string SectionPath(int number) => Path.Combine(_folder, $"{number}.txt");

    private object Handle(InstanceRequest request) => _handler.Handle(request, _ => { }, (_, _) => { });

    /// <summary>Counts the letter a in two sections of a text.</summary>
    private sealed class LetterSteps : IToolSteps
    {
        private string? _text;

        public string Tool => ToolStepsTests.Tool;

        public bool IsOpen => _text is not null;

        public PlannedJob Plan(InstanceRequest.Plan request, Action<double> progress, Action<JobMessageType, string> say)
        {
            File.Copy(request.RasterPath, request.PlanPath);
            var (length, first) = ((int)new FileInfo(request.PlanPath).Length, ((int)new FileInfo(request.PlanPath).Length + 1) / 2);
            return new PlannedJob(new RasterSize(length, 1), PixelType.U8, [new PixelWindow(0, 0, first, 1), new PixelWindow(first, 0, length - first, 1)], null, null);
        }

        public SectionResult Run(InstanceRequest.RunSection request, Action<double> progress)
        {
            _text ??= File.ReadAllText(request.PlanPath);
            var half = (_text.Length + 1) / 2;
            var section = request.Number == 0 ? _text[..half] : _text[half..];
            File.WriteAllText(request.TargetPath, section);
            return new SectionResult($"{section.Count(letter => letter == 'a')}", "", SectionHash.Of(request.TargetPath), default);
        }

        public void PrepareAssembly(InstanceRequest.PrepareAssembly request) => Assert.True(File.Exists(request.PlanPath));

        public void Assemble(InstanceRequest.Assemble request, Action<double> progress, Action<JobMessageType, string> say) =>
            File.WriteAllText(request.TargetPath, $"{string.Join(" + ", request.SectionPaths.Select(File.ReadAllText))} = {request.Outcome}");

        public void Release() => _text = null;

        public void Dispose() => Release();
    }
}
