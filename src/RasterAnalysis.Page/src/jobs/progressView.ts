// How far a job is: the bar, and what the service says of sections, speed and time left.
import { hasEnded, type Job } from '../api/client';
import { h } from '../parts/dom';
import { text } from '../strings';

export class ProgressView {
  readonly element: HTMLElement;
  readonly #bar = h('progress', { max: 100, value: 0, 'aria-label': text.job.progress });
  readonly #sections = h('span', {});
  readonly #doing = h('span', {});

  constructor() {
    this.element = h('div', { class: 'progress' }, this.#bar, h('div', { class: 'row' }, this.#sections, this.#doing));
  }

  show(job: Job): void {
    this.element.hidden = hasEnded(job);
    this.move({ progress: job.progress, text: job.progressText, ...job.sections });
  }

  move({ progress, text: doing, done, total }: { progress: number; text: string; total: number; done: number }): void {
    this.#bar.value = progress;
    this.#sections.textContent = total > 0 ? text.job.sections(done, total) : '';

    // the service begins with the section that it has just done; here the count stands beside it
    this.#doing.textContent = doing.replace(/^Classified section \d+ of \d+,\s*/, '');
  }
}

/** How long a job took; empty while it runs. */
export const tookOf = ({ started, finished }: Job) =>
  started && finished ? text.job.took((Date.parse(finished) - Date.parse(started)) / 1000) : '';
