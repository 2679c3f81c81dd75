// The jobs, the newest first.
import { listJobs, type Job } from '../api/client';
import { fill, h, region } from '../parts/dom';
import { text, when } from '../strings';
import { tookOf } from './progressView';

const atOnce = 20;

export class HistoryPane {
  readonly element: HTMLElement;
  readonly #list = h('ul', { class: 'jobs' });
  readonly #more = h('div', {});
  #shown: Job[] = [];

  constructor() {
    this.element = h('div', { class: 'view' }, h('div', { class: 'scroll' }, region(text.history, this.#list, this.#more)));
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      // one more than is shown says whether there are more
      const jobs = await listJobs(this.#shown.length, atOnce + 1);
      this.#shown = [...this.#shown, ...jobs.slice(0, atOnce)];
      fill(this.#list, ...this.#shown.map(job => h('li', {}, entry(job))));
      fill(this.#more,
        this.#shown.length === 0 ? h('p', { class: 'hint' }, text.historyList.none) : null,
        jobs.length > atOnce ? h('button', { type: 'button', class: 'plain', onclick: () => void this.#load() }, text.historyList.more) : null);
    } catch (error) {
      fill(this.#more, h('p', { class: 'fault', role: 'alert' }, (error as Error).message));
    }
  }
}

function entry(job: Job): HTMLElement {
  return h('a', { class: 'job', href: `#/jobs/${job.id}` },
    h('span', { class: 'words' }, h('strong', {}, job.outputName || job.task), h('small', {}, [when(job.submitted), tookOf(job)].filter(part => part !== '').join(', '))),
    h('span', { class: `chip ${job.status}` }, text.job.status[job.status] ?? job.status));
}
