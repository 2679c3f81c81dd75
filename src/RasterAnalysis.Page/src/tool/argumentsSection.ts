// The arguments that the chosen model takes, as it describes them.
import type { JobRequest, Model, Schemas } from '../api/client';
import { field, fill, foldedRegion, h } from '../parts/dom';
import { text } from '../strings';

type Argument = Schemas['ModelArgumentInfo'];
type Control = HTMLInputElement | HTMLSelectElement;

export class ArgumentsSection {
  readonly element: HTMLElement;
  readonly #fields = h('div', {});
  readonly #summary = h('span', { class: 'summary' });
  #controls: { argument: Argument; control: Control }[] = [];
  #wanted: Record<string, unknown> = {};

  constructor() {
    this.element = foldedRegion(text.args.title, 'ƒ', this.#summary, h('p', { class: 'hint' }, text.args.hint), this.#fields);
    this.#fields.addEventListener('input', () => this.#sumUp());
  }

  /** Shows those of a model. What was wanted for it beforehand is filled in. */
  show(model: Model | undefined): void {
    this.#controls = (model?.arguments ?? []).filter(argument => argument.isUsed).map(argument => ({ argument, control: controlOf(argument, this.#wanted[argument.name]) }));
    const fields = this.#controls.map(({ argument, control }) => field(argument.displayName || argument.name, control, hintOf(argument)));
    fill(this.#fields, ...(fields.length > 0 ? fields : [h('p', { class: 'hint' }, model ? text.args.none : text.args.noModel)]));
    if (model) this.#wanted = {};
    this.#sumUp();
  }

  /** What the next model is to be given. */
  want(given: Record<string, unknown>): void {
    this.#wanted = given;
  }

  toRequest(): Pick<JobRequest, 'modelArguments'> {
    const given = this.#controls.filter(({ control }) => control.value !== '').map(({ argument, control }) => [argument.name, control.value]);
    return given.length > 0 ? { modelArguments: Object.fromEntries(given) } : {};
  }

  #sumUp(): void {
    this.#summary.textContent = this.#controls.length > 0 ? text.args.changed(this.#controls.filter(({ control }) => control.value !== '').length) : '';
  }
}

function hintOf({ description, value, required }: Argument): string {
  return [description, required && value === '' ? text.args.required : value === '' ? '' : text.args.byDefault(value)].filter(part => part !== '').join(' ');
}

function controlOf({ dataType, domain, value, required }: Argument, wanted: unknown): Control {
  const given = wanted === undefined || wanted === null ? '' : String(wanted);
  if (domain.length > 0) {
    const select = h('select', {}, h('option', { value: '' }, text.args.byDefault(value)), ...domain.map(option => h('option', { value: option }, option)));
    select.value = domain.find(option => option.toLowerCase() === given.toLowerCase()) ?? '';
    return select;
  }
  const input = h('input', { type: 'text', placeholder: value, required: required && value === '', autocomplete: 'off', inputmode: dataType === 'numeric' ? 'decimal' : undefined });
  input.value = given;
  return input;
}
