// Pictures and values: the image service of a raster, in the service's ArcGIS face.
import { root, type Item } from './client';

/** Bands that are red, green and blue, from 0, and stretched so that dark imagery can be seen. */
export type Look = readonly [number, number, number];

const stretch = { rasterFunction: 'Stretch', rasterFunctionArguments: { StretchType: 6, MinPercent: 0.5, MaxPercent: 0.5 } };

/**
 * How an item's raster is shown. Imagery of four bands and more is the satellites', raw: where no band says that it is red, green or blue they come in the order of their wavelengths, blue first.
 */
export function lookOf({ raster, classes }: Item): Look | undefined {
  if (!raster || raster.bands.length < 4 || classes?.length) return undefined;
  const [red, green, blue] = ['Red', 'Green', 'Blue'].map(color => raster.bands.findIndex(band => band.colorInterpretation === color)) as [number, number, number];
  return [red, green, blue].some(band => band < 0) ? [2, 1, 0] : [red, green, blue];
}

// of a measure the statistics are known before there are any: from 0, black, to 100, white
const measured = { rasterFunction: 'Stretch', rasterFunctionArguments: { StretchType: 5, Statistics: [[0, 100, 50, 25]], DRA: false, Min: 0, Max: 255 } };

function setLook(query: URLSearchParams, look: Look | undefined): void {
  if (!look) return;
  query.set('bandIds', look.join(','));
  query.set('renderingRule', JSON.stringify(stretch));
}

/** What a picture shows. */
export interface PictureOptions {
  /** xmin, ymin, xmax, ymax. */
  extent: readonly number[];
  width: number;
  height: number;
  /** Id of the coordinate system of the extent and the picture; the raster's own unless given. */
  wkid?: number | undefined;
  /** How imagery is to look; as the service has it unless given. */
  look?: Look | undefined;
  /** The band, from 0, of which 0 to 100 are black to white. */
  measure?: number | undefined;
  /** Class values that are left out. */
  hidden?: readonly number[] | undefined;
  /** Tells this state of a growing result from others. */
  version?: number | undefined;
}

/** An image service's address in this page's own origin, whatever name the service knows itself by. */
export const serviceOf = (name: string) => new URL(`arcgis/rest/services/Hosted/${encodeURIComponent(name)}/ImageServer`, root).href;

/** The same of an address that the API gave. */
export const ownAddress = (imageServer: string) => new URL(new URL(imageServer).pathname.replace(/^.*?\/arcgis\//, 'arcgis/'), root).href;

export function pictureOf(service: string, options: PictureOptions): string {
  const query = new URLSearchParams({
    f: 'image', format: 'png32', adjustAspectRatio: 'false', bbox: options.extent.join(','), size: `${options.width},${options.height}`,
  });
  if (options.wkid !== undefined) {
    query.set('bboxSR', `${options.wkid}`);
    query.set('imageSR', `${options.wkid}`);
  }
  setLook(query, options.look);
  if (options.measure !== undefined) {
    query.set('bandIds', `${options.measure}`);
    query.set('renderingRule', JSON.stringify(measured));
  }
  if (options.hidden?.length) {
    query.set('renderingRule', JSON.stringify({ rasterFunction: 'Mask', rasterFunctionArguments: { NoDataValues: [options.hidden.join(' ')] } }));
  }
  if (options.version !== undefined) query.set('_', `${options.version}`);
  return `${service}/exportImage?${query}`;
}

/** A small picture of an item's raster. */
export function thumbnailOf(item: Item): string | undefined {
  if (!item.imageServer) return undefined;
  const query = new URLSearchParams({ f: 'image', format: 'png32', size: '112,84' });
  setLook(query, lookOf(item));
  return `${ownAddress(item.imageServer)}/exportImage?${query}`;
}

const mostTries = 8;

/** Asks, and again where the service is busy: it says after how many seconds. An answer of its ArcGIS face that says so has status 200, but the header as well. */
async function askPatiently(address: string): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(address);
    const pause = Number(response.headers.get('Retry-After'));
    if (!(pause > 0) || tries === mostTries) return response;
    await new Promise(resolve => setTimeout(resolve, pause * 1000));
  }
}

/** A picture that has come. */
export async function loadPicture(address: string): Promise<HTMLImageElement> {
  const response = await askPatiently(address);
  if (!response.ok) throw new Error(`${response.status}`);
  const picture = new Image();
  picture.src = URL.createObjectURL(await response.blob());
  try {
    await picture.decode();
    return picture;
  } finally {
    URL.revokeObjectURL(picture.src);
  }
}

/** The answer of the ArcGIS face; undefined for a refusal, and where there is none. */
export async function ask(address: string, parameters: Record<string, string>): Promise<Record<string, unknown> | undefined> {
  const response = await askPatiently(`${address}?${new URLSearchParams({ ...parameters, f: 'json' })}`).catch(() => undefined);
  const answer = await response?.json().catch(() => undefined) as Record<string, unknown> | undefined;
  return answer?.['error'] ? undefined : answer;
}

/** What an image service says of itself; undefined where there is none (yet). */
export const describe = (service: string) => ask(service, {});

/** What is at a place. */
export interface Identified { value: string; className: string | undefined }

/** The value at a place; undefined where the raster has none. */
export async function identify(service: string, x: number, y: number, wkid: number | undefined): Promise<Identified | undefined> {
  const geometry = { x, y, ...(wkid === undefined ? {} : { spatialReference: { wkid } }) };
  const answer = await ask(`${service}/identify`, { geometry: JSON.stringify(geometry), geometryType: 'esriGeometryPoint' });
  const value = answer?.['value'];
  if (typeof value !== 'string' || value === 'NoData') return undefined;
  return { value, className: (answer?.['properties'] as { ClassName?: string } | undefined)?.ClassName };
}

/** The first of `name`, `name_1`, `name_2`… that no result has. */
export async function freeName(name: string): Promise<string> {
  for (let n = 0; n < 100; n++) {
    const candidate = n === 0 ? name : `${name}_${n}`;
    const answer = await ask(new URL('arcgis/sharing/rest/portals/self/isServiceNameAvailable', root).href, { name: candidate, type: 'Image Service' });
    if (answer === undefined || answer['available'] !== false) return candidate;
  }
  return name;
}

/** What becomes of a title as the name of a service. */
export const serviceName = (title: string) => title.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '').slice(0, 100);
