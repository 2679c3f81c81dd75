// @esri/arcgis-rest-portal: sign-in, folders, an upload, search, update, move, and a result in the item that was made for it.
import assert from 'node:assert/strict';
import { File } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ArcGISIdentityManager, Job, request } from '@esri/arcgis-rest-request';
import {
  createFolder, createItemInFolder, getItem, getItemData, getPortal, getSelf, getUser, getUserContent, moveItem, removeFolder, removeItem, searchItems, SearchQueryBuilder, updateItem,
} from '@esri/arcgis-rest-portal';
import { fromUrl } from 'geotiff';
import { assertClasses, inputs, model, portal, service, task, user } from './scene.mjs';

test('A client that starts from the portal finds everything there', async () => {
  const authentication = await ArcGISIdentityManager.signIn({ username: user, password: 'any', portal });
  assert.equal(await authentication.getUsername(), user);
  const self = await getSelf({ authentication });
  assert.equal(`${self.helperServices.rasterAnalytics.url}/ClassifyPixelsUsingDeepLearning`, task);
  assert.equal((await getPortal(self.id, { authentication })).id, self.id);
  assert.equal((await getUser({ username: user, authentication })).role, 'org_admin');

  // a folder, and a raster uploaded into it
  const { folder } = await createFolder({ title: 'From the client', owner: user, authentication });
  const file = new File([await readFile(process.env.RASTER_FILE)], 'uploaded.tif', { type: 'image/tiff' });
  const added = await createItemInFolder({
    owner: user, folderId: folder.id, authentication, file, item: { title: 'Uploaded by a client', type: 'Image', tags: ['client', 'test'], snippet: 'a scene' },
  });
  assert.equal(added.success, true);
  const query = new SearchQueryBuilder().match('Image Service').in('type').and().match('client').in('tags');
  const found = await searchItems({ q: query, authentication });
  assert.deepEqual([found.total, found.nextStart, found.results[0].id], [1, -1, added.id]);
  assert.deepEqual([found.results[0].tags, found.results[0].ownerFolder], [['client', 'test'], folder.id]);

  // the item for the result, the job, and the result in it
  const made = await request(`${portal}/content/users/${user}/${folder.id}/createService`, {
    params: { createParameters: { name: 'FromPortal', description: '', capabilities: 'Image', properties: { path: '@' } }, outputType: 'imageService' }, authentication,
  });
  const params = {
    ...inputs('FromPortal'), inputRaster: { itemId: added.id },
    outputClassifiedRaster: { serviceProperties: { name: made.name, serviceUrl: made.serviceurl, capabilities: 'Image' }, itemProperties: { itemId: made.itemId } },
  };
  const job = await Job.submitJob({ url: task, params, pollingRate: 200, authentication });
  await updateItem({ item: { id: made.itemId, properties: { jobId: job.id, jobStatus: 'processing' }, tags: ['result'] }, authentication });
  const { outRaster } = await job.getAllResults();
  assert.deepEqual(outRaster.value, { itemId: made.itemId, url: made.serviceurl });
  const item = await getItem(made.itemId, { authentication });
  assert.deepEqual([item.properties, item.tags, item.ownerFolder], [{ jobId: job.id, jobStatus: 'processing' }, ['result'], folder.id]);
  const image = await (await fromUrl(`${portal}/content/items/${made.itemId}/data`)).getImage();
  assertClasses(await image.readRasters({ interleave: true }));

  // its settings as a layer
  await updateItem({ item: { id: made.itemId, text: { layerDefinition: { opacity: 0.4 } } }, authentication });
  assert.deepEqual(await getItemData(made.itemId, { authentication }), { layerDefinition: { opacity: 0.4 } });

  // moved to the root and back; then all of it goes with the folder
  await moveItem({ itemId: made.itemId, folderId: '/', authentication });
  assert.ok((await getUserContent({ owner: user, num: 100, authentication })).items.some(one => one.id === made.itemId));
  await moveItem({ itemId: made.itemId, folderId: folder.id, authentication });
  assert.equal((await removeItem({ id: added.id, authentication })).success, true);
  await removeFolder({ folderId: folder.id, owner: user, authentication });
  await assert.rejects(getItem(made.itemId, { authentication }), /does not exist/);
  await assert.rejects(getItem(added.id, { authentication }), /does not exist/);
  assert.ok((await getItem(model, { authentication })).id);
  assert.equal((await fetch(`${service}api/v1/items/${made.itemId}`)).status, 404);
});
