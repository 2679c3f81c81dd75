using System.Text.Json.Nodes;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools;

namespace RasterAnalysis.Worker.Commands;

/// <summary>A tool as a verb of the command line.</summary>
internal interface ICommandTool
{
    /// <summary>The verb.</summary>
    string Verb { get; }

    /// <summary>The tool.</summary>
    RasterModelTool Tool { get; }

    /// <summary>What it does, for the help.</summary>
    string Summary { get; }

    /// <summary>What the output is, for the help.</summary>
    string OutputHelp { get; }

    /// <summary>An output, for messages.</summary>
    string ExampleOutput { get; }

    /// <summary>Lines of the help about its own options, each with its end.</summary>
    string OwnHelp { get; }

    /// <summary>Its own options that have a value, with the request's parameters that they are.</summary>
    IReadOnlyDictionary<string, string> ValuedOptions { get; }

    /// <summary>Its own options without a value, with the request's parameters that they set.</summary>
    IReadOnlyDictionary<string, string> Flags { get; }

    /// <summary>Reads the request.</summary>
    /// <param name="parameters">Values by parameter name.</param>
    /// <exception cref="InvalidRequestException">One or more values cannot be taken; carries all the faults.</exception>
    RasterModelRequest Parse(JsonObject parameters) => Tool.Parse(parameters);

    /// <summary>What users should know of the sections.</summary>
    /// <param name="outcomes">What the tool said of each.</param>
    /// <param name="pixels">Pixels of all.</param>
    IEnumerable<string> Warnings(IReadOnlyList<string> outcomes, long pixels);

    /// <summary>The request by which the sections are put together.</summary>
    InstanceRequest.Assemble Assembly(string plan, IReadOnlyList<string> sections, IReadOnlyList<string> outcomes, ToolOptions options, string target);

    /// <summary>Lines about the result, and what is to be known of them.</summary>
    /// <param name="plan">File of the plan.</param>
    /// <param name="target">The result.</param>
    /// <param name="ask">Asks what an instance can do.</param>
    (IEnumerable<string> Table, string? Note) Describe(string plan, string target, Func<InstanceRequest, object> ask);
}
