// Draws a rectangle or a polygon on the map.
import Feature from 'ol/Feature';
import Polygon, { fromExtent } from 'ol/geom/Polygon';
import DragBox from 'ol/interaction/DragBox';
import Draw, { createBox } from 'ol/interaction/Draw';
import { Value } from '../parts/value';
import type { Bounds, MapView } from './mapView';

export class AreaDrawing {
  /** The corners of what is drawn, the first one again at the end; undefined when nothing is. */
  readonly ring = new Value<number[][] | undefined>(undefined);
  readonly isDrawing = new Value(false);
  readonly #view: MapView;
  #draw: Draw | undefined;
  #drag: DragBox | undefined;

  constructor(view: MapView) {
    this.#view = view;
    view.frame.watch(() => { if (view.drawn.isEmpty()) this.clear(); });
  }

  begin(kind: 'rectangle' | 'polygon'): void {
    this.stop();
    this.clear();
    const draw = new Draw({ source: this.#view.drawn, ...(kind === 'rectangle' ? { type: 'Circle', geometryFunction: createBox() } : { type: 'Polygon' }) });
    draw.on('drawend', event => {
      this.ring.set((event.feature.getGeometry() as Polygon).getCoordinates()[0]);

      // the click that ends it is no question
      setTimeout(() => this.stop());
    });
    if (kind === 'rectangle') {
      // below the clicks: what is dragged is no click
      const drag = new DragBox({ className: 'drag-box', minArea: 16 });
      drag.on('boxend', () => {
        this.put(drag.getGeometry().getExtent() as Bounds);
        setTimeout(() => this.stop());
      });
      this.#view.map.addInteraction(drag);
      this.#drag = drag;
    }
    this.#view.map.addInteraction(draw);
    this.#view.asksOnClick = false;
    this.#draw = draw;
    this.isDrawing.set(true);
  }

  stop(): void {
    if (!this.#draw) return;
    this.#view.map.removeInteraction(this.#draw);
    if (this.#drag) this.#view.map.removeInteraction(this.#drag);
    [this.#draw, this.#drag] = [undefined, undefined];
    this.isDrawing.set(false);

    // a click is told as one only once it cannot become a double click
    setTimeout(() => { this.#view.asksOnClick = this.#draw === undefined; }, 300);
  }

  clear(): void {
    this.#view.drawn.clear();
    if (this.ring.get()) this.ring.set(undefined);
  }

  /** Shows a rectangle that was typed. */
  put(bounds: Bounds): void {
    this.clear();
    this.putRing(fromExtent(bounds).getCoordinates()[0]!);
  }

  /** Shows a polygon of an earlier job. */
  putRing(ring: number[][]): void {
    this.#view.drawn.clear();
    this.#view.drawn.addFeature(new Feature(new Polygon([ring])));
    this.ring.set(ring);
  }
}
