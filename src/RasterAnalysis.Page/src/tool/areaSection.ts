// Which part of the layer is classified.
import { getItem, raster, type Schemas } from '../api/client';
import { AreaDrawing } from '../map/areaDrawing';
import type { Bounds, MapView } from '../map/mapView';
import { field, h, region } from '../parts/dom';
import { ItemChooser } from '../parts/itemChooser';
import { describeRaster } from '../parts/rasterWords';
import type { Value } from '../parts/value';
import { text } from '../strings';
import { parseGeoJson } from './geoJson';

type Kind = 'whole' | 'mapExtent' | 'rectangle' | 'polygon' | 'geoJson' | 'layer';
type Context = Schemas['AnalysisContext'];
type Reference = { wkid?: number | null } | null | undefined;
const kinds: Kind[] = ['whole', 'mapExtent', 'rectangle', 'polygon', 'geoJson', 'layer'];
const sides = ['xmin', 'ymin', 'xmax', 'ymax'] as const;
const boundsOf = (ring: number[][]): Bounds => {
  const [xs, ys] = [ring.map(([x]) => x!), ring.map(([, y]) => y!)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};

export class AreaSection {
  readonly element: HTMLElement;
  /** What is drawn or typed; told when it changes. */
  readonly drawn: Value<number[][] | undefined>;
  readonly #view: MapView;
  readonly #drawing: AreaDrawing;
  readonly #kind = h('select', {}, ...kinds.map(kind => h('option', { value: kind }, text.area[kind])));
  readonly #sides = sides.map(side => h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', name: side }));
  readonly #points = h('p', { class: 'hint', role: 'status' });
  readonly #geoJson = h('textarea', { rows: 4, spellcheck: 'false' });
  readonly #layer = new ItemChooser({ type: raster, thing: text.area.thing, search: text.area.layerSearch, describe: describeRaster, hasThumbnails: true });
  readonly #parts: Record<Kind, HTMLElement>;

  constructor(view: MapView) {
    this.#view = view;
    this.#drawing = new AreaDrawing(view);
    this.drawn = this.#drawing.ring;
    const words = text.area;
    const file = h('input', { type: 'file', accept: '.json,.geojson', onchange: () => void file.files?.[0]?.text().then(content => { this.#geoJson.value = content; }) });
    this.#parts = {
      whole: h('div', {}),
      mapExtent: h('div', {}),
      rectangle: h('div', {}, h('p', { class: 'hint' }, words.rectangleHint), this.#drawButton('rectangle', words.drawRectangle),
        h('div', { class: 'grid' }, ...sides.map((side, i) => field(words.sides[side], this.#sides[i]!)))),
      polygon: h('div', {}, h('p', { class: 'hint' }, words.polygonHint), this.#drawButton('polygon', words.drawPolygon), this.#points),
      geoJson: h('div', {}, field(words.geoJsonText, this.#geoJson, words.geoJsonHint), field(words.geoJsonFile, file)),
      layer: h('div', {}, h('p', { class: 'hint' }, words.layerHint)),
    };
    this.#kind.setAttribute('aria-label', words.title);
    this.element = region(words.title, this.#kind, ...Object.values(this.#parts));
    this.#kind.addEventListener('change', () => { this.#drawing.stop(); this.#drawing.clear(); this.#showPart(); });
    for (const input of this.#sides) input.addEventListener('change', () => this.#typed());
    this.#drawing.ring.watch(ring => this.#drawn(ring));
    this.#showPart();
  }

  /** What the job's context says of it; faults are added to the list. */
  toContext(faults: string[]): Context {
    const words = text.area;
    const fault = (message: string): Context => {
      faults.push(message);
      return {};
    };
    switch (this.#kind.value as Kind) {
      case 'mapExtent': {
        const visible = this.#view.visible();
        return visible ? { extent: this.#extent(visible) } : fault(words.outside);
      }
      case 'rectangle': {
        const bounds = this.#bounds();
        return !bounds ? fault(words.missingRectangle) : bounds[0] < bounds[2] && bounds[1] < bounds[3] ? { extent: this.#extent(bounds) } : fault(words.emptyRectangle);
      }
      case 'polygon': {
        const ring = this.#drawing.ring.get();
        return ring ? { mask: { rings: [ring], ...this.#reference() }, extent: this.#extent(boundsOf(ring)) } : fault(words.missingPolygon);
      }
      case 'geoJson': {
        if (this.#geoJson.value.trim() === '') return fault(words.missingGeoJson);
        const mask = parseGeoJson(this.#geoJson.value);
        return mask ? { mask } : fault(words.badGeoJson);
      }
      case 'layer': {
        const item = this.#layer.chosen.get();
        return item ? { mask: { itemId: item.id } } : fault(words.missingLayer);
      }
      default: return {};
    }
  }

  /** Takes over an earlier job's area. @returns whether all of it could be; else it is the whole layer. */
  async fill({ extent, mask }: Context): Promise<boolean> {
    const given = mask as { type?: string; itemId?: string; rings?: number[][][]; spatialReference?: Reference } | null | undefined;
    const isHere = (reference: Reference) => !reference?.wkid || reference.wkid === this.#view.frame.get()?.wkid;
    const layer = given?.itemId ? await getItem(given.itemId).catch(() => undefined) : undefined;
    const [ring, ...others] = given?.rings ?? [];
    this.#drawing.clear();
    const put = (kind: Kind) => {
      this.#kind.value = kind;
      this.#showPart();
      return true;
    };
    put('whole');
    if (!given && !extent) return true;
    if (!given && extent && isHere(extent.spatialReference)) {
      this.#drawing.put([extent.xmin, extent.ymin, extent.xmax, extent.ymax]);
      return put('rectangle');
    }
    if (ring && others.length === 0 && isHere(given?.spatialReference)) {
      this.#drawing.putRing(ring);
      return put('polygon');
    }
    if (given?.type && !extent) {
      this.#geoJson.value = JSON.stringify(given);
      return put('geoJson');
    }
    if (layer && !extent) {
      this.#layer.choose(layer);
      return put('layer');
    }
    return false;
  }

  #showPart(): void {
    for (const [kind, part] of Object.entries(this.#parts)) part.hidden = kind !== this.#kind.value;
    if (this.#kind.value === 'layer' && !this.#layer.element.isConnected) this.#parts.layer.append(this.#layer.element);
  }

  #drawButton(kind: 'rectangle' | 'polygon', label: string): HTMLElement {
    const button = h('button', { type: 'button', class: 'secondary', onclick: () => (this.#drawing.isDrawing.get() ? this.#drawing.stop() : this.#drawing.begin(kind)) });
    this.#drawing.isDrawing.watch(isDrawing => {
      button.textContent = isDrawing ? text.area.stopDrawing : label;
      button.setAttribute('aria-pressed', String(isDrawing));
    });
    return button;
  }

  #drawn(ring: number[][] | undefined): void {
    this.#points.textContent = ring ? text.area.points(ring.length - 1) : '';
    const bounds = ring && boundsOf(ring);
    const digits = Math.min(Math.max(Math.ceil(-Math.log10(this.#view.frame.get()?.cell ?? 1)) + 3, 0), 10);
    this.#sides.forEach((input, i) => { if (bounds || !this.#isTyping(input)) input.value = bounds ? String(Number(bounds[i]!.toFixed(digits))) : ''; });
  }

  #isTyping(input: HTMLInputElement): boolean {
    return document.activeElement === input;
  }

  #typed(): void {
    const bounds = this.#bounds();
    if (bounds && bounds[0] < bounds[2] && bounds[1] < bounds[3]) this.#drawing.put(bounds);
  }

  #bounds(): Bounds | undefined {
    const numbers = this.#sides.map(input => (input.value.trim() === '' ? NaN : Number(input.value)));
    return numbers.every(Number.isFinite) ? (numbers as Bounds) : undefined;
  }

  #reference(): { spatialReference?: { wkid: number } } {
    const wkid = this.#view.frame.get()?.wkid;
    return wkid === undefined ? {} : { spatialReference: { wkid } };
  }

  #extent([xmin, ymin, xmax, ymax]: Bounds): Schemas['Extent'] {
    return { xmin, ymin, xmax, ymax, ...this.#reference() } as Schemas['Extent'];
  }
}
