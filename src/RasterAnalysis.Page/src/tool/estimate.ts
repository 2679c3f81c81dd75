// What a job would do, asked of the service before it is run.
import { plan, type JobRequest, type Schemas } from '../api/client';
import { fill, h } from '../parts/dom';
import { bytes, count, duration, text } from '../strings';

type Plan = Schemas['ClassifyPixelsPlan'];

export class Estimate {
  readonly element = h('div', { class: 'estimate', role: 'status', 'aria-label': text.estimate.title });
  #asked = 0;

  /** Asks, and shows the answer. Rejected with a `ServiceError` where the job would be refused. */
  async ask(request: JobRequest): Promise<void> {
    const mine = ++this.#asked;
    fill(this.element, h('p', { class: 'hint' }, text.estimate.asking));
    try {
      const answer = await plan(request);
      if (mine === this.#asked) fill(this.element, ...facts(answer));
    } catch (error) {
      if (mine === this.#asked) fill(this.element);
      throw error;
    }
  }

  /** What was said holds no more. */
  clear(): void {
    this.#asked++;
    fill(this.element);
  }
}

function facts(plan: Plan): HTMLElement[] {
  const words = text.estimate;
  const rows: [string, string][] = [
    [words.pixels, plan.rasters.length === 1 ? words.size(plan.rasters[0]!.width, plan.rasters[0]!.height) : words.rasters(plan.rasters.length, plan.pixels)],
    [words.tiles, words.tilesOf(plan.tiles, plan.rasters[0]!.tile.width, plan.rasters[0]!.tile.height, plan.sections)],
    [words.seams, plan.seams?.exact ? text.model.exact : (plan.seams?.report ?? '')],
    [words.time, typeof plan.seconds === 'number' ? words.about(duration(plan.seconds)) : words.unknown],
    [words.disk, words.atMost(bytes(plan.diskBytes))],
    [words.normalization, plan.normalization],
    [words.through, words.times(count(plan.pixelsThroughNetwork), plan.pixelsThroughNetwork / plan.pixels)],
  ];
  const warnings = plan.messages.filter(message => message.type === 'warning').map(message => message.text);
  return [
    h('h3', {}, words.title),
    h('dl', {}, ...rows.filter(([, value]) => value !== '').flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    ...(warnings.length > 0 ? [h('ul', { class: 'warnings', 'aria-label': text.model.warnings }, ...warnings.map(warning => h('li', {}, warning)))] : []),
  ];
}
