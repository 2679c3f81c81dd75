// The basemap, where the operator names one: tiles in Web Mercator, drawn where the map is in it or in a system that OpenLayers can convert to it by itself (longitude and latitude, UTM).
import { createEmpty, extend, buffer, getHeight, getWidth } from 'ol/extent';
import WMTSCapabilities from 'ol/format/WMTSCapabilities';
import TileLayer from 'ol/layer/Tile';
import { addCoordinateTransforms, get, transform } from 'ol/proj';
import Projection from 'ol/proj/Projection';
import type TileImage from 'ol/source/TileImage';
import WMTS, { optionsFromCapabilities } from 'ol/source/WMTS';
import XYZ from 'ol/source/XYZ';
import { createForExtent, createXYZ } from 'ol/tilegrid';
import { root } from '../api/client';
import type { MapRaster } from './mapRaster';

export interface BasemapSettings { url: string; attribution?: string; layer?: string; maxZoom: number }

export interface Basemap {
  layer: TileLayer<TileImage>;
  /** That of the map, by which tiles are converted. */
  projection: Projection;
  /** Rejected where its server does not answer as it should. */
  ready: Promise<void>;
}

const mercator = 'EPSG:3857';
const mercatorIds = [3857, 102100, 900913];
const longitudeLatitude = 'EPSG:4326';

/** What the operator names; undefined for nothing. */
export async function loadBasemap(): Promise<BasemapSettings | undefined> {
  try {
    return ((await (await fetch(new URL('page/settings', root))).json()) as { basemap?: BasemapSettings }).basemap;
  } catch {
    return undefined; // whatever is asked next says that the service is away
  }
}

/** The basemap for a map that is framed by a raster; undefined where tiles cannot be converted to its coordinate system. */
export function basemapFor(settings: BasemapSettings, code: string, { wkid, extent }: MapRaster): Basemap | undefined {
  const known = wkid === undefined ? null : get(mercatorIds.includes(wkid) ? mercator : `EPSG:${wkid}`);
  if (!known) return undefined;
  const isMercator = known.getCode() === mercator;
  const projection = new Projection({ code, units: known.getUnits(), extent });
  for (const other of [mercator, longitudeLatitude]) {
    addCoordinateTransforms(projection, other, place => transform(place, known, other), place => transform(place, other, known));
  }

  // the map may be moved beyond the raster, whose extent is that of its projection
  const around = createForExtent(buffer(extend(createEmpty(), extent), 3 * Math.max(getWidth(extent), getHeight(extent))));
  const fit = <T extends TileImage>(source: T): T => {
    if (!isMercator) source.setTileGridForProjection(projection, around);
    return source;
  };

  // tiles as they are need no leave of their server; what is converted is read
  const common = { projection: isMercator ? projection : mercator, ...(isMercator ? {} : { crossOrigin: 'anonymous' as const }) };
  const layer = new TileLayer<TileImage>();
  if (settings.url.includes('{z}')) {
    layer.setSource(fit(new XYZ({ ...common, url: settings.url, tileGrid: createXYZ({ maxZoom: settings.maxZoom }), wrapX: false })));
    return { layer, projection, ready: Promise.resolve() };
  }

  const ready = fetch(settings.url).then(async answer => {
    const capabilities = new WMTSCapabilities().read(await answer.text()) as { Contents: { Layer: { Identifier: string }[] } };
    const options = optionsFromCapabilities(capabilities, { layer: settings.layer ?? capabilities.Contents.Layer[0]!.Identifier, projection: mercator });
    if (!options) throw new Error(settings.layer);
    layer.setSource(fit(new WMTS({ ...options, ...common, wrapX: false })));
  });
  return { layer, projection, ready };
}
