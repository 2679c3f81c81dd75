// What the service was given, and what a user must see of it. The formula is the tests' own; RasterAnalysis.Clients.Tests writes the raster by the same one.
import assert from 'node:assert/strict';
import { PNG } from 'pngjs';

export const service = process.env.SERVICE;
export const page = process.env.PAGE_ORIGIN;
export const user = 'admin';
export const task = `${service}arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning`;
export const portal = `${service}arcgis/sharing/rest`;
export const raster = process.env.RASTER_ITEM;
export const model = process.env.MODEL_ITEM;
export const result = { itemId: process.env.RESULT_ITEM, url: process.env.RESULT_SERVICE, data: process.env.RESULT_DATA };

export const utm = { itemId: process.env.UTM_RESULT_ITEM, url: process.env.UTM_RESULT_SERVICE, data: process.env.UTM_RESULT_DATA };

export const width = 600;
export const height = 520;
export const cell = 10;
export const left = 1_000_000;
export const top = 6_000_000;
export const extent = [left, top - height * cell, left + width * cell, top];
export const names = ['Low', 'Middle', 'High'];
export const colors = [[10, 20, 30], [200, 100, 0], [0, 250, 120]];

export const classAt = (row, column) => (row * 31 + column * 17 + row * column) % 3;

/** Every class of a window of the raster, in rows. */
export function assertClasses(values, { firstRow = 0, firstColumn = 0, rows = height, columns = width } = {}) {
  assert.equal(values.length, rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const expected = classAt(firstRow + row, firstColumn + column);
      if (values[row * columns + column] !== expected) {
        assert.fail(`Row ${firstRow + row}, column ${firstColumn + column}: class ${values[row * columns + column]}, not ${expected}.`);
      }
    }
  }
}

/** Every pixel of a picture of a part of the map: the colour of its class where the raster lies, transparent elsewhere. */
export function assertPicture(picture, [xmin, ymin, xmax, ymax]) {
  const [cellX, cellY] = [(xmax - xmin) / picture.width, (ymax - ymin) / picture.height];
  let inside = 0;
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const column = (xmin + (x + 0.5) * cellX - left) / cell;
      const row = (top - (ymax - (y + 0.5) * cellY)) / cell;

      // a picture's pixel whose middle is on the edge of two cells may show either
      if ([row, column].some(place => Math.abs(place - Math.round(place)) < 1e-3)) continue;
      const seen = [...picture.data.subarray((y * picture.width + x) * 4, (y * picture.width + x) * 4 + 4)];
      const isInside = row >= 0 && row < height && column >= 0 && column < width;
      const expected = isInside ? [...colors[classAt(Math.floor(row), Math.floor(column))], 255] : [0, 0, 0, 0];
      inside += isInside ? 1 : 0;
      if (isInside ? expected.some((part, i) => part !== seen[i]) : seen[3] !== 0) {
        assert.fail(`Pixel ${x}, ${y} (row ${row.toFixed(2)}, column ${column.toFixed(2)}): ${seen}, not ${expected}.`);
      }
    }
  }
  return inside;
}

/** Fetches a picture as a map page does whose origin the service lists. */
export async function fetchPicture(url) {
  const response = await fetch(url, { headers: { origin: page } });
  assert.equal(response.headers.get('access-control-allow-origin'), page);
  const content = Buffer.from(await response.arrayBuffer());
  assert.match(response.headers.get('content-type'), /^image\/png/, `${url}: ${content}`);
  return PNG.sync.read(content);
}

/** Waits for a condition. */
export async function until(ask, what) {
  for (const end = Date.now() + 120_000; Date.now() < end;) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error(`Waited in vain for ${what}.`);
}

/** The task's parameters as a page gives them. */
export const inputs = name => ({
  inputRaster: { itemId: raster },
  model: { itemId: model },
  modelArguments: { padding: '16', batch_size: '2' },
  outputClassifiedRaster: { serviceProperties: { name } },
  context: { processorType: 'CPU', reuseResults: false },
});
