namespace RasterAnalysis.Gdal.Interop;

// Numbers of gdal.h, ogr_srs_api.h and cpl_error.h, with their C names.
internal static class GdalConstants
{
    public const int GDAL_OF_READONLY = 0x00;
    public const int GDAL_OF_UPDATE = 0x01;
    public const int GDAL_OF_RASTER = 0x02;
    public const int GDAL_OF_MULTIDIM_RASTER = 0x10;
    public const int GDAL_OF_VERBOSE_ERROR = 0x40;

    public const int GF_Read = 0;
    public const int GF_Write = 1;

    public const int OFTReal = 2;
    public const int OFTString = 4;
    public const int OFTInteger64 = 12;

    public const int wkbMultiPolygon = 6;

    public const long OGRNullFID = -1;

    public const int GMF_ALL_VALID = 0x01;
    public const int GMF_PER_DATASET = 0x02;
    public const int GMF_ALPHA = 0x04;
    public const int GMF_NODATA = 0x08;

    public const int GCI_AlphaBand = 6;
    public const int GPI_RGB = 1;

    public const int GFT_Integer = 0;
    public const int GFT_Real = 1;
    public const int GFT_String = 2;

    public const int GEDTC_NUMERIC = 0;
    public const int GEDTC_STRING = 1;

    public const int GFU_Generic = 0;
    public const int GFU_PixelCount = 1;
    public const int GFU_Name = 2;
    public const int GFU_MinMax = 5;
    public const int GFU_Red = 6;
    public const int GFU_Green = 7;
    public const int GFU_Blue = 8;

    public const int GRTT_THEMATIC = 0;

    public const int OAMS_TRADITIONAL_GIS_ORDER = 0;

    public const int CPLE_HttpResponse = 11;
    public const int CPLE_UserInterrupt = 9;
}
