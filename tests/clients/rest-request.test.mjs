// @esri/arcgis-rest-request: a job from submission to its result, and one that is cancelled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Job, JOB_STATUSES, request } from '@esri/arcgis-rest-request';
import { fromArrayBuffer } from 'geotiff';
import { assertClasses, extent, inputs, portal, task, until } from './scene.mjs';

test('Job.submitJob to getAllResults gives the classified raster', async () => {
  const job = await Job.submitJob({ url: task, params: inputs('RestRequest'), pollingRate: 200 });
  const seen = [];
  job.on(JOB_STATUSES.Status, info => seen.push(info.status));
  const results = await job.getAllResults();

  assert.deepEqual(Object.keys(results), ['outRaster']);
  assert.equal(results.outRaster.dataType, 'GPString');
  const { itemId, url } = results.outRaster.value;
  assert.match(url, /\/arcgis\/rest\/services\/Hosted\/RestRequest\/ImageServer$/);
  assert.equal(seen.at(-1), JOB_STATUSES.Success);
  const one = await job.getResult('outRaster');
  assert.deepEqual(one.value, results.outRaster.value);

  const item = await request(`${portal}/content/items/${itemId}`);
  assert.deepEqual([item.type, item.url, item.title], ['Image Service', url, 'RestRequest']);
  const description = await request(url);
  assert.deepEqual([description.extent.xmin, description.extent.ymin, description.extent.xmax, description.extent.ymax], extent);
  const image = await (await fromArrayBuffer(await (await fetch(`${portal}/content/items/${itemId}/data`)).arrayBuffer())).getImage();
  assertClasses(await image.readRasters({ interleave: true }));
});

test('A job that is cancelled ends as cancelled, and its name is free again', async () => {
  const job = await Job.submitJob({
    url: `${task}/submitJob`,
    params: {
      inputRaster: { uri: '/rasterStores/store/long.tif' },
      model: { itemId: process.env.MODEL_ITEM },
      outputClassifiedRaster: { serviceProperties: { name: 'CancelledByClient' } },
    },
    pollingRate: 100,
  });
  await until(async () => (await job.getJobInfo()).status === JOB_STATUSES.Executing, 'the job to begin');
  const answer = await job.cancelJob();
  assert.match(answer.jobStatus, /^esriJobCancell(ing|ed)$/);
  await until(async () => (await job.getJobInfo()).status === JOB_STATUSES.Cancelled, 'the job to be cancelled');
  await assert.rejects(job.waitForCompletion(), error => error.name === 'ArcGISJobError' || /cancel/i.test(error.message));
  const name = await request(`${portal}/portals/self/isServiceNameAvailable`, { params: { name: 'CancelledByClient', type: 'Image Service' } });
  assert.equal(name.available, true);
});

test('A request that cannot be taken is told in its own words', async () => {
  await assert.rejects(
    Job.submitJob({ url: task, params: { ...inputs('X'), model: { itemId: 'nothing' } } }),
    error => error.name === 'ArcGISRequestError' && error.code === 400 && /nothing/.test(JSON.stringify(error.response)));
});
