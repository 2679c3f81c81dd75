// Chooses an item: a list with search and pages, an upload, and the chosen one as a card.
import type { Item } from '../api/client';
import { listItems, ServiceError } from '../api/client';
import { thumbnailOf } from '../api/imageService';
import { upload, type Upload } from '../api/upload';
import { text } from '../strings';
import { fill, h } from './dom';
import { Value } from './value';

const atOnce = 6;

export interface ChooserOptions {
  type: string;
  /** What is chosen, in the middle of a sentence. */
  thing: string;
  search: string;
  /** What an item is, in a line. */
  describe(item: Item): string;
  hasThumbnails: boolean;
  upload?: { label: string; accept: string };
}

export class ItemChooser {
  readonly element = h('div', { class: 'chooser' });
  readonly chosen = new Value<Item | undefined>(undefined);
  readonly #options: ChooserOptions;
  readonly #list = h('ul', { class: 'items' });
  readonly #more = h('div', {});
  readonly #said = h('p', { class: 'said', role: 'status' });
  readonly #sending = h('div', { class: 'sending' });
  readonly #search: HTMLInputElement;
  #shown: Item[] = [];
  #asked = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ChooserOptions) {
    this.#options = options;
    this.#search = h('input', { type: 'search', placeholder: options.search, 'aria-label': options.search, autocomplete: 'off', oninput: () => this.#searchSoon() });
    this.chosen.watch(item => (item ? this.#showChosen(item) : this.#showList()));
  }

  choose(item: Item | undefined): void {
    this.#said.textContent = '';
    this.chosen.set(item);
  }

  #showChosen(item: Item): void {
    const change = h('button', { type: 'button', class: 'plain', 'aria-label': text.change(this.#options.thing), onclick: () => { this.choose(undefined); this.#search.focus(); } }, text.changeShort);
    fill(this.element, h('div', { class: 'item chosen' }, ...this.#describe(item), change), this.#said);
  }

  #showList(): void {
    const { upload } = this.#options;
    fill(this.element,
      h('div', { class: 'find' }, this.#search, upload ? this.#uploadButton(upload.label, upload.accept) : null),
      this.#sending, this.#said, this.#list, this.#more);
    void this.#load(0);
  }

  #describe(item: Item): HTMLElement[] {
    const address = this.#options.hasThumbnails ? thumbnailOf(item) : undefined;
    const picture = address ? [h('img', { src: address, alt: '', width: 56, height: 42, loading: 'lazy' })] : [];
    return [...picture, h('span', { class: 'words' }, h('strong', {}, item.title), h('small', {}, this.#options.describe(item)))];
  }

  #searchSoon(): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#load(0), 200);
  }

  async #load(skip: number): Promise<void> {
    const asked = ++this.#asked;
    const words = this.#search.value.trim();
    try {
      const { entries, total } = await listItems(this.#options.type, words, skip, atOnce);
      if (asked !== this.#asked) return;
      this.#shown = skip === 0 ? entries : [...this.#shown, ...entries];
      fill(this.#list, ...this.#shown.map(item => h('li', {}, h('button', { type: 'button', class: 'item', onclick: () => this.choose(item) }, ...this.#describe(item)))));
      const left = total - this.#shown.length;
      fill(this.#more,
        total === 0 ? h('p', { class: 'hint' }, words ? text.chooser.none : text.chooser.empty) : null,
        left > 0 ? h('button', { type: 'button', class: 'plain', onclick: () => void this.#load(this.#shown.length) }, text.more(left)) : null);
    } catch (error) {
      this.#say((error as Error).message, true);
    }
  }

  #uploadButton(label: string, accept: string): HTMLElement {
    const picker = h('input', {
      type: 'file', accept, hidden: true, 'aria-label': label, tabindex: -1,
      onchange: () => { const file = picker.files?.[0]; picker.value = ''; if (file) void this.#send(file); },
    });
    return h('span', {}, picker, h('button', { type: 'button', class: 'secondary', onclick: () => picker.click() }, label));
  }

  async #send(file: File): Promise<void> {
    const bar = h('progress', { max: 1, value: 0, 'aria-label': text.chooser.uploading(file.name) });
    const told = h('span', { role: 'status' }, text.chooser.uploading(file.name));
    const tell = (words: string) => { if (told.textContent !== words) told.textContent = words; };
    let sent: Upload | undefined = undefined;
    const cancel = h('button', { type: 'button', class: 'plain', onclick: () => sent?.cancel() }, text.chooser.cancelUpload);
    fill(this.#sending, told, h('div', { class: 'row' }, bar, cancel));
    this.#say('');
    try {
      sent = upload(file, {
        sent: share => { bar.value = share; tell(text.chooser.uploading(file.name)); },
        waiting: () => tell(text.chooser.waiting(file.name)),
        checking: () => { bar.removeAttribute('value'); tell(text.chooser.checking(file.name)); },
      });
      const item = await sent.done;
      fill(this.#sending);
      this.choose(item);
      this.#say(text.chooser.uploaded(item.title));
    } catch (error) {
      fill(this.#sending);
      this.#say(error === null ? text.chooser.cancelled : error instanceof ServiceError ? error.lines.join(' ') : (error as Error).message, error !== null);
    }
  }

  #say(words: string, isFault = false): void {
    this.#said.textContent = words;
    this.#said.classList.toggle('fault', isFault);
  }
}
