// What the result is called, and where it goes. A free name is proposed until somebody types one.
import type { JobRequest } from '../api/client';
import { freeName, serviceName } from '../api/imageService';
import { field, fill, h, region } from '../parts/dom';
import { text } from '../strings';

export class ResultSection {
  readonly element: HTMLElement;
  readonly #name = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: 120 });
  readonly #folder = h('input', { type: 'text', autocomplete: 'off' });
  readonly #said = h('div', { class: 'said', role: 'status' });
  #isOwn = false;
  #asked = 0;
  #tool: string = text.result.tool;

  constructor() {
    this.element = region(text.result.title, field(text.result.name, this.#name), this.#said, field(`${text.result.folder} (${text.optional})`, this.#folder));
    this.#name.addEventListener('input', () => { this.#isOwn = this.#name.value.trim() !== ''; fill(this.#said); });
    this.#name.addEventListener('change', () => void this.check());
  }

  /** Proposes a free name for the result of a layer, unless somebody has typed one. @param tool what the tool is called, from now on. */
  async propose(layer: string | undefined, tool: string = this.#tool): Promise<void> {
    const asked = ++this.#asked;
    this.#tool = tool;
    if (this.#isOwn) return;
    const name = layer === undefined ? '' : await freeName(serviceName(`${tool} ${layer}`));
    if (asked !== this.#asked || this.#isOwn) return;
    this.#name.value = name;
    fill(this.#said);
  }

  /** Says whether the name is free, and offers one that is where it is not. @returns the fault; undefined where there is none. */
  async check(): Promise<string | undefined> {
    const name = serviceName(this.#name.value);
    if (name === '') return undefined;
    const free = await freeName(name);
    if (serviceName(this.#name.value) !== name) return undefined;
    if (free === name) {
      fill(this.#said, text.result.free);
      return undefined;
    }
    const use = h('button', { type: 'button', class: 'plain', onclick: () => { this.#name.value = free; fill(this.#said, text.result.free); this.#name.focus(); } }, text.result.use(free));
    fill(this.#said, h('span', { class: 'fault' }, text.result.taken(free)), use);
    return text.result.taken(free);
  }

  /** Forgets what was typed: the next job gets a name of its own. */
  clear(): void {
    this.#isOwn = false;
    this.#name.value = '';
    fill(this.#said);
  }

  toRequest(): Pick<JobRequest, 'outputName' | 'folder'> | undefined {
    const [outputName, folder] = [this.#name.value.trim(), this.#folder.value.trim()];
    return outputName === '' ? undefined : { outputName, ...(folder === '' ? {} : { folder }) };
  }
}
