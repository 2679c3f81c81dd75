import type { Item } from '../api/client';
import { lookOf, ownAddress, serviceOf, type Look } from '../api/imageService';

/** A raster as the map needs it. */
export interface MapRaster {
  service: string;
  /** xmin, ymin, xmax, ymax in its own coordinate system. */
  extent: [number, number, number, number];
  /** Id of its coordinate system; undefined where it has none, or one without an id. */
  wkid: number | undefined;
  /** Name of its coordinate system. */
  system: string | undefined;
  /** Width of a cell. */
  cell: number;
  look?: Look | undefined;
  /** The band that is shown, from 0, where it says something from 0 to 100. */
  measure?: number | undefined;
}

export function rasterOf(item: Item): MapRaster | undefined {
  const { raster, imageServer } = item;
  if (!raster || !imageServer) return undefined;
  const [xmin, ymin, xmax, ymax] = raster.extent as [number, number, number, number];
  return {
    service: ownAddress(imageServer), extent: [xmin, ymin, xmax, ymax], wkid: raster.wkid ?? undefined, system: raster.spatialReference ?? undefined,
    cell: (xmax - xmin) / raster.width, look: lookOf(item),
  };
}

/** A result that is still coming in, as its image service describes it. */
export function rasterOfService(name: string, description: Record<string, unknown>): MapRaster | undefined {
  const extent = description['extent'] as { xmin: number; ymin: number; xmax: number; ymax: number; spatialReference?: { wkid?: number; latestWkid?: number } } | undefined;
  if (!extent) return undefined;
  const { xmin, ymin, xmax, ymax, spatialReference } = extent;
  const wkid = spatialReference?.latestWkid ?? spatialReference?.wkid;
  return { service: serviceOf(name), extent: [xmin, ymin, xmax, ymax], wkid: wkid || undefined, system: undefined, cell: Number(description['pixelSizeX']) };
}
