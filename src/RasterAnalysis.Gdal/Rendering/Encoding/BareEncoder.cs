using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.Gdal.Rendering.Encoding;

// ArcGIS's BIP and BSQ: the bare values, then a bit for each pixel, the highest of a byte first, 1 where there is a pixel
// (https://resources.arcgis.com/en/help/soap/latest/, GetImage: "<pixels><mask>").
internal static class BareEncoder
{
    public static RenderedImage Encode(ValuePlanes values, bool isByPixel)
    {
        var (sampleSize, count) = (values.Type.ByteSize(), values.Validity.Length);
        var plane = sampleSize * count;
        var bytes = new byte[checked((plane * values.Bands.Length) + ((count + 7) / 8))];
        for (var band = 0; band < values.Bands.Length; band++)
        {
            if (!isByPixel)
            {
                values.Bands[band].CopyTo(bytes, band * plane);
                continue;
            }

            for (var i = 0; i < count; i++)
            {
                Array.Copy(values.Bands[band], i * sampleSize, bytes, ((i * values.Bands.Length) + band) * sampleSize, sampleSize);
            }
        }

        for (var i = 0; i < count; i++)
        {
            bytes[(plane * values.Bands.Length) + (i / 8)] |= (byte)(values.Validity[i] << (7 - (i % 8)));
        }

        return new RenderedImage(bytes, isByPixel ? "image/bip" : "image/bsq");
    }
}
