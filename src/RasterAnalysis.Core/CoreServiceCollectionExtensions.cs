using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.ChangeClasses;
using RasterAnalysis.Tools.ClassifyObjects;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Tools.DetectObjects;
using RasterAnalysis.Tools.ModelTasks;
using RasterAnalysis.Tools.Polygons;
using RasterAnalysis.Tools.SmoothClasses;
using RasterAnalysis.Tools.VerifyResult;

namespace RasterAnalysis;

/// <summary>Registers the tools.</summary>
public static class CoreServiceCollectionExtensions
{
    /// <summary>Registers every tool that the service ships with, and what takes their requests in.</summary>
    public static IServiceCollection AddTools(this IServiceCollection services)
    {
        services.AddTool<RasterModelSubmission>(new ClassifyPixelsTool());
        services.AddTool<RasterModelSubmission>(new DetectObjectsTool());
        services.AddSingleton<ObjectSourceResolver>();
        services.AddTool<ClassifyObjectsSubmission>(new ClassifyObjectsTool());
        services.AddSingleton<ClassifyPixelsForecasts>();
        services.AddTool<ItemJobSubmission>(new PolygonsTool());
        services.AddTool<ItemJobSubmission>(new SmoothClassesTool());
        services.AddTool<ItemJobSubmission>(new ChangeClassesTool());
        services.AddTool<VerifyResultSubmission>(new VerifyResultTool());
        foreach (var tool in ModelTool.All)
        {
            services.AddTool<ModelTaskSubmission>(tool);
        }

        return services;
    }

    /// <summary>Registers a tool.</summary>
    /// <typeparam name="TSubmission">What takes its requests in; one object for all its tools.</typeparam>
    public static IServiceCollection AddTool<TSubmission>(this IServiceCollection services, ITool tool)
        where TSubmission : class, IToolSubmission
    {
        ArgumentNullException.ThrowIfNull(tool);
        services.TryAddSingleton<ToolRegistry>();
        services.TryAddSingleton<TSubmission>();
        services.AddSingleton(tool);
        return services.AddKeyedSingleton<IToolSubmission>(tool.Name, (provider, _) => provider.GetRequiredService<TSubmission>());
    }
}
