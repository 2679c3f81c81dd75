using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Processing;

namespace RasterAnalysis.Worker.Tests;

/// <summary>The program's verbs and what it says on its streams.</summary>
public sealed class WorkerProgramTests
{
    [Fact]
    public async Task Without_a_verb_it_explains_itself()
    {
        var (code, _, error) = await RunAsync([], "");

        Assert.Equal(64, code);
        Assert.Contains("serve", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_a_shared_database_says_what_is_missing()
    {
        var (code, _, error) = await RunAsync(["serve"], "");

        Assert.Equal(78, code);
        Assert.Contains("ConnectionStrings__RasterAnalysis", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_answers_each_line_and_ends_with_its_input()
    {
        var (code, output, _) = await RunAsync(
            ["process"],
            """
            this is no request
            {"$type":"describeRaster","path":"/nowhere.tif","isTrusted":false}
            {"$type":"release"}

            """, answers: 3);

        Assert.Equal(0, code);
        var replies = output.Split('\n').Where(line => line.StartsWith(InstanceReply.LineMark)).Select(line => JsonNode.Parse(line[1..])!).ToArray();
        Assert.Equal(["failure", "failure", "result"], replies.Select(reply => reply["$type"]!.GetValue<string>()));
        Assert.Equal("raster-access", replies[1]["code"]!.GetValue<string>());
    }

    /// <summary>Runs the program; its input is closed when it has given so many answers: closed in the middle of a request, it would end at once.</summary>
    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments, string input, int answers = 0)
    {
        var program = typeof(Commands.ProcessCommand).Assembly.Location;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        await process.StandardInput.FlushAsync();
        var output = new StringBuilder();
        while (answers > 0 && await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
        {
            output.Append(line).Append('\n');
            answers -= line.StartsWith(InstanceReply.LineMark) ? 1 : 0;
        }

        process.StandardInput.Close();
        output.Append(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (process.ExitCode, output.ToString(), await error);
    }
}
