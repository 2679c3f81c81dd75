// Readers of GeoTIFF on a page: OpenLayers and geotiff.js.
import { fromUrl } from 'geotiff';
import GeoTIFF from 'ol/source/GeoTIFF.js';
import Map from 'ol/Map.js';
import View from 'ol/View.js';
import WebGLTileLayer from 'ol/layer/WebGLTile.js';

window.page = {
  /** The values of a window of a file: left, top, right and bottom, in pixels. */
  async window(url, pixels) {
    const image = await (await fromUrl(url, { allowFullFile: false, blockSize: 4096 })).getImage();
    return { box: image.getBoundingBox(), noData: image.getGDALNoData(), values: [...await image.readRasters({ window: pixels, interleave: true })] };
  },

  /** Shows a rectangle of a file, each value in a colour. */
  async show(url, extent, colors) {
    const source = new GeoTIFF({ sources: [{ url, nodata: 255 }], normalize: false, interpolate: false, convertToRGB: false });
    const color = ['case', ...colors.flatMap(([red, green, blue], value) => [['==', ['band', 1], value], ['color', red, green, blue, 1]]), ['color', 0, 0, 0, 0]];
    const { projection } = await source.getView();
    const resolution = (extent[2] - extent[0]) / document.getElementById('map').clientWidth;
    const map = new Map({
      target: 'map', layers: [new WebGLTileLayer({ source, style: { color }, transition: 0 })], controls: [],
      view: new View({ projection, center: [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2], resolution, constrainResolution: false }),
    });
    await new Promise(resolve => map.once('rendercomplete', resolve));
    return projection.getCode ? projection.getCode() : projection;
  },
};
