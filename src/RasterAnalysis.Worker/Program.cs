using RasterAnalysis.Worker.Commands;

return args switch
{
    ["process"] => ProcessCommand.Run(),
    ["serve", ..] => await ServeCommand.RunAsync(args[1..]),
    ["classify", ..] => ToolCommand.Run(new ClassifyTool(), args[1..]),
    ["detect", ..] => ToolCommand.Run(new DetectTool(), args[1..]),
    ["classify-objects", ..] => ToolCommand.Run(new ClassifyObjectsCommand(), args[1..]),
    ["polygons", ..] => PolygonsCommand.Run(args[1..]),
    ["change", ..] => ChangeCommand.Run(args[1..]),
    ["accuracy", ..] => AccuracyCommand.Run(args[1..]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        RasterAnalysis.Worker has seven verbs:
          classify           classifies a raster by a model, without a server; classify --help says more
          detect             finds objects in a raster by a model, without a server; detect --help says more
          classify-objects   classifies features by what a raster shows of each, without a server; classify-objects --help says more
          polygons           makes polygons of a classified raster, without a server; polygons --help says more
          change             makes a from-to raster of two classified rasters, without a server; change --help says more
          accuracy           compares a classified raster with points or a raster of known classes, without a server; accuracy --help says more
          serve              a node: runs the jobs that the web process takes in, from the shared database
          process            a processing instance: started by the service itself, speaks JSON lines over its standard streams
        """);
    return 64;
}
