using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.GeoprocessingServer;

public sealed class ToolboxTests : HostedTest
{
    [Fact]
    public async Task Toolbox_lists_what_works() => EsriAssert.Json(
        """
        {"currentVersion":10.91,"cimVersion":"2.9.0","serviceDescription":"","tasks":["ClassifyPixelsUsingDeepLearning","DetectObjectsUsingDeepLearning","ClassifyObjectsUsingDeepLearning","ConvertRasterToFeature","SmoothClassifiedRaster","ChangeOfClassifiedRasters","VerifyClassifiedRaster","QueryDeepLearningModelInfo","ListDeepLearningModels",
          "InstallDeepLearningModel","UninstallDeepLearningModel"],
         "executionType":"esriExecutionTypeAsynchronous","resultMapServerName":"","maximumRecords":1000,"capabilities":""}
        """,
        await Host.GetJsonAsync($"{ArcGisHost.Toolbox}?f=json"));

    [Theory]
    [InlineData(ArcGisHost.Task)]
    [InlineData("/ARCGIS/rest/services/system/rasteranalysistools/gpserver/CLASSIFYPIXELSUSINGDEEPLEARNING")]
    public async Task Task_in_any_case_says_its_canonical_name_and_parameters(string path) => EsriAssert.Json(
        """
        {"name":"ClassifyPixelsUsingDeepLearning","displayName":"Classify Pixels Using Deep Learning",
         "description":"Runs a trained deep learning model on an input raster and gives a classified raster, published as an imagery layer.",
         "category":"","helpUrl":"","executionType":"esriExecutionTypeAsynchronous",
         "parameters":[
          {"name":"inputRaster","dataType":"GPString","displayName":"Input Raster","description":"The raster to classify, by itemId, url or uri.",
           "direction":"esriGPParameterDirectionInput","defaultValue":"","parameterType":"esriGPParameterTypeRequired","category":""},
          {"name":"outputClassifiedRaster","dataType":"GPString","displayName":"Output Classified Raster","description":"Name of the layer to make.",
           "direction":"esriGPParameterDirectionInput","defaultValue":"","parameterType":"esriGPParameterTypeRequired","category":""},
          {"name":"model","dataType":"GPString","displayName":"Model",
           "description":"The deep learning package, by itemId, url or uri, or a model definition.",
           "direction":"esriGPParameterDirectionInput","defaultValue":"","parameterType":"esriGPParameterTypeRequired","category":""},
          {"name":"modelArguments","dataType":"GPString","displayName":"Model Arguments",
           "description":"Arguments of the model by name; those left out have the model's values.",
           "direction":"esriGPParameterDirectionInput","defaultValue":"","parameterType":"esriGPParameterTypeOptional","category":""},
          {"name":"processAllRasterItems","dataType":"GPBoolean","displayName":"Process All Raster Items",
           "description":"Whether each raster of a mosaic is classified by itself.",
           "direction":"esriGPParameterDirectionInput","defaultValue":false,"parameterType":"esriGPParameterTypeOptional","category":""},
          {"name":"context","dataType":"GPString","displayName":"Context","description":"Extent, cell size, coordinate system and processing settings.",
           "direction":"esriGPParameterDirectionInput","defaultValue":"","parameterType":"esriGPParameterTypeOptional","category":""},
          {"name":"outRaster","dataType":"GPString","displayName":"Output Raster","description":"The classified raster: its item and its image service.",
           "direction":"esriGPParameterDirectionOutput","defaultValue":"","parameterType":"esriGPParameterTypeDerived","category":""}]}
        """,
        await Host.GetJsonAsync($"{path}?f=json"));

    [Fact]
    public async Task Execute_says_that_the_task_is_asynchronous() => EsriAssert.Error(
        400,
        await Host.GetJsonAsync($"{ArcGisHost.Task}/execute?f=json"),
        "execute: ClassifyPixelsUsingDeepLearning runs asynchronously; use submitJob.");
}
