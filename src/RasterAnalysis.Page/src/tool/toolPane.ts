// The tools' pane: choose, and run. Which tool it is, Classify Pixels or Detect Objects, says the model.
import { detect, getItem, modelPackage, ServiceError, submit, type DetectionRequest, type Item, type Job, type JobRequest } from '../api/client';
import { rasterOf } from '../map/mapRaster';
import type { MapView } from '../map/mapView';
import { fill, h } from '../parts/dom';
import { text } from '../strings';
import { AreaSection } from './areaSection';
import { ArgumentsSection } from './argumentsSection';
import { EnvironmentsSection } from './environmentsSection';
import { Estimate } from './estimate';
import { InputSection } from './inputSection';
import { ModelSection } from './modelSection';
import { ObjectsSection } from './objectsSection';
import { ResultSection } from './resultSection';

export class ToolPane {
  readonly element: HTMLElement;
  readonly #view: MapView;
  readonly #input = new InputSection();
  readonly #model = new ModelSection();
  readonly #arguments = new ArgumentsSection();
  readonly #area: AreaSection;
  readonly #environments = new EnvironmentsSection();
  readonly #objects = new ObjectsSection();
  readonly #result = new ResultSection();
  readonly #estimate = new Estimate();
  readonly #ask = h('button', { type: 'button', class: 'secondary', onclick: () => void this.#plan() }, text.estimate.ask);
  readonly #said = h('div', { class: 'faults', role: 'alert' });
  readonly #run = h('button', { type: 'button', class: 'primary', onclick: () => void this.#submit() }, text.run.run);
  readonly #submitted: (job: Job) => void;

  /** @param submitted is called with a job that was taken. */
  constructor(view: MapView, submitted: (job: Job) => void) {
    this.#view = view;
    this.#submitted = submitted;
    this.#area = new AreaSection(view);
    this.element = h('div', { class: 'view' },
      h('div', { class: 'scroll' }, this.#input.element, this.#model.element, this.#arguments.element, this.#objects.element, this.#area.element, this.#environments.element, this.#result.element),
      h('div', { class: 'foot' }, this.#said, this.#estimate.element, h('div', { class: 'row' }, this.#ask, this.#run)));

    // an estimate is that of what is chosen, and so is a refusal
    for (const changed of ['input', 'change']) this.element.addEventListener(changed, () => this.#changed());
    this.#area.drawn.watch(() => this.#changed());
    this.#input.chooser.chosen.watch(item => {
      if (this.element.isConnected) this.show();
      this.#changed();
      this.#arguments.showLayer(item);
      void this.#result.propose(item?.title);
    });
    this.#model.chooser.chosen.watch(() => this.#changed());
    this.#model.model.watch(model => {
      this.#estimate.clear();
      this.#arguments.show(model);
      this.#objects.element.hidden = !this.#isDetector;

      // what objects would take is not known before they are looked for
      this.#ask.hidden = this.#isDetector;
      void this.#result.propose(this.#input.chooser.chosen.get()?.title, this.#isDetector ? text.result.detection : text.result.tool);
    });
  }

  /** Whether the chosen model finds objects rather than classifying pixels. */
  get #isDetector(): boolean {
    return typeof this.#model.model.get()?.detector === 'string';
  }

  /** Shows on the map what this pane is about. */
  show(): void {
    const item = this.#input.chooser.chosen.get();
    this.#view.show(item && rasterOf(item), undefined);
    if (this.#result.toRequest() === undefined) void this.#result.propose(item?.title);
  }

  /** Chooses an item: a layer, or a model. */
  open(item: Item): void {
    (item.type === modelPackage ? this.#model : this.#input).chooser.choose(item);
    fill(this.#said);
  }

  /** Takes over the inputs of an earlier job, as far as they are still there. */
  async take(request: JobRequest & Partial<DetectionRequest>): Promise<void> {
    this.#arguments.want(request.modelArguments ?? {});
    this.#objects.fill(request);
    const find = (id: string | null | undefined) => (id ? getItem(id).catch(() => undefined) : Promise.resolve(undefined));
    const [input, model] = await Promise.all([find(request.inputRaster?.itemId), find(request.model?.itemId)]);
    this.#result.clear();
    this.#input.chooser.choose(input);
    this.#input.setMode(request.processAllRasterItems === true);
    this.#model.chooser.choose(model);
    const [environments, area] = await Promise.all([this.#environments.fill(request.context ?? {}), this.#area.fill(request.context ?? {})]);
    const missing = [[text.input.title, input !== undefined], [text.model.title, model !== undefined], [text.environments.title, environments], [text.area.title, area]] as const;
    const left = missing.filter(([, isTaken]) => !isTaken).map(([title]) => title);
    fill(this.#said, left.length > 0 ? h('p', {}, text.job.notAgain(left)) : h('p', { class: 'told' }, text.job.again));
  }

  /** The request as it stands; undefined where it is not complete, which is said. */
  #request(heading?: string): (JobRequest & DetectionRequest) | undefined {
    const faults: string[] = [];
    const [input, model, result] = [this.#input.toRequest(), this.#model.toRequest(), this.#result.toRequest()];
    if (!input) faults.push(text.run.noInput);
    if (!model) faults.push(text.run.noModel);
    if (!result) faults.push(text.run.noName);
    const context = { ...this.#environments.toContext(faults), ...(input ? this.#area.toContext(faults) : {}) };
    const objects = this.#isDetector ? this.#objects.toRequest(faults) : {};
    if (faults.length === 0 && input && model) return { ...input, ...model, ...this.#arguments.toRequest(), ...objects, ...result, context };
    this.refuse(faults, heading);
    return undefined;
  }

  #changed(): void {
    this.#estimate.clear();
    fill(this.#said);
  }

  async #plan(): Promise<void> {
    const request = this.#request(text.estimate.notYet);
    if (!request) return;
    this.#ask.disabled = true;
    fill(this.#said);
    try {
      await this.#estimate.ask(request);
    } catch (error) {
      this.refuse((error as ServiceError).lines, text.estimate.faults);
    } finally {
      this.#ask.disabled = false;
    }
  }

  async #submit(): Promise<void> {
    const request = this.#request();
    if (!request) return;
    this.#run.disabled = true;
    this.#run.textContent = text.run.submitting;
    fill(this.#said);
    try {
      const taken = await this.#result.check();
      if (taken) {
        this.refuse([taken]);
        return;
      }
      const job = await (this.#isDetector ? detect : submit)(request);
      this.#result.clear();
      this.#estimate.clear();
      this.#submitted(job);
    } catch (error) {
      this.refuse((error as ServiceError).lines);
    } finally {
      this.#run.disabled = false;
      this.#run.textContent = text.run.run;
    }
  }

  /** Says why something is not done. */
  refuse(faults: readonly string[], heading: string = text.run.faults): void {
    fill(this.#said, h('p', {}, heading), h('ul', {}, ...faults.map(fault => h('li', {}, fault))));
  }
}
