using RasterAnalysis.Api;
using RasterAnalysis.Api.SignIn;
using RasterAnalysis.BackgroundJobs;

if (args is not [UserCommand.Name, ..])
{
    _ = ServiceStart.PrepareSerializersAsync();
}

// settings lie beside the program, wherever it is started from
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
try
{
    if (args is [UserCommand.Name, .. var words])
    {
        return await UserCommand.RunAsync(words, builder);
    }

    builder.AddRasterAnalysis();
    var app = builder.Build();
    await app.Services.PrepareDataFolderAsync(() => app.UseRasterAnalysis().BuildRoutes());
    await app.Services.RecordSettingsAsync();
    await app.RunAsync();
    return 0;
}
catch (RasterAnalysis.RasterAnalysisException exception)
{
    // a setting or the machine is at fault, and one sentence says which; a stack trace would hide it
    await Console.Error.WriteLineAsync(exception.Message);
    return ServiceStart.ExitCodeOf(exception);
}

/// <summary>The web process. Public so that tests can host it.</summary>
public sealed partial class Program;
