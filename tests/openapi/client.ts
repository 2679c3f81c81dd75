// A job by the types that openapi-typescript makes of the document: what does not fit them does not compile, and what they promise is there.
import createClient from 'openapi-fetch';
import type { components, paths } from './node_modules/.generated/schema.js';

type Schemas = components['schemas'];
declare const process: { argv: string[] };

const [, , service, raster, model] = process.argv as [string, string, string, string, string];
const client = createClient<paths>({ baseUrl: service });
const ended: Schemas['JobStatus'][] = ['succeeded', 'failed', 'cancelled', 'timedOut'];

function answered<T>(answer: { data?: T | undefined; error?: Schemas['Problem'] | undefined }): T {
  if (answer.data === undefined) throw new Error(`${answer.error?.code}: ${answer.error?.errors.map(({ field, message }) => `${field}: ${message}`).join(' ')}`);
  return answer.data;
}

const request: Schemas['ClassifyPixelsRequest'] = {
  inputRaster: { itemId: raster },
  model: { itemId: model },
  modelArguments: { padding: 8, batch_size: '2', predict_background: true },
  context: {
    extent: { xmin: 1_000_000, ymin: 5_999_700, xmax: 1_000_400, ymax: 6_000_000, spatialReference: { wkid: 3857 } },
    cellSize: 10,
    outSR: { wkid: 3857 },
    processorType: 'CPU',
    reuseResults: false,
  },
};

// @ts-expect-error an extent belongs in the context
const misplaced: Schemas['ClassifyPixelsRequest'] = { ...request, extent: request.context?.extent };
const refused = await client.POST('/api/v1/classify-pixels/jobs', { body: misplaced });

let job: Schemas['Job'] = answered(await client.POST('/api/v1/classify-pixels/jobs', { body: request }));
while (!ended.includes(job.status)) {
  await new Promise(resolve => setTimeout(resolve, 25));
  job = answered(await client.GET('/api/v1/jobs/{id}', { params: { path: { id: job.id } } }));
}

if (job.result === undefined) throw new Error(job.messages.map(({ type, text }) => `${type}: ${text}`).join('\n'));
const id = job.result.itemId;
const item: Schemas['Item'] = answered(await client.GET('/api/v1/items/{id}', { params: { path: { id } } }));
const file = answered(await client.GET('/api/v1/items/{id}/data', { params: { path: { id } }, parseAs: 'arrayBuffer' }));
const hash = await crypto.subtle.digest('SHA-256', file);

console.log(JSON.stringify({
  refused: refused.error?.errors,
  itemId: id,
  size: [item.raster?.width, item.raster?.height],
  classes: item.classes?.map(({ value, name, color }) => ({ value, name, color })),
  sha256: [...new Uint8Array(hash)].map(byte => byte.toString(16).padStart(2, '0')).join(''),
}));
