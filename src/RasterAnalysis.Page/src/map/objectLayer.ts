// The objects of a result on the map: those of the view, outlined in the colours of their classes.
import EsriJSON from 'ol/format/EsriJSON';
import type Feature from 'ol/Feature';
import VectorLayer from 'ol/layer/Vector';
import { bbox } from 'ol/loadingstrategy';
import VectorSource from 'ol/source/Vector';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import type { Schemas } from '../api/client';
import { featuresIn } from '../api/featureService';
import type { MapRaster } from './mapRaster';

/** Objects as the map needs them. */
export interface MapObjects {
  service: string;
  /** What frames the map where there is no raster under them. */
  frame: MapRaster;
  classes: readonly Schemas['Class'][];
}

/** What is known of an object beside its shape, by field. */
export type ObjectFacts = Record<string, string | number>;

const format = new EsriJSON();

// dark images too
const casing = new Style({ stroke: new Stroke({ color: 'rgb(255 255 255 / 0.8)', width: 4 }) });

export class ObjectLayer {
  readonly layer: VectorLayer;
  readonly objects: MapObjects;
  readonly #source: VectorSource;
  readonly #styles: ReadonlyMap<string, Style[]>;
  #hidden = new Set<string>();

  /** @param wkid of the map; undefined where it has the objects' own system. */
  constructor(objects: MapObjects, wkid: number | undefined) {
    this.objects = objects;
    this.#styles = new Map(objects.classes.map(({ name, color }) => [name, [casing, new Style({
      stroke: new Stroke({ color: `rgb(${color.join(' ')})`, width: 2 }), fill: new Fill({ color: `rgb(${color.join(' ')} / 0.15)` }),
    })]]));
    this.#source = new VectorSource({
      strategy: bbox,
      loader: (extent, _resolution, _projection, done, failed) => {
        void featuresIn(objects.service, extent, wkid).then(answer => {
          const found = answer ? format.readFeatures(answer) : [];

          // the rest comes when somebody looks closer
          if (!answer || answer['exceededTransferLimit']) this.#source.removeLoadedExtent(extent);
          this.#source.addFeatures(found.filter(feature => !this.#source.getFeatureById(feature.getId()!)));
          if (answer) done?.(found);
          else failed?.();
        });
      },
    });
    this.layer = new VectorLayer({ source: this.#source, style: feature => this.#styleOf(feature as Feature) });
  }

  /** Leaves classes out. @param values of the classes. */
  hide(values: readonly number[]): void {
    this.#hidden = new Set(this.objects.classes.filter(one => values.includes(one.value)).map(one => one.name));
    this.layer.changed();
  }

  /** What is known of the object at a place; undefined where there is none. */
  at(place: readonly [number, number]): ObjectFacts | undefined {
    const found = this.#source.getFeaturesAtCoordinate([...place]).find(feature => this.#styleOf(feature as Feature));
    if (!found) return undefined;
    const { geometry: _shape, OBJECTID: _id, ...facts } = found.getProperties();
    return facts as ObjectFacts;
  }

  #classOf = (feature: Feature) => Object.values(feature.getProperties()).find(value => typeof value === 'string' && this.#styles.has(value)) as string | undefined;

  #styleOf(feature: Feature): Style[] | undefined {
    const name = this.#classOf(feature);
    return name === undefined ? [casing] : this.#hidden.has(name) ? undefined : this.#styles.get(name);
  }
}
