// How sure the network was, laid over the classes: one of its measures, or none.
import { getItem } from '../api/client';
import { rasterOf } from '../map/mapRaster';
import type { MapView } from '../map/mapView';
import { h } from '../parts/dom';
import { text } from '../strings';

/** @param itemId of the second raster of a job. */
export async function confidenceChooser(view: MapView, itemId: string): Promise<HTMLElement | null> {
  // an item of its own, which may be gone or somebody else's
  const item = await getItem(itemId).catch(() => undefined);
  const raster = item && rasterOf(item);
  if (!item?.raster || !raster) return null;
  const chooser = h('select', { id: 'confidence', onchange: () => { view.cover(chooser.value ? { ...raster, look: undefined, measure: Number(chooser.value) } : undefined); } },
    h('option', { value: '' }, text.job.classesOnly),
    ...item.raster.bands.map((band, number) => h('option', { value: number }, text.job.measures[band.name] ?? band.name)));
  return h('div', { class: 'field' }, h('label', { for: 'confidence' }, text.job.sureness), chooser);
}
