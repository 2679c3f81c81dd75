// Feature services of results: where their objects lie, and those of a view.
import type { Item } from './client';
import { ask, ownAddress } from './imageService';

export interface FeaturePlace { extent: [number, number, number, number]; wkid: number | undefined }

/** The service of an item's objects; undefined for other items. */
export const featureServiceOf = ({ featureServer }: Item) => (featureServer ? ownAddress(featureServer) : undefined);

/** Where the objects lie, in their own coordinate system; undefined where there are none. */
export async function placeOf(service: string): Promise<FeaturePlace | undefined> {
  const description = await ask(`${service}/0`, {});
  const extent = description?.['extent'] as { xmin: number; ymin: number; xmax: number; ymax: number; spatialReference?: { wkid?: number; latestWkid?: number } } | undefined;
  if (!extent || ![extent.xmin, extent.ymin, extent.xmax, extent.ymax].every(Number.isFinite)) return undefined;
  const { xmin, ymin, xmax, ymax, spatialReference } = extent;
  return { extent: [xmin, ymin, xmax, ymax], wkid: (spatialReference?.latestWkid ?? spatialReference?.wkid) || undefined };
}

/** The objects of a view, as Esri's JSON; more than the service gives at once are said so (`exceededTransferLimit`). */
export const featuresIn = (service: string, extent: readonly number[], wkid: number | undefined) => ask(`${service}/0/query`, {
  geometry: extent.join(','), geometryType: 'esriGeometryEnvelope', outFields: '*', ...(wkid === undefined ? {} : { inSR: `${wkid}`, outSR: `${wkid}` }),
});
