// The arguments that the chosen model takes, as it describes them.
import type { Item, JobRequest, Model, Schemas } from '../api/client';
import { field, fill, foldedRegion, h } from '../parts/dom';
import { text } from '../strings';
import { BandMapping, bandMappingArgument } from './bandMapping';

type Argument = Schemas['ModelArgumentInfo'];
type Control = HTMLInputElement | HTMLSelectElement;

export class ArgumentsSection {
  readonly element: HTMLElement;
  readonly #fields = h('div', {});
  readonly #summary = h('span', { class: 'summary' });
  #controls: { argument: Argument; control: Control }[] = [];
  #wanted: Record<string, unknown> = {};
  #model: Model | undefined;
  #layer: Item | undefined;
  #wantedBands: unknown;
  readonly #bands = new BandMapping();

  constructor() {
    this.element = foldedRegion(text.args.title, 'ƒ', this.#summary, h('p', { class: 'hint' }, text.args.hint), this.#bands.element, this.#fields);
    this.element.addEventListener('input', () => this.#sumUp());
  }

  /** Shows those of a model. What was wanted for it beforehand is filled in. */
  show(model: Model | undefined): void {
    this.#model = model;
    this.#controls = (model?.arguments ?? []).filter(argument => argument.isUsed && argument.name !== bandMappingArgument).map(argument => ({ argument, control: controlOf(argument, this.#wanted[argument.name]) }));
    const fields = this.#controls.map(({ argument, control }) => field(argument.displayName || argument.name, control, hintOf(argument)));
    fill(this.#fields, ...(fields.length > 0 ? fields : [h('p', { class: 'hint' }, model ? text.args.none : text.args.noModel)]));
    if (model) {
      this.#wantedBands = this.#wanted[bandMappingArgument];
      this.#wanted = {};
    }
    this.#showBands();
  }

  /** Tells which layer the model is to classify. */
  showLayer(layer: Item | undefined): void {
    this.#layer = layer;
    this.#showBands();
  }

  /** What the next model is to be given. */
  want(given: Record<string, unknown>): void {
    this.#wanted = given;
  }

  toRequest(): Pick<JobRequest, 'modelArguments'> {
    const bands = this.#bands.value();
    const given = [
      ...this.#controls.filter(({ control }) => control.value !== '').map(({ argument, control }) => [argument.name, control.value]),
      ...(bands === undefined ? [] : [[bandMappingArgument, bands]]),
    ];
    return given.length > 0 ? { modelArguments: Object.fromEntries(given) } : {};
  }

  #showBands(): void {
    this.#bands.show(this.#model, this.#layer, this.#wantedBands);
    this.#sumUp();
  }

  #sumUp(): void {
    const changed = this.#controls.filter(({ control }) => control.value !== '').length + (this.#bands.value() === undefined ? 0 : 1);
    this.#summary.textContent = this.#model ? text.args.changed(changed) : '';
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
