// How right a result is: points to be labelled, and the comparison with them.
import { assess, sample, session, type Accuracy, type Item } from '../api/client';
import { field, h } from '../parts/dom';
import { text } from '../strings';

const usualPoints = 50;

/** Hands a file of GeoJSON to the browser. */
function save(name: string, found: unknown): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(found)], { type: 'application/geo+json' }));
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Asks how many points are wanted, and has them drawn. */
function drawSample(item: Item): void {
  const number = h('input', { type: 'number', min: 1, step: 1, value: usualPoints });
  const said = h('p', { role: 'status', class: 'hint' });
  const draw = async () => {
    const pointsPerClass = Number(number.value);
    const isNumber = Number.isInteger(pointsPerClass) && pointsPerClass > 0;
    said.className = isNumber ? 'hint' : 'fault';
    said.textContent = isNumber ? '' : text.accuracy.badNumber;
    if (!isNumber) return;
    button.disabled = true;
    try {
      const found = await sample(item.id, { pointsPerClass });
      save(`${item.title}-sample.geojson`, found);
      said.textContent = [text.accuracy.drawn(found.features.length), ...found.warnings].join(' ');
    } catch (error) {
      said.className = 'fault';
      said.textContent = (error as Error).message;
    } finally {
      button.disabled = false;
    }
  };
  const button = h('button', { type: 'button', class: 'primary', onclick: () => void draw() }, text.accuracy.draw);
  const dialog = h('dialog', { 'aria-labelledby': 'sample-title', onclose: () => dialog.remove() },
    h('h2', { id: 'sample-title' }, text.accuracy.sampleTitle), h('p', {}, text.accuracy.sampleHint), field(text.accuracy.perClass, number), said,
    h('div', { class: 'row end' }, h('button', { type: 'button', class: 'secondary', onclick: () => dialog.close() }, text.close), button));
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * The buttons, and where is said what becomes of them.
 * @param assessed is told what a comparison has found.
 */
export function checkButtons(item: Item, assessed: (found: Accuracy) => void): { buttons: HTMLElement[]; said: HTMLElement } {
  const { signIn, user, scopes } = session();
  const mayCheck = !signIn || scopes.includes('administer') || (user === item.owner && scopes.includes('submit'));
  const said = h('p', { role: 'status', class: 'hint' });
  const check = async (reference: File) => {
    said.className = 'hint';
    said.textContent = text.accuracy.checking(reference.name);
    try {
      const found = await assess(item.id, reference);
      assessed(found);
      said.textContent = [text.accuracy.checked(found.reference.compared), ...found.warnings].join(' ');
    } catch (error) {
      said.className = 'fault';
      said.textContent = (error as Error).message;
    }
  };
  const choose = () => {
    const input = h('input', { type: 'file', accept: '.geojson,.json,.csv,.tif,.tiff', onchange: () => { const [file] = input.files ?? []; if (file) void check(file); } });
    input.click();
  };
  return {
    buttons: [
      h('button', { type: 'button', class: 'secondary', onclick: () => drawSample(item) }, text.accuracy.sample),
      ...(mayCheck ? [h('button', { type: 'button', class: 'secondary', onclick: choose }, text.accuracy.check)] : []),
    ],
    said,
  };
}
