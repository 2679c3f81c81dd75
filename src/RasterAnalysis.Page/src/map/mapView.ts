// The map: the input layer, the result over it, and what is drawn. It is in the coordinate system of what it shows, so that every raster lies as it is, one without a system too.
import Feature from 'ol/Feature';
import OlMap from 'ol/Map';
import View from 'ol/View';
import MousePosition from 'ol/control/MousePosition';
import Zoom from 'ol/control/Zoom';
import { getIntersection, isEmpty } from 'ol/extent';
import Point from 'ol/geom/Point';
import { defaults as interactions } from 'ol/interaction/defaults';
import VectorLayer from 'ol/layer/Vector';
import Projection from 'ol/proj/Projection';
import VectorSource from 'ol/source/Vector';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import { h } from '../parts/dom';
import { Value } from '../parts/value';
import { text } from '../strings';
import { basemapFor, type Basemap, type BasemapSettings } from './basemap';
import { BasemapSwitch } from './basemapSwitch';
import type { MapRaster } from './mapRaster';
import { ObjectLayer, type MapObjects } from './objectLayer';
import { RasterLayer } from './rasterLayer';

export type Bounds = [number, number, number, number];

// dark images too
const edge = new Stroke({ color: '#ffffff', width: 5 });
const line = new Stroke({ color: '#005e95', width: 2.5 });
const mark = new Style({ image: new CircleStyle({ radius: 6, fill: new Fill({ color: 'rgb(255 255 255 / 0.7)' }), stroke: new Stroke({ color: '#0b1f33', width: 2 }) }) });
const precise = (length: number) => (cell: number) => cell.toFixed(length);

export class MapView {
  readonly element: HTMLElement;
  readonly map: OlMap;

  /** What is drawn. */
  readonly drawn = new VectorSource();

  /** Where somebody asked what is there; undefined when nobody does. */
  readonly asked = new Value<[number, number] | undefined>(undefined);

  /** What the map is framed by: whose coordinate system it has. */
  readonly frame = new Value<MapRaster | undefined>(undefined);

  /** False while a click means something else. */
  asksOnClick = true;

  /** What is laid under everything; undefined where the operator names nothing. */
  basemap: BasemapSettings | undefined;

  source: RasterLayer | undefined;
  result: RasterLayer | undefined;
  objects: ObjectLayer | undefined;
  #over: RasterLayer | undefined;
  readonly #place = h('div', { id: 'map', role: 'application', 'aria-label': text.map, 'aria-roledescription': 'map', 'aria-describedby': 'map-hint', tabindex: 0 });
  readonly #marks = new VectorSource();
  readonly #system = h('div', { class: 'map-system' });
  readonly #empty = h('p', { class: 'map-empty' }, text.mapEmpty);
  readonly #switch = new BasemapSwitch();
  #under: Basemap | undefined;
  #projection: Projection | undefined;

