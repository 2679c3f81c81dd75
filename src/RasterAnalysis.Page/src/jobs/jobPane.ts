// A job: while it runs, and what it made.
import { cancelJob, classifyPixels, detectObjects, getInputs, getItem, getJob, getModel, hasEnded, ServiceError, type Job, type JobRequest, type Schemas } from '../api/client';
import { describe, serviceOf } from '../api/imageService';
import { rasterOf, rasterOfService, type MapRaster } from '../map/mapRaster';
import type { MapView } from '../map/mapView';
import { fill, h } from '../parts/dom';
import { text, when } from '../strings';
import { followJob } from './followJob';
import { ProgressView, tookOf } from './progressView';
import { ResultView } from './resultView';

export class JobPane {
  readonly element: HTMLElement;
  readonly #id: string;
  readonly #view: MapView;
  readonly #again: (request: JobRequest) => void;
  readonly #head = h('div', { class: 'job-head' });
  readonly #progress = new ProgressView();
  readonly #buttons = h('div', { class: 'buttons' });
  readonly #messages = h('ol', { class: 'messages' });
  readonly #result: ResultView;
  readonly #cancel = h('button', { type: 'button', class: 'secondary', onclick: () => void this.#askToCancel() }, text.job.cancel);
  readonly #runAgain = h('button', { type: 'button', class: 'secondary', onclick: () => { if (this.#request) this.#again(this.#request); } }, text.job.runAgain);
  #request: JobRequest | undefined;
  #source: MapRaster | undefined;
  #name = '';
  #painting = false;
  #stop: (() => void) | undefined;
  #closed = false;

  /** @param again is called with the request when it is to be run again. */
  constructor(id: string, view: MapView, again: (request: JobRequest) => void) {
    this.#id = id;
    this.#view = view;
    this.#result = new ResultView(view);
    this.#again = again;
    this.element = h('div', { class: 'view' },
      h('div', { class: 'scroll' },
        h('a', { class: 'back', href: '#/' }, `‹ ${text.job.back}`), this.#head, this.#progress.element, this.#buttons, this.#result.actions, this.#result.legend,
        h('section', { class: 'region', 'aria-label': text.job.messages }, h('details', { open: true }, h('summary', {}, h('h2', {}, text.job.messages)), this.#messages))));
    void this.#open();
  }

  /** Stops following; nothing of the pane is used any more. */
  close(): void {
    this.#closed = true;
    this.#result.close();
    this.#stop?.();
  }

  async #open(): Promise<void> {
    try {
      const job = await getJob(this.#id);
      await this.#findInputs();
      if (this.#closed) return;
      this.#view.show(this.#source, undefined);
      this.#show(job);
      if (hasEnded(job)) {
        for (const message of job.messages) this.#say(message);
      } else {
        this.#stop = followJob(this.#id, {
          job: next => this.#show(next), message: message => this.#say(message), lost: error => this.#fail(error),
          progress: moved => { this.#progress.move(moved); if (job.task === classifyPixels) void this.#paint(moved.done); },
        });
      }
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** What the job runs on, as far as it is still there. */
  async #findInputs(): Promise<void> {
    this.#request = await getInputs(this.#id).catch(() => undefined);
    const [input, model] = [this.#request?.inputRaster?.itemId, this.#request?.model?.itemId];
    const [item, card] = await Promise.all([input ? getItem(input).catch(() => undefined) : undefined, model ? getModel(model).catch(() => undefined) : undefined]);
    this.#source = item && rasterOf(item);
    if (card) this.#result.expect(card.classes);
  }

  #show(job: Job): void {
    this.#name = job.outputName;
    fill(this.#head,
      h('h2', {}, job.outputName || job.task),
      h('p', { class: 'state' }, h('span', { class: `chip ${job.status}`, role: 'status', 'aria-label': text.job.state }, text.job.status[job.status] ?? job.status), h('span', {}, [when(job.submitted), tookOf(job)].filter(part => part !== '').join(', '))));
    this.#progress.show(job);
    this.#cancel.disabled = job.status === 'cancelling';
    fill(this.#buttons, hasEnded(job) ? null : this.#cancel, hasEnded(job) && [classifyPixels, detectObjects].includes(job.task) && this.#request?.inputRaster ? this.#runAgain : null);
    if (job.result) void this.#showResult(job.result);

    // what a job had painted goes with it
    else if (hasEnded(job)) {
      this.#view.show(this.#source, undefined);
      this.#result.expect([]);
    }
  }

  async #showResult({ itemId, confidence }: NonNullable<Job['result']>): Promise<void> {
    try {
      const item = await getItem(itemId);
      if (this.#closed) return;
      await this.#result.show(item, this.#source, confidence?.itemId);
    } catch (error) {
      if (error instanceof ServiceError && error.status === 404) this.#result.remove(this.#source);
      else this.#fail(error as Error);
    }
  }

  /** Paints the sections that have come in: the service shows a running result under its name. */
  async #paint(done: number): Promise<void> {
    if (done === 0 || done === this.#result.painted || this.#painting || this.#closed) return;
    this.#painting = true;
    try {
      if (this.#view.result) {
        this.#view.result.refresh(done);
      } else {
        const description = await describe(serviceOf(this.#name));
        const raster = description && rasterOfService(this.#name, description);
        if (!raster || this.#closed) return;

        // the same grid as the input, as it is unless the job says otherwise: the map stays where it is
        const isOfSource = this.#source !== undefined && raster.wkid === this.#source.wkid;
        this.#view.show(this.#source, isOfSource ? { ...raster, system: this.#source!.system } : raster);
      }
      this.#result.painted = done;
    } finally {
      this.#painting = false;
    }
  }

  #say({ type, text: said, time }: Schemas['JobMessage']): void {
    const item = h('li', { class: type }, h('time', { datetime: time }, new Date(time).toLocaleTimeString('en', { hour12: false })), h('span', {}, said));
    this.#messages.append(item);
  }

  #fail(error: Error): void {
    const isMissing = error instanceof ServiceError && error.status === 404;
    fill(this.#result.actions, h('p', { class: 'fault', role: 'alert' }, isMissing ? text.job.missing : error.message));
  }

  async #askToCancel(): Promise<void> {
    this.#cancel.disabled = true;
    try {
      await cancelJob(this.#id);
    } catch (error) {
      this.#cancel.disabled = false;
      this.#fail(error as Error);
    }
  }
}
