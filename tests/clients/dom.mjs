// A page for clients that need one. jsdom has the DOM and requests with CORS; it paints nothing, so pictures are decoded here.
import { JSDOM } from 'jsdom';
import threads from 'node:worker_threads';
import { fetchPicture, page as origin } from './scene.mjs';

const PlainEvent = globalThis.Event;
const workers = [];

/** Makes the page's globals those of this process. */
export function openPage() {
  const page = new JSDOM('<!DOCTYPE html><div id="map"></div>', { url: `${origin}/`, pretendToBeVisual: true });
  for (const name of ['window', 'document', 'navigator', 'XMLHttpRequest', 'Node', 'Element', 'HTMLElement', 'HTMLCanvasElement', 'HTMLVideoElement', 'Event']) {
    Object.defineProperty(globalThis, name, { value: name === 'window' ? page.window : page.window[name], configurable: true, writable: true });
  }

  const Worker = threads.Worker;
  threads.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      workers.push(this);
    }
  };
  return page;
}

/** Ends what ends with a page and would keep a process alive. */
export const closePage = () => Promise.all(workers.map(worker => worker.terminate()));

/** Sets the size of an element, which jsdom does not lay out. */
export function setSize(element, width, height) {
  Object.defineProperty(element, 'clientWidth', { value: width });
  Object.defineProperty(element, 'clientHeight', { value: height });
}

/** An image element that fetches and decodes what it is given, for clients that make their own. */
export class Picture extends EventTarget {
  #src = '';
  #decoded = Promise.reject(new Error('No src.'));

  constructor() {
    super();
    this.#decoded.catch(() => {});
  }

  get src() { return this.#src; }

  set src(value) {
    this.#src = value;
    this.#decoded = fetchPicture(value).then(picture => {
      const { width, height, data } = picture;
      Object.assign(this, { width, height, naturalWidth: width, naturalHeight: height, data, complete: true });
    });
    this.#decoded.then(() => this.dispatchEvent(new PlainEvent('load')), () => this.dispatchEvent(new PlainEvent('error')));
  }

  decode() { return this.#decoded; }
}
