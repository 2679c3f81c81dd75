// The native API by the types of its own OpenAPI document.
import createClient from 'openapi-fetch';
import type { components, paths } from '#schema';
import { text } from '../strings';

export type Schemas = components['schemas'];
export type Item = Schemas['Item'];
export type Job = Schemas['Job'];
export type StoreEntry = Schemas['RasterStoreEntry'];
export type Model = Schemas['Model'];
export type Areas = Schemas['Areas'];
export type Accuracy = Schemas['Accuracy'];
export type JobRequest = Schemas['ClassifyPixelsRequest'];
export type DetectionRequest = Schemas['DetectObjectsRequest'];
export type Problem = Schemas['Problem'];
/** The tools whose requests the page makes. */
export const classifyPixels = 'ClassifyPixelsUsingDeepLearning';
export const detectObjects = 'DetectObjectsUsingDeepLearning';
export interface Fault { field: string; message: string }

export const raster = 'Image Service';
export const modelPackage = 'Deep Learning Package';

/** The service's refusal, with every fault that it lists. */
export class ServiceError extends Error {
  constructor(readonly status: number, message: string, readonly faults: readonly Fault[] = []) {
    super(message);
  }

  /** What is wrong, each fault by itself. */
  get lines(): readonly string[] {
    return this.faults.length > 0 ? this.faults.map(fault => fault.message) : [this.message];
  }

  static of(status: number, problem: Partial<Problem> | undefined): ServiceError {
    return new ServiceError(status, problem?.detail ?? problem?.title ?? text.unreachable, problem?.errors ?? []);
  }
}

/** Where the service is: beside the page, whatever stands before it. */
export const root = new URL('.', document.baseURI);

const client = createClient<paths>({ baseUrl: root.href.replace(/\/$/, '') });

/** Who the page is used by. */
export type Session = Schemas['Session'];
export type Access = Schemas['ItemAccess'];
let known: Session | undefined;

/** Who that is, once it has been asked; before that, nobody who may do anything. */
export const session = (): Session => known ?? { signIn: true, scopes: [] };

/** The header by which the service knows calls of this page from those of others; empty where nobody signs in. */
export const proof = (): Record<string, string> => (known?.antiforgery ? { 'X-RasterAnalysis-Antiforgery': known.antiforgery } : {});

client.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(proof())) request.headers.set(name, value);
    return request;
  },
});

interface Answer<T> { data?: T | undefined; error?: unknown; response: Response }

async function answered<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked.catch(() => { throw new ServiceError(0, text.unreachable); });
  if (response.status === 401) signIn();
  if (!response.ok) throw ServiceError.of(response.status, error as Partial<Problem> | undefined);
  return data as T;
}

const signIn = () => { location.assign(new URL(`sign-in?returnUrl=${encodeURIComponent(location.pathname + location.hash)}`, root).href); };

/** Asks who the page is used by; where somebody has to sign in first, the page leads there. */
export async function loadSession(): Promise<Session> {
  known = await answered(client.GET('/api/v1/session'));
  if (known.signIn && !known.user) signIn();
  return known;
}

export interface Page<T> { entries: T[]; total: number }

/** Items of a type whose words match, the newest first. */
export async function listItems(type: string, q: string, skip: number, take: number): Promise<Page<Item>> {
  const asked = client.GET('/api/v1/items', { params: { query: { type, skip, take, ...(q ? { q } : {}) } } });
  const entries = await answered(asked);
  return { entries, total: Number((await asked).response.headers.get('X-Total-Count') ?? entries.length) };
}

export const getItem = (id: string) => answered(client.GET('/api/v1/items/{id}', { params: { path: { id } } }));
export const listGroups = () => answered(client.GET('/api/v1/groups'));
export const share = (id: string, body: Schemas['Access']) => answered(client.PUT('/api/v1/items/{id}/access', { params: { path: { id } }, body }));
export const deleteItem = (id: string) => answered(client.DELETE('/api/v1/items/{id}', { params: { path: { id } } }));
export const addItemOfUpload = (id: string, signal: AbortSignal) => answered(client.POST('/api/v1/uploads/{id}/item', { params: { path: { id } }, signal }));
export const getModel = async (id: string) => (await answered(client.GET('/api/v1/items/{id}/model', { params: { path: { id } } }))) as Model;
export const getAreas = async (id: string) => (await answered(client.GET('/api/v1/items/{id}/areas', { params: { path: { id } } }))) as Areas;
export const getAccuracy = async (id: string) => (await answered(client.GET('/api/v1/items/{id}/accuracy', { params: { path: { id } } }))) as Accuracy;
export const sample = (id: string, body: Schemas['SampleRequest']) => answered(client.POST('/api/v1/items/{id}/sample', { params: { path: { id } }, body }));

/** Compares a result with points of known class, or with a raster of classes. */
export async function assess(id: string, reference: File): Promise<Accuracy> {
  const form = new FormData();
  form.append('reference', reference, reference.name);
  return (await answered(client.POST('/api/v1/items/{id}/accuracy', { params: { path: { id } }, body: form as never }))) as Accuracy;
}

export const listStores = () => answered(client.GET('/api/v1/raster-stores'));

/** A folder of a raster store: folders first, then rasters and packages. */
export async function listStore(name: string, path: string, skip: number, take: number): Promise<Page<StoreEntry>> {
  const asked = client.GET('/api/v1/raster-stores/{name}', { params: { path: { name }, query: { path, skip, take } } });
  const entries = await answered(asked);
  return { entries, total: Number((await asked).response.headers.get('X-Total-Count') ?? entries.length) };
}

export const addLayer = (body: Schemas['ImageryLayerRequest']) => answered(client.POST('/api/v1/imagery-layers', { body }));
export const submit = (body: JobRequest) => answered(client.POST('/api/v1/classify-pixels/jobs', { body }));
export const detect = (body: DetectionRequest) => answered(client.POST('/api/v1/detect-objects/jobs', { body }));
export const plan = (body: JobRequest) => answered(client.POST('/api/v1/classify-pixels/plans', { body }));
export const listJobs = (skip: number, take: number) => answered(client.GET('/api/v1/jobs', { params: { query: { skip, take } } }));
export const getJob = (id: string) => answered(client.GET('/api/v1/jobs/{id}', { params: { path: { id } } }));
export const getInputs = (id: string) => answered(client.GET('/api/v1/jobs/{id}/inputs', { params: { path: { id } } }));
export const cancelJob = (id: string) => answered(client.POST('/api/v1/jobs/{id}/cancel', { params: { path: { id } } }));

export const eventsOf = (id: string) => new EventSource(new URL(`api/v1/jobs/${id}/events`, root));
export const fileOf = (item: Item) => new URL(`api/v1/items/${item.id}/data/${encodeURIComponent(item.name)}`, root).href;
export const geoJsonOf = (item: Item) => new URL(`api/v1/items/${item.id}/features?limit=10000`, root).href;
export const areaTableOf = (item: Item) => new URL(`api/v1/items/${item.id}/areas?format=csv`, root).href;
export const hasEnded = (job: Job) => ['succeeded', 'failed', 'cancelled', 'timedOut'].includes(job.status);
