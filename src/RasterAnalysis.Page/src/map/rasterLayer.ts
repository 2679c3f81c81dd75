// A raster of the service on the map: each view is one picture by exportImage, in whatever coordinate system the map has.
import ImageLayer from 'ol/layer/Image';
import type Projection from 'ol/proj/Projection';
import ImageSource from 'ol/source/Image';
import { loadPicture, pictureOf } from '../api/imageService';
import type { MapRaster } from './mapRaster';

const widest = 4096;

export class RasterLayer {
  readonly layer: ImageLayer<ImageSource>;
  hidden: readonly number[] = [];
  #swept = 1;
  #version: number | undefined;
  readonly #raster: MapRaster;
  readonly #projection: Projection;
  readonly #wkid: number | undefined;

  /** @param wkid of the map; undefined where the map is in the raster's own system. */
  constructor(raster: MapRaster, projection: Projection, wkid: number | undefined) {
    this.#raster = raster;
    this.#projection = projection;
    this.#wkid = wkid;
    this.layer = new ImageLayer({ source: this.#source() });
    this.layer.on('prerender', ({ context }) => {
      const paper = context as CanvasRenderingContext2D;
      paper.save();
      paper.beginPath();
      paper.rect(0, 0, paper.canvas.width * this.#swept, paper.canvas.height);
      paper.clip();
    });
    this.layer.on('postrender', ({ context }) => (context as CanvasRenderingContext2D).restore());
  }

  /** Shows it on the left side of the map alone. @param share of the map's width, 0 to 1. */
  sweep(share: number): void {
    this.#swept = share;
    this.layer.changed();
  }

  get raster(): MapRaster {
    return this.#raster;
  }

  /** Paints it anew. The picture that is there stays until the next one has come. */
  refresh(version?: number): void {
    this.#version = version;
    const next = this.#source();

    // without this the map would be bare for as long as the service needs
    const extent = this.layer.get('seen') as { extent: number[]; resolution: number; pixelRatio: number } | undefined;
    if (!extent) {
      this.layer.setSource(next);
      return;
    }
    void this.#load(extent.extent, extent.resolution, extent.pixelRatio).then(() => this.layer.setSource(next), () => undefined);
  }

  #source(): ImageSource {
    return new ImageSource({
      projection: this.#projection, interpolate: false,
      loader: async (extent, resolution, pixelRatio) => {
        this.layer.set('seen', { extent, resolution, pixelRatio }, true);
        return { image: await this.#load(extent, resolution, pixelRatio), extent, resolution, pixelRatio };
      },
    });
  }

  #load([xmin, ymin, xmax, ymax]: readonly number[], resolution: number, pixelRatio: number): Promise<HTMLImageElement> {
    const size = (length: number) => Math.min(Math.max(Math.round((length / resolution) * pixelRatio), 1), widest);
    return loadPicture(pictureOf(this.#raster.service, {
      extent: [xmin!, ymin!, xmax!, ymax!], width: size(xmax! - xmin!), height: size(ymax! - ymin!), wkid: this.#wkid, look: this.#raster.look, measure: this.#raster.measure, hidden: this.hidden, version: this.#version,
    }));
  }
}
