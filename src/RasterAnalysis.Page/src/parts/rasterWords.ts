import type { Item } from '../api/client';
import { text } from '../strings';

/** What a raster is, in a line. */
export function describeRaster(item: Item): string {
  const { raster, rasters } = item;
  if (!raster) return item.name;
  const mosaic = rasters?.length ? `${text.input.mosaic(rasters.length)}, ` : '';
  return `${mosaic}${text.input.size(raster.width, raster.height, raster.bands.length)}`;
}
