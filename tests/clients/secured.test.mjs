// @esri/arcgis-rest-request and @esri/arcgis-rest-portal against a service with accounts: by name and password, and as an app that its user lets in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArcGISIdentityManager, Job, request } from '@esri/arcgis-rest-request';
import { getSelf, getUser, getUserTags, searchItems } from '@esri/arcgis-rest-portal';

const { SERVICE: service, USER: user, PASSWORD: password, RASTER_ITEM: raster, MODEL_ITEM: model } = process.env;
const portal = `${service}arcgis/sharing/rest`;
const task = `${service}arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning`;
const redirectUri = 'https://server.example.org/back';
const client = { portal, clientId: 'server', redirectUri };

/** Has a user sign in on the page and follows an app's address, as a browser does; gives what the app is handed. */
async function letIn(address) {
  const cookies = new Map();
  const visit = async (url, options = {}) => {
    const response = await fetch(url, { redirect: 'manual', ...options, headers: { cookie: [...cookies].map(pair => pair.join('=')).join('; ') } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.set(name, value);
    }
    return response;
  };
  const page = await (await visit(`${service}sign-in`)).text();
  const proof = /name="__RequestVerificationToken" value="([^"]*)"/.exec(page)[1];
  await visit(`${service}sign-in`, { method: 'POST', body: new URLSearchParams({ __RequestVerificationToken: proof, username: user, password }) });
  return new URL((await visit(address)).headers.get('location')).searchParams;
}

/** Signs in as an app on a server does: by the address that the client makes, and the code that comes back. */
async function signInByCode() {
  let address;
  ArcGISIdentityManager.authorize({ ...client, state: 'mine' }, { writeHead: (_, headers) => { address = headers.Location; }, end: () => undefined });
  const answer = await letIn(address);
  assert.equal(answer.get('state'), 'mine');
  return [await ArcGISIdentityManager.exchangeAuthorizationCode(client, answer.get('code')), answer.get('code')];
}

test('signIn with a password reads what is private, finds it, and runs a job', async () => {
  const authentication = await ArcGISIdentityManager.signIn({ username: user, password, portal });
  assert.ok(await authentication.getToken(portal));
  assert.ok(await authentication.getToken(task));
  assert.equal((await authentication.getUser()).username, user);
  assert.equal((await getSelf({ authentication })).user.username, user);
  assert.equal((await getUser({ username: user, authentication })).username, user);
  assert.deepEqual((await getUserTags({ username: user, authentication })).tags, []);
  assert.ok((await searchItems({ q: `id:${raster}`, authentication })).results.some(item => item.id === raster));

  const job = await Job.submitJob({ url: task, params: { inputRaster: { itemId: raster }, model: { itemId: model }, outputClassifiedRaster: { serviceProperties: { name: 'Secured' } } }, pollingRate: 200, authentication });
  const { outRaster } = await job.getAllResults();
  assert.match(outRaster.value.url, /\/Hosted\/Secured\/ImageServer$/);
  assert.equal((await request(outRaster.value.url, { authentication })).name, 'Hosted/Secured');
  await assert.rejects(request(outRaster.value.url), error => error.code === 499);
  await authentication.signOut();
});

test('A token that was revoked is renewed as the client does it', async () => {
  const authentication = await ArcGISIdentityManager.signIn({ username: user, password, portal });
  const url = `${portal}/content/items/${raster}`;
  assert.equal((await request(url, { authentication })).id, raster);
  const token = await authentication.getToken(portal);
  await request(`${portal}/oauth2/revokeToken`, { params: { auth_token: token } });
  await assert.rejects(request(url, { params: { token } }), error => error.code === 498);
  await authentication.refreshCredentials();
  assert.notEqual(await authentication.getToken(portal), token);
  assert.equal((await request(url, { authentication })).id, raster);
});

test('exchangeAuthorizationCode, refresh, exchange and signOut of an app on a server', async () => {
  const [authentication] = await signInByCode();
  assert.equal(authentication.username, user);
  const [first, refreshToken] = [authentication.token, authentication.refreshToken];

  // the client keeps its refresh token when it refreshes, and so does the service
  for (let i = 0; i < 2; i++) {
    await authentication.refreshCredentials();
    assert.notEqual(authentication.token, first);
    assert.equal(authentication.refreshToken, refreshToken);
    assert.equal((await request(`${portal}/community/self`, { authentication })).username, user);
  }

  await authentication.exchangeRefreshToken();
  assert.notEqual(authentication.refreshToken, refreshToken);
  assert.equal((await request(`${portal}/content/items/${raster}`, { authentication })).id, raster);
  const { token } = authentication;
  assert.equal((await authentication.signOut()).success, true);
  await assert.rejects(request(`${portal}/community/self`, { params: { token } }), error => error.code === 498);
});

test('A code counts once', async () => {
  const [authentication, code] = await signInByCode();
  await assert.rejects(ArcGISIdentityManager.exchangeAuthorizationCode(client, code), /used before/);
  await assert.rejects(request(`${portal}/community/self`, { params: { token: authentication.token } }), error => error.code === 498);
});