  constructor() {
    this.element = h('div', { class: 'map-frame' }, this.#place, h('p', { id: 'map-hint', class: 'map-hint' }, text.mapHint), this.#switch.element, this.#system, this.#empty);
    this.map = new OlMap({
      target: this.#place,
      controls: [new Zoom(), new MousePosition({ className: 'map-position', coordinateFormat: place => (place ?? []).map(precise(this.#digits())).join(', '), placeholder: '' })],
      interactions: interactions({ altShiftDragRotate: false, pinchRotate: false }),
      layers: [],
    });
    this.map.on('singleclick', event => { if (this.asksOnClick) this.ask(event.coordinate as [number, number]); });
    this.#place.addEventListener('keydown', event => {
      const middle = this.map.getView().getCenter();
      if (event.key === 'Enter' && event.target === this.#place && middle) this.ask(middle as [number, number]);
    });
  }

  /** Shows an input layer, a result, or both; what is shown already stays as it is. */
  show(source: MapRaster | undefined, result: MapRaster | undefined, objects?: MapObjects): void {
    const frame = result ?? source ?? objects?.frame;
    const before = this.frame.get();
    const isSame = frame && before && frame.wkid === before.wkid && frame.system === before.system && this.#projection && (frame.wkid !== undefined || frame.service === before.service || frame.service === this.source?.raster.service);
    if (this.source?.raster.service === source?.service && this.result?.raster.service === result?.service && this.objects?.objects.service === objects?.service && isSame) return;
    this.ask(undefined);
    if (!isSame) this.#reframe(frame);
    const layerOf = (raster: MapRaster | undefined, former: RasterLayer | undefined) =>
      raster && frame ? (isSame && former?.raster.service === raster.service ? former : new RasterLayer(raster, this.#projection!, raster.wkid === frame.wkid ? undefined : frame.wkid)) : undefined;
    this.source = layerOf(source, this.source);
    this.result = layerOf(result, this.result);
    this.objects = objects && new ObjectLayer(objects, frame!.wkid);
    this.#over = undefined;
    this.map.setLayers([
      ...(this.#under ? [this.#under.layer] : []),
      ...[this.source, this.result].filter(layer => layer !== undefined).map(layer => layer.layer),
      ...(this.objects ? [this.objects.layer] : []),
      ...(result || objects ? [] : [new VectorLayer({ source: this.drawn, style: [new Style({ stroke: edge }), new Style({ stroke: line, fill: new Fill({ color: 'rgb(0 94 149 / 0.12)' }) })] })]),
      new VectorLayer({ source: this.#marks, style: mark }),
    ]);
    this.#empty.hidden = frame !== undefined;
    this.frame.set(frame);
    if (!isSame && frame) this.zoomTo(frame.extent);
  }

  /** Lays a raster over the result, in whose coordinate system it is; undefined takes it away. */
  cover(raster: MapRaster | undefined): void {
    if (this.#over) this.map.removeLayer(this.#over.layer);
    this.#over = raster && this.#projection ? new RasterLayer(raster, this.#projection, undefined) : undefined;
    if (this.#over) this.map.getLayers().insertAt(this.map.getLayers().getLength() - 1, this.#over.layer);
  }

  zoomTo(extent: Bounds): void {
    this.map.updateSize();
    this.map.getView().fit(extent, { padding: [24, 24, 24, 24] });
  }

  /** The visible part of the layer that frames the map; undefined where there is none. */
  visible(): Bounds | undefined {
    const frame = this.frame.get();
    if (!frame || !this.map.getSize()) return undefined;
    const common = getIntersection(this.map.getView().calculateExtent(), frame.extent);
    return isEmpty(common) ? undefined : (common as Bounds);
  }

  ask(place: [number, number] | undefined): void {
    this.#marks.clear();
    if (place) this.#marks.addFeature(new Feature(new Point(place)));
    this.asked.set(place);
  }

  #reframe(frame: MapRaster | undefined): void {
    this.drawn.clear();
    this.#system.textContent = frame ? (frame.system ?? (frame.wkid ? `EPSG:${frame.wkid}` : text.input.noSystem)) : '';
    if (!frame) return;

    // places are never converted here, but for a basemap's, so the units do not matter
    const code = `raster:${frame.wkid ?? frame.system ?? frame.service}`;
    this.#under = this.basemap && basemapFor(this.basemap, code, frame);
    this.#projection = this.#under?.projection ?? new Projection({ code, units: 'pixels', extent: frame.extent });
    if (this.basemap) this.#switch.show(this.basemap, this.#under, this.#system.textContent);
    const { extent, cell } = frame;
    const [width, height] = [extent[2] - extent[0], extent[3] - extent[1]];
    this.map.setView(new View({
      projection: this.#projection, center: [extent[0] + width / 2, extent[1] + height / 2],
      extent: [extent[0] - width, extent[1] - height, extent[2] + width, extent[3] + height], constrainOnlyCenter: true, showFullExtent: true,
      minResolution: cell / 32, maxResolution: Math.max(width, height) / 100, resolution: Math.max(width, height) / 500,
    }));
  }

  #digits(): number {
    const cell = this.frame.get()?.cell ?? 1;
    return Math.min(Math.max(Math.ceil(-Math.log10(cell)) + 1, 0), 8);
  }
}
